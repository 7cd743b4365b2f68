// Pairs of answers through the real gateway and the control API: what is kept, listed, judged, and survives.
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include "tests/server/shadow_test.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

class TestShadowPairs : public ShadowTest {
    Q_OBJECT

private Q_SLOTS:

    void nothingBeforeAShadow();
    void disagreementsComeFirst();
    void aPairHasBothAnswers();
    void peopleJudge();
    void twoPeopleDoNotOverwriteEachOther();
    void aRestartKeepsEverything();
    void countersForPrometheus();
    void badQuestionsAreRefused();
    void comparedIsNeverMoreThanSent();
    void stableIsComparedWithItself();
    void withoutContentNothingIsKept();
    void thePlanSaysWhatIsAlike();
    void aShadowThatMayActIsSaidBefore();
};

void TestShadowPairs::nothingBeforeAShadow() {
    const HttpAnswer answer = host->get(pairsPath);
    QCOMPARE(answer.status, 200);
    QVERIFY(!answer.json().contains("summary"_L1));
    QVERIFY(answer.json()["pairs"_L1].toArray().isEmpty());
    QCOMPARE(host->get("/api/v1/agents/nobody/pairs").errorCode(), std::string("no_agent"));
}

void TestShadowPairs::disagreementsComeFirst() {
    QCOMPARE(startShadow().status, 200);
    ask(0, 4);
    QTRY_COMPARE(summary()["compared"_L1].toInteger(), 4);
    QCOMPARE(summary()["agreeing"_L1].toInteger(), 4);
    host->upstream().say("1.1.0", "Something else entirely, at some length");
    ask(4, 3);
    QTRY_COMPARE(summary()["compared"_L1].toInteger(), 7);
    host->upstream().say("1.1.0", "Yes.");
    ask(7, 2);
    QTRY_COMPARE(summary()["compared"_L1].toInteger(), 9);
    const QJsonObject sum = summary();
    QCOMPARE(sum["agreeing"_L1].toInteger(), 6);
    QCOMPARE(sum["candidate"_L1].toString(), u"1.1.0"_s);
    QVERIFY(sum["shadowing"_L1].toBool());
    QTRY_COMPARE(summary()["answered"_L1].toInteger(), 9);
    QCOMPARE(summary()["sent"_L1].toInteger(), 9);
    const QJsonArray all = page()["pairs"_L1].toArray();
    QCOMPARE(all.size(), 9);
    for (qsizetype i = 0; i < all.size(); ++i) {
        QCOMPARE(all[i]["agree"_L1].toBool(), i >= 3);
        QVERIFY(i == 0 || i == 3 || all[i]["id"_L1].toInteger() < all[i - 1]["id"_L1].toInteger());
    }
    // Page by page it is the same list.
    QList<qint64> ids;
    std::string after;
    for (int pages = 0; pages < 10; ++pages) {
        const QJsonObject part = page("?limit=2" + (after.empty() ? "" : "&after=" + after));
        for (const QJsonValue& pair : part["pairs"_L1].toArray())
            ids << pair["id"_L1].toInteger();
        after = part["next"_L1].toString().toStdString();
        if (after.empty())
            break;
    }
    QCOMPARE(ids.size(), 9);
    for (qsizetype i = 0; i < all.size(); ++i)
        QCOMPARE(ids[i], all[i]["id"_L1].toInteger());
    QCOMPARE(page("?show=disagreeing")["pairs"_L1].toArray().size(), 3);
    QCOMPARE(page("?show=agreeing")["pairs"_L1].toArray().size(), 6);
    QCOMPARE(page("?show=judged")["pairs"_L1].toArray().size(), 0);
}

void TestShadowPairs::aPairHasBothAnswers() {
    QCOMPARE(startShadow().status, 200);
    host->upstream().say("1.1.0", R"({"state": "waiting_for_us", "summary": "No."})");
    ask(0, 1);
    QTRY_COMPARE(page()["pairs"_L1].toArray().size(), 1);
    QVERIFY(!page()["pairs"_L1][0]["stable"_L1].toObject().contains("body"_L1)); // a list is short
    const QJsonObject pair = host->get(firstPair()).json();
    QCOMPARE(pair["stable"_L1]["text"_L1].toString(), u"Yes."_s);
    QCOMPARE(pair["candidate"_L1]["text"_L1].toString(),
             u"{\n    \"state\": \"waiting_for_us\",\n    \"summary\": \"No.\"\n}\n"_s);
    QVERIFY(pair["candidate"_L1]["body"_L1].toString().contains(u"chat.completion"_s));
    QVERIFY(pair["request_text"_L1].toString().contains(u"user: Hello"_s));
    QCOMPARE(pair["candidate"_L1]["output_tokens"_L1].toInteger(), 2);
    // The candidate keeps the contract and stable does not: that decides, and says which is better.
    QCOMPARE(pair["layer"_L1].toString(), u"contract"_s);
    QCOMPARE(pair["better"_L1].toString(), u"candidate"_s);
    QCOMPARE(host->get(pairsPath + "/999999").errorCode(), std::string("no_pair"));
    QCOMPARE(host->get("/api/v1/agents/refunds/pairs/" + firstPair().substr(pairsPath.size() + 1)).errorCode(),
             std::string("no_pair"));
}

