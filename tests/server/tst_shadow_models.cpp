// Models that judge pairs, through the real gateway and the control API: what the plan asks for, what is kept, what is
// shown, what a person's word is worth beside it.
#include <QJsonArray>
#include <QTest>

#include "tests/server/shadow_test.h"
#include "tests/shadow/judge_endpoint.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

namespace {

constexpr const char* shortAnswer = "Nothing like it";
constexpr const char* longAnswer = "Something else entirely, at some length, that says very little";

} // namespace

class TestShadowModels : public ShadowTest {
    Q_OBJECT

private Q_SLOTS:

    void theJudgeIsAskedAndShown();
    void embeddingsMakeTextsAlike();
    void aPersonStandsAboveTheJudge();
    void withoutContentOnlyScoresAreKept();
    void anExhaustedBudgetIsSaid();
    void anUnknownProviderIsRefused();
    void aRestartKeepsWhatWasSaid();

private:
    void prepare() override {
        questions = 0;
        distance = 0.1;
        host->upstream().answerBy([this](const http::Request& request) { return modelsSay(request); });
        host->upstream().say("1.0.0", longAnswer);
        host->upstream().say("1.1.0", shortAnswer);
    }

    // The models of this test: a judge who likes the first word "Nothing", and vectors.
    [[nodiscard]] std::optional<std::string> modelsSay(const http::Request& request) {
        const QJsonObject body = QJsonDocument::fromJson(QByteArray::fromStdString(request.body)).object();
        if (request.path() == "/v1/embeddings")
            return R"({"data":[{"index":0,"embedding":[1,0]},{"index":1,"embedding":[1,)" +
                   std::to_string(distance.load()) + R"(]}],"usage":{"prompt_tokens":9,"total_tokens":9}})";
        if (body["model"_L1].toString() != "rehearsal-judge-2026-01-15"_L1)
            return std::nullopt;
        ++questions;
        return preferring(QString::fromLatin1(shortAnswer))(body);
    }

    [[nodiscard]] HttpAnswer start(QJsonObject comparison) {
        comparison.insert(u"noise"_s, 0);
        return startShadow(comparison);
    }

    [[nodiscard]] static QJsonObject judge() {
        return {{u"provider"_s, u"rehearsal"_s}, {u"model"_s, u"rehearsal-judge-2026-01-15"_s}};
    }

    [[nodiscard]] QJsonObject asking() { return summary()["asking"_L1].toObject(); }

    std::atomic<double> distance = 0.1;
    std::atomic<int> questions = 0;
};

void TestShadowModels::theJudgeIsAskedAndShown() {
    QCOMPARE(start({{u"judge"_s, judge()}}).status, 200);
    ask(0, 3);
    QTRY_COMPARE(asking()["judged"_L1].toInteger(), 3);
    QCOMPARE(asking()["candidate"_L1].toInteger(), 3);
    QVERIFY(asking()["spent_usd"_L1].toDouble() > 0);
    QVERIFY(!asking()["cost_unknown"_L1].toBool());
    QCOMPARE(questions.load(), 6);
    const QJsonObject pair = host->get(firstPair()).json();
    QCOMPARE(pair["better"_L1].toString(), u"candidate"_s);
    QCOMPARE(pair["said"_L1][0]["by"_L1].toString(), u"judge"_s);
    QCOMPARE(pair["said"_L1][0]["says"_L1].toString(), u"candidate"_s);
    QCOMPARE(page()["pairs"_L1][0]["said"_L1].toArray().size(), 1); // in lists too
    QCOMPARE(summary()["agreeing"_L1].toInteger(), 0);              // who is better is not who agrees
    // The price of asking is not the shadow's.
    QCOMPARE(summary()["compared"_L1].toInteger(), 3);
}

void TestShadowModels::embeddingsMakeTextsAlike() {
    const QJsonObject embeddings{{u"provider"_s, u"rehearsal"_s}, {u"model"_s, u"rehearsal-embed-2026-01-15"_s}};
    QCOMPARE(start({{u"embeddings"_s, embeddings}, {u"judge"_s, judge()}}).status, 200);
    ask(0, 2);
    QTRY_COMPARE(asking()["alike"_L1].toInteger(), 2);
    QCOMPARE(summary()["agreeing"_L1].toInteger(), 2);
    QCOMPARE(questions.load(), 0);
    QCOMPARE(page()["pairs"_L1][0]["layer"_L1].toString(), u"embeddings"_s);
    QVERIFY(page()["pairs"_L1][0]["likeness"_L1].toDouble() > 0.9);
    distance = 9;
    ask(2, 1);
    QTRY_COMPARE(asking()["judged"_L1].toInteger(), 1);
    QCOMPARE(summary()["agreeing"_L1].toInteger(), 2);
    const QJsonArray said = host->get(firstPair()).json()["said"_L1].toArray();
    QCOMPARE(said.size(), 2);
    QCOMPARE(said[0]["says"_L1].toString(), u"differ"_s);
    QCOMPARE(said[1]["says"_L1].toString(), u"candidate"_s);
}