void TestShadowPairs::peopleJudge() {
    QCOMPARE(startShadow().status, 200);
    host->upstream().say("1.1.0", "Something else entirely, at some length");
    ask(0, 1);
    QTRY_COMPARE(page()["pairs"_L1].toArray().size(), 1);
    const std::string path = firstPair() + "/verdict";
    const std::string viewer = host->token(protocol::AccessRole::Viewer, "looker");
    QCOMPARE(host->post(path, {{u"verdict"_s, u"worse"_s}}, viewer).errorCode(), std::string("role_too_low"));
    QCOMPARE(host->post(path, {{u"verdict"_s, u"bad"_s}}).errorCode(), std::string("bad_field"));
    const std::string engineer = host->token(protocol::AccessRole::Engineer, "engineer");
    const HttpAnswer judged = host->post(path, {{u"verdict"_s, u"worse"_s}, {u"reason"_s, u"cold"_s}}, engineer);
    QVERIFY2(judged.status == 200, judged.body.c_str());
    QCOMPARE(judged.json()["pair"_L1]["verdict_by"_L1].toString(), u"engineer"_s);
    QCOMPARE(judged.json()["summary"_L1]["worse"_L1].toInteger(), 1);
    const QJsonObject entry = host->get("/api/v1/audit?limit=1").json()["rows"_L1][0].toObject();
    QCOMPARE(entry["action"_L1].toString(), u"pair.verdict"_s);
    QCOMPARE(entry["actor"_L1].toString(), u"engineer"_s);
    QCOMPARE(entry["sequence"_L1].toInteger(), judged.json()["sequence"_L1].toInteger());
    QVERIFY2(entry["summary"_L1].toString().contains(u"the candidate is worse"_s),
             qPrintable(entry["summary"_L1].toString()));
    // The same again is no new entry; another verdict replaces it; taking it back counts nothing.
    QCOMPARE(host->post(path, {{u"verdict"_s, u"worse"_s}}, engineer).json()["sequence"_L1].toInteger(), 0);
    const HttpAnswer better = host->post(path, {{u"verdict"_s, u"better"_s}, {u"seen"_s, u"worse"_s}}, engineer);
    QCOMPARE(better.json()["summary"_L1]["worse"_L1].toInteger(), 0);
    QCOMPARE(better.json()["summary"_L1]["better"_L1].toInteger(), 1);
    const HttpAnswer none = host->post(path, {{u"verdict"_s, u""_s}, {u"seen"_s, u"better"_s}}, engineer);
    QCOMPARE(none.json()["summary"_L1]["better"_L1].toInteger(), 0);
    QVERIFY(host->get("/api/v1/audit/verify").json()["good"_L1].toBool());
}

void TestShadowPairs::twoPeopleDoNotOverwriteEachOther() {
    QCOMPARE(startShadow().status, 200);
    ask(0, 1);
    QTRY_COMPARE(page()["pairs"_L1].toArray().size(), 1);
    const std::string path = firstPair() + "/verdict";
    const std::string ann = host->token(protocol::AccessRole::Engineer, "first");
    const std::string bea = host->token(protocol::AccessRole::Engineer, "second");
    QCOMPARE(host->post(path, {{u"verdict"_s, u"same"_s}}, ann).status, 200);
    const HttpAnswer late = host->post(path, {{u"verdict"_s, u"worse"_s}}, bea); // saw no verdict
    QCOMPARE(late.status, 409);
    QCOMPARE(late.errorCode(), std::string("judged_meanwhile"));
    QVERIFY2(late.body.contains("first judged pair"), late.body.c_str());
    QCOMPARE(host->get(firstPair()).json()["verdict"_L1].toString(), u"same"_s);
    QCOMPARE(host->post(path, {{u"verdict"_s, u"worse"_s}, {u"seen"_s, u"same"_s}}, bea).status, 200);
}

void TestShadowPairs::aRestartKeepsEverything() {
    QCOMPARE(startShadow().status, 200);
    host->upstream().say("1.1.0", "Something else entirely, at some length");
    ask(0, 5);
    QTRY_COMPARE(summary()["compared"_L1].toInteger(), 5);
    QCOMPARE(host->post(firstPair() + "/verdict", {{u"verdict"_s, u"worse"_s}}).status, 200);
    QTRY_COMPARE(summary()["answered"_L1].toInteger(), 5);
    const QJsonObject before = page();
    host->stop();
    QVERIFY(host->start());
    QCOMPARE(page(), before);
    ask(5, 2);
    QTRY_COMPARE(summary()["compared"_L1].toInteger(), 7);
    QTRY_COMPARE(summary()["sent"_L1].toInteger(), 7);
    // What is known stays when the release has ended.
    QCOMPARE(host->post("/api/v1/agents/summariser/roll-back", {}).status, 200);
    QTRY_VERIFY(!summary()["shadowing"_L1].toBool());
    QCOMPARE(summary()["compared"_L1].toInteger(), 7);
    QCOMPARE(host->post(firstPair() + "/verdict", {{u"verdict"_s, u"same"_s}}).status, 200);
}

void TestShadowPairs::countersForPrometheus() {
    QCOMPARE(startShadow().status, 200);
    ask(0, 3);
    QTRY_COMPARE(summary()["compared"_L1].toInteger(), 3);
    const std::string text = host->get("/metrics").body;
    QVERIFY2(text.contains("signalbox_shadow_copies_total{agent=\"summariser\",result=\"answered\"} 3\n"),
             text.c_str());
    QVERIFY(text.contains("signalbox_shadow_dropped_total{agent=\"summariser\",reason=\"rate\"} 0\n"));
    QVERIFY(text.contains("signalbox_shadow_copies_total{agent=\"refunds\",result=\"sent\"} 0\n"));
}

void TestShadowPairs::comparedIsNeverMoreThanSent() {
    QCOMPARE(startShadow().status, 200);
    qint64 compared = 0;
    for (int i = 0; compared < 40 && i < 4000; ++i) {
        if (i < 40)
            ask(i, 1);
        const QJsonObject sum = page("?limit=0")["summary"_L1].toObject();
        compared = sum["compared"_L1].toInteger();
        QVERIFY2(sum["sent"_L1].toInteger() >= compared, qPrintable(sum["sentence"_L1].toString()));
    }
    QCOMPARE(compared, 40);
    QTRY_COMPARE(summary()["answered"_L1].toInteger(), 40);
    QCOMPARE(summary()["sent"_L1].toInteger(), 40);
}

void TestShadowPairs::badQuestionsAreRefused() {
    for (const char* query : {"?show=some", "?after=2-1", "?after=0-", "?after=1-x", "?limit=201", "?limit=-1"})
        QCOMPARE(host->get(pairsPath + query).errorCode(), std::string("bad_parameter"));
    QCOMPARE(host->get(pairsPath + "/x").errorCode(), std::string("no_pair"));
    QCOMPARE(host->get(pairsPath + "/-1").errorCode(), std::string("no_pair"));
    QCOMPARE(host->get(pairsPath + "?release=other.1").json()["pairs"_L1].toArray().size(), 0);
}

void TestShadowPairs::stableIsComparedWithItself() {
    QCOMPARE(startShadow({{u"noise"_s, 100}}).status, 200);
    host->upstream().say("1.1.0", "Something else entirely, at some length");
    ask(0, 6);
    QTRY_COMPARE(summary()["noise_compared"_L1].toInteger(), 6);
    QCOMPARE(summary()["noise_agreeing"_L1].toInteger(), 6);
    QTRY_COMPARE(summary()["compared"_L1].toInteger(), 6);
    QCOMPARE(summary()["agreeing"_L1].toInteger(), 0);
    QVERIFY(summary()["beyond_noise"_L1].toBool());
    QVERIFY2(summary()["sentence"_L1].toString().contains(u"more difference than stable has with itself"_s),
             qPrintable(summary()["sentence"_L1].toString()));
    QCOMPARE(page()["pairs"_L1].toArray().size(), 6); // the others are listed apart
    const QJsonArray noise = page("?show=noise")["pairs"_L1].toArray();
    QCOMPARE(noise.size(), 6);
    QCOMPARE(noise[0]["candidate"_L1]["version"_L1].toString(), u"1.0.0"_s);
    const std::string path = pairsPath + "/" + std::to_string(noise[0]["id"_L1].toInteger());
    QCOMPARE(host->post(path + "/verdict", {{u"verdict"_s, u"worse"_s}}).errorCode(), std::string("noise_pair"));
}