void TestShadowModels::aPersonStandsAboveTheJudge() {
    QCOMPARE(start({{u"judge"_s, judge()}}).status, 200);
    ask(0, 1);
    QTRY_COMPARE(asking()["judged"_L1].toInteger(), 1);
    const HttpAnswer judged = host->post(firstPair() + "/verdict", {{u"verdict"_s, u"worse"_s}});
    QCOMPARE(judged.json()["summary"_L1]["worse"_L1].toInteger(), 1);
    QCOMPARE(judged.json()["pair"_L1]["better"_L1].toString(), u"candidate"_s); // as the judge said
    QCOMPARE(judged.json()["pair"_L1]["said"_L1].toArray().size(), 1);
}

void TestShadowModels::withoutContentOnlyScoresAreKept() {
    QCOMPARE(start({{u"judge"_s, judge()}, {u"content"_s, u"dropped"_s}}).status, 200);
    ask(0, 1);
    QTRY_COMPARE(asking()["judged"_L1].toInteger(), 1); // it saw the texts
    const HttpAnswer pair = host->get(firstPair());
    QCOMPARE(pair.json()["said"_L1][0]["says"_L1].toString(), u"candidate"_s);
    QVERIFY2(!pair.body.contains("Nothing like") && !pair.body.contains("Something else") &&
                 !pair.body.contains("Hello"),
             pair.body.c_str());
    host->stop();
    auto records = storage::PairRecords::open(host->state() + "/pairs.sqlite");
    QVERIFY(records);
    const auto whole = (*records)->find("summariser", pair.json()["id"_L1].toInteger());
    QVERIFY(whole && !whole->content);
    for (const char* word : {"Nothing like", "Something else", "Hello"})
        QVERIFY(!QJsonDocument(whole->facts).toJson().contains(word));
}

void TestShadowModels::anExhaustedBudgetIsSaid() {
    QCOMPARE(start({{u"judge"_s, judge()}, {u"budget"_s, QJsonObject{{u"requests_per_hour"_s, 2}}}}).status, 200);
    ask(0, 3);
    QTRY_COMPARE(summary()["compared"_L1].toInteger(), 3);
    QTRY_COMPARE(asking()["exhausted"_L1].toString(), u"requests"_s);
    QTRY_COMPARE(asking()["judged"_L1].toInteger(), 1);
    QCOMPARE(asking()["skipped"_L1]["requests"_L1].toInteger(), 2);
    QVERIFY(!asking()["exhausted_until"_L1].toString().isEmpty());
    QCOMPARE(questions.load(), 2);
}

void TestShadowModels::anUnknownProviderIsRefused() {
    QJsonObject nowhere = judge();
    nowhere.insert(u"provider"_s, u"elsewhere"_s);
    const HttpAnswer started = start({{u"judge"_s, nowhere}});
    QCOMPARE(started.errorCode(), std::string("no_provider"));
    QVERIFY2(started.body.contains("/plan/comparison/judge/provider"), started.body.c_str());
    QJsonObject unnamed = judge();
    unnamed.remove(u"model"_s);
    QCOMPARE(start({{u"judge"_s, unnamed}}).status, 400);
}

void TestShadowModels::aRestartKeepsWhatWasSaid() {
    QCOMPARE(start({{u"judge"_s, judge()}}).status, 200);
    ask(0, 2);
    QTRY_COMPARE(asking()["judged"_L1].toInteger(), 2);
    QTRY_COMPARE(summary()["answered"_L1].toInteger(), 2);
    const QJsonObject before = page();
    host->stop();
    QVERIFY(host->start());
    QCOMPARE(page(), before);
    ask(2, 1);
    QTRY_COMPARE(asking()["judged"_L1].toInteger(), 3);
}

QTEST_GUILESS_MAIN(TestShadowModels)
#include "tst_shadow_models.moc"