void TestShadowPairs::withoutContentNothingIsKept() {
    QCOMPARE(startShadow({{u"noise"_s, 100}, {u"content"_s, u"dropped"_s}}).status, 200);
    host->upstream().say("1.0.0", R"({"state":"solved","summary":"kingfisher"})");
    host->upstream().say("1.1.0", R"({"state":"solved","summary":"nightingale"})");
    ask(0, 3);
    QTRY_COMPARE(summary()["compared"_L1].toInteger(), 3);
    QTRY_COMPARE(summary()["noise_compared"_L1].toInteger(), 3);
    QVERIFY(!summary()["keeps_content"_L1].toBool());
    const HttpAnswer pair = host->get(firstPair());
    QCOMPARE(pair.json()["differences"_L1][0]["path"_L1].toString(), u"/summary"_s);
    QVERIFY(!pair.json()["stable"_L1].toObject().contains("text"_L1));
    QVERIFY(pair.json()["stable"_L1]["digest"_L1] != pair.json()["candidate"_L1]["digest"_L1]);
    for (const char* word : {"kingfisher", "nightingale", "Hello"})
        QVERIFY2(!pair.body.contains(word), pair.body.c_str());
    // Nor on the disk: what is packed is looked at unpacked.
    host->stop();
    auto records = storage::PairRecords::open(host->state() + "/pairs.sqlite");
    QVERIFY(records);
    const auto kept =
        (*records)->list({.agent = "summariser", .release = pair.json()["release"_L1].toString().toStdString()});
    QVERIFY(kept);
    QCOMPARE(kept->size(), 3U);
    for (const storage::PairRecord& row : *kept) {
        const auto whole = (*records)->find("summariser", row.id);
        QVERIFY(whole && !whole->content);
        QVERIFY(!QJsonDocument(whole->facts).toJson().contains("Hello"));
        QVERIFY(!QJsonDocument(whole->facts).toJson().contains("kingfisher"));
    }
}

void TestShadowPairs::thePlanSaysWhatIsAlike() {
    const QJsonArray fields{QJsonObject{{u"path"_s, u"/summary"_s}, {u"as"_s, u"ignore"_s}}};
    QCOMPARE(startShadow({{u"noise"_s, 0}, {u"fields"_s, fields}}).status, 200);
    host->upstream().say("1.0.0", R"({"state":"solved","summary":"kingfisher"})");
    host->upstream().say("1.1.0", R"({"state":"solved","summary":"nightingale"})");
    ask(0, 2);
    QTRY_COMPARE(summary()["agreeing"_L1].toInteger(), 2);
    host->upstream().say("1.1.0", R"({"state":"waiting_for_us","summary":"nightingale"})");
    ask(2, 1);
    QTRY_COMPARE(summary()["compared"_L1].toInteger(), 3);
    QCOMPARE(summary()["agreeing"_L1].toInteger(), 2);
    QCOMPARE(page()["pairs"_L1][0]["layer"_L1].toString(), u"fields"_s);
    // It is frozen with the release.
    QCOMPARE(host->stateOf("summariser")["release"_L1]["plan"_L1]["comparison"_L1]["fields"_L1].toArray().size(), 1);
}

void TestShadowPairs::aShadowThatMayActIsSaidBefore() {
    const HttpAnswer version = host->get("/api/v1/agents/refunds/versions/2.2.0");
    QVERIFY2(version.json()["acting_tools"_L1].toArray().contains(u"issue_refund"_s), version.body.c_str());
    const HttpAnswer started = host->startRelease("refunds", u"2.2.0"_s, shadowPlan());
    const QJsonValue notice = started.json()["notices"_L1][0];
    QCOMPARE(notice["code"_L1].toString(), u"shadow_may_act"_s);
    QVERIFY2(notice["message"_L1].toString().contains(u"issue_refund"_s), started.body.c_str());
    // The summariser has no tools, so there is nothing to say.
    QVERIFY(host->get("/api/v1/agents/summariser/versions/1.1.0").json()["acting_tools"_L1].toArray().isEmpty());
}

QTEST_GUILESS_MAIN(TestShadowPairs)
#include "tst_shadow_pairs.moc"
