// What guardrails do without a person: through the real gateway, controller and audit log.
#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

#include "tests/server/backend_test.h"
#include "tests/server/guarded_release.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

class TestGuardrails : public BackendTest {
    Q_OBJECT

private Q_SLOTS:

    void rollsBackWithoutAPerson();
    void pausesWhenThePlanSaysSo();
    void tellsWhenThePlanSaysSo();
    void anAlertIsAcknowledgedOnce();
    void leavesTheHealthyAlone();
    void anOutageOfBothIsNotThisVersion();
    void evidenceSurvivesARestart();
    void aBadTargetFreezesAndCalls();
    void brokenContractsRollBack();
    void keptContractsDoNot();
    void whatCannotBeReadIsNeitherGoodNorBad();
    void withoutAContractNothingCanBreakIt();

private:
    [[nodiscard]] std::string start(const QString& action, double limit = 0.9,
                                    const QString& metric = u"error_rate"_s) {
        return releaseAfter(host->startRelease("refunds", u"2.2.0"_s, plan(action, limit, metric)));
    }

    [[nodiscard]] QJsonArray alerts() { return host->get("/api/v1/alerts").json().value("alerts"_L1).toArray(); }

    [[nodiscard]] QJsonArray entries() { return host->get("/api/v1/audit?limit=50").json().value("rows"_L1).toArray(); }

    [[nodiscard]] QJsonObject entryOf(const QString& action) {
        for (const QJsonValue& row : entries())
            if (row["action"_L1].toString() == action)
                return row.toObject();
        return {};
    }

    [[nodiscard]] QJsonObject evidenceOf(const std::string& release) {
        return host->get("/api/v1/releases/" + release + "/evidence").json();
    }
};

void TestGuardrails::rollsBackWithoutAPerson() {
    const std::string id = start(u"roll_back"_s);
    QVERIFY(!id.empty());
    host->upstream().failEvery("2.2.0", 5);
    QVERIFY(ask(*host, 0, 400) > 20);
    QTRY_VERIFY(host->stateOf("refunds").value("release"_L1).isNull());
    QCOMPARE(ask(*host, 1000, 100), 0);
    const QJsonObject entry = entryOf(u"release.roll_back"_s);
    QCOMPARE(entry["actor"_L1].toString(), u"guardrail error_rate"_s);
    QVERIFY2(entry["entry"_L1]["reason"_L1].toString().contains(u"2.2.0 failed "_s),
             qPrintable(entry["entry"_L1]["reason"_L1].toString()));
    // The numbers behind it can still be read, and say the same.
    const QJsonObject evidence = evidenceOf(id);
    QCOMPARE(evidence["because"_L1].toString(), u"error_rate"_s);
    const auto read = evidence::explanationFromJson(evidence["guards"_L1][0]["explanation"_L1].toObject());
    QVERIFY(read);
    QVERIFY(read->verdict == evidence::Verdict::Worse);
    QCOMPARE(evidence::reproduce(*read), read->value);
    QVERIFY(read->value >= read->bound);
    QCOMPARE(read->failures.size(), 1U);
    QCOMPARE(read->failures.front().name, std::string("500"));
    QVERIFY2(evidence["guards"_L1][0]["sentence"_L1].toString().contains(u"2.2.0 failed "_s),
             qPrintable(evidence["guards"_L1][0]["sentence"_L1].toString()));
    QVERIFY(host->get("/api/v1/audit/verify").json()["good"_L1].toBool());
    const QJsonObject alert = alerts().at(0).toObject();
    QCOMPARE(alert["guard"_L1].toString(), u"error_rate"_s);
    QCOMPARE(alert["deed"_L1].toString(), u"rolled_back"_s);
    QCOMPARE(alert["agent"_L1].toString(), u"refunds"_s);
    QCOMPARE(alert["release"_L1].toString().toStdString(), id);
    QCOMPARE(alert["version"_L1].toString(), u"2.2.0"_s);
    QCOMPARE(alert["runbook"_L1].toString(), u"Look at the last refusals first."_s);
    QCOMPARE(alert["id"_L1], entry["sequence"_L1]);
    // Why, in the upstream's own terms.
    QVERIFY2(QRegularExpression(u"[1-9]\\d* of [1-9]\\d* failures?: 500\\.$"_s)
                 .match(alert["sentence"_L1].toString())
                 .hasMatch(),
             qPrintable(alert["sentence"_L1].toString()));
    const QJsonObject failures = host->get("/api/v1/agents/refunds/failures").json();
    QCOMPARE(failures["versions"_L1][1]["version"_L1].toString(), u"2.2.0"_s);
    const QJsonObject reason = failures["versions"_L1][1]["reasons"_L1][0].toObject();
    QCOMPARE(reason["code"_L1].toString(), u"500"_s);
    QCOMPARE(reason["provider"_L1].toString(), u"rehearsal"_s);
    QCOMPARE(reason["sample"_L1]["message"_L1].toString(), u"told to fail"_s);
}

// Rolled back to a version that then fails as well: nobody is sent on, automation stops, people are called.
void TestGuardrails::aBadTargetFreezesAndCalls() {
    QVERIFY(!start(u"roll_back"_s, 0.1).empty());
    host->upstream().failEvery("2.2.0", 2);
    ask(*host, 0, 400);
    QTRY_VERIFY(host->stateOf("refunds").value("release"_L1).isNull());
    const QJsonObject back = host->stateOf("refunds");
    QVERIFY(!back.contains("freeze"_L1));
    host->upstream().failEvery("2.1.0", 2);
    QTRY_VERIFY_WITH_TIMEOUT((ask(*host, 1000, 100), host->stateOf("refunds").contains("freeze"_L1)), 10'000);
    const QJsonObject frozen = host->stateOf("refunds");
    QCOMPARE(frozen["stable"_L1], back["stable"_L1]);
    QVERIFY(frozen["freeze"_L1]["reason"_L1].toString().startsWith(u"2.1.0, which traffic was rolled back to"_s));
    QCOMPARE(alerts().size(), 2);
    QCOMPARE(alerts()[0]["agent"_L1].toString(), u"refunds"_s);
    QVERIFY(!alerts()[0]["release"_L1].toString().isEmpty());
    // Forward only when a person has looked.
    const auto startAgain = [&](const QJsonObject& more) {
        QJsonObject body{
            {u"version"_s, u"2.0.0"_s}, {u"revision"_s, host->revisionOf("refunds")}, {u"plan"_s, plan(u"notify"_s)}};
        for (auto it = more.begin(); it != more.end(); ++it)
            body.insert(it.key(), it.value());
        return host->post("/api/v1/agents/refunds/releases", body);
    };
    QCOMPARE(startAgain({}).json()["error"_L1]["code"_L1].toString(), u"frozen"_s);
    QCOMPARE(startAgain({{u"break_glass"_s, true}}).json()["error"_L1]["code"_L1].toString(), u"reason_needed"_s);
    const std::string responder = host->token(protocol::AccessRole::Responder, "rita");
    const QJsonObject lift{{u"revision"_s, host->revisionOf("refunds")}, {u"reason"_s, u"the provider is back"_s}};
    QCOMPARE(host->post("/api/v1/agents/refunds/unfreeze", lift, responder).status, 403);
    QCOMPARE(host->post("/api/v1/agents/refunds/unfreeze", lift).status, 200);
    QCOMPARE(startAgain({}).status, 200);
}

void TestGuardrails::anAlertIsAcknowledgedOnce() {
    QVERIFY(!start(u"pause"_s).empty());
    QVERIFY(alerts().isEmpty());
    host->upstream().failEvery("2.2.0", 5);
    ask(*host, 0, 400);
    QTRY_COMPARE(alerts().size(), 1);
    QCOMPARE(alerts()[0]["deed"_L1].toString(), u"paused"_s);
    const std::string path = "/api/v1/alerts/" + std::to_string(alerts()[0]["id"_L1].toInteger()) + "/acknowledge";
    QCOMPARE(host->post("/api/v1/alerts/999999/acknowledge", {}).status, 404);
    QCOMPARE(host->post("/api/v1/alerts/x/acknowledge", {}).status, 404);
    const HttpAnswer seen = host->post(path, {{u"reason"_s, u"on it"_s}});
    QCOMPARE(seen.status, 200);
    QCOMPARE(seen.json()["acknowledged"_L1]["reason"_L1].toString(), u"on it"_s);
    // The first one stands, and nothing is recorded twice.
    const QJsonValue size = host->get("/api/v1/audit?limit=1").json()["size"_L1];
    const HttpAnswer again = host->post(path, {{u"reason"_s, u"me too"_s}});
    QCOMPARE(again.json()["acknowledged"_L1]["reason"_L1].toString(), u"on it"_s);
    QCOMPARE(host->get("/api/v1/audit?limit=1").json()["size"_L1], size);
    const QJsonArray before = alerts();
    host->stop();
    QVERIFY(host->start());
    QCOMPARE(alerts(), before); // read from the log alone
    QVERIFY(host->stateOf("refunds")["release"_L1]["paused"_L1].toBool());
}

void TestGuardrails::pausesWhenThePlanSaysSo() {
    QVERIFY(!start(u"pause"_s).empty());
    host->upstream().failEvery("2.2.0", 5);
    ask(*host, 0, 400);
    QTRY_VERIFY(host->stateOf("refunds")["release"_L1]["paused"_L1].toBool());
    QVERIFY(host->stateOf("refunds")["release"_L1]["pause_reason"_L1].toString().contains(u"2.2.0 failed "_s));
}

void TestGuardrails::tellsWhenThePlanSaysSo() {
    QVERIFY(!start(u"notify"_s).empty());
    host->upstream().failEvery("2.2.0", 5);
    ask(*host, 0, 400);
    QTRY_VERIFY(!entryOf(u"guardrail.worse"_s).isEmpty());
    QTRY_COMPARE(alerts().size(), 1);
    QCOMPARE(alerts()[0]["deed"_L1].toString(), u"notified"_s);
    QCOMPARE(alerts()[0]["agent"_L1].toString(), u"refunds"_s);
    QCOMPARE(alerts()[0]["version"_L1].toString(), u"2.2.0"_s);
    QVERIFY(!host->stateOf("refunds")["release"_L1]["paused"_L1].toBool());
    // It is still not a release that moves on: the evidence holds its step.
    const HttpAnswer advanced = host->post(
        "/api/v1/releases/" + host->stateOf("refunds")["release"_L1]["id"_L1].toString().toStdString() + "/advance",
        {{u"revision"_s, host->revisionOf("refunds")}});
    QCOMPARE(advanced.errorCode(), std::string("holds_open"));
}

void TestGuardrails::leavesTheHealthyAlone() {
    const std::string id = start(u"roll_back"_s);
    host->upstream().failEvery("", 100); // both arms alike
    ask(*host, 0, 1500);
    QTRY_VERIFY(evidenceOf(id)["step_units"_L1].toInteger() >= 1500);
    QVERIFY(host->stateOf("refunds")["release"_L1].isObject());
    QCOMPARE(evidenceOf(id)["action"_L1].toString(), u"none"_s);
    const QJsonObject status = host->get("/api/v1/agents/refunds/release").json();
    QCOMPARE(status["evidence"_L1]["release"_L1].toString().toStdString(), id);
    QCOMPARE(status["holds"_L1][0]["kind"_L1].toString(), u"evidence"_s);
}

void TestGuardrails::anOutageOfBothIsNotThisVersion() {
    const std::string id = start(u"roll_back"_s, 0.05);
    host->upstream().failEvery("", 2);
    ask(*host, 0, 600);
    QTRY_VERIFY(evidenceOf(id)["not_this_version"_L1].toBool());
    QVERIFY2(host->stateOf("refunds")["release"_L1].isObject(),
             qPrintable(entryOf(u"release.roll_back"_s)["entry"_L1]["reason"_L1].toString()));
    QVERIFY(entryOf(u"release.roll_back"_s).isEmpty());
    const QJsonObject cause = host->get("/api/v1/agents/refunds/failures").json()["cause"_L1].toObject();
    QCOMPARE(cause["kind"_L1].toString(), u"not_this_version"_s);
    QCOMPARE(cause["provider"_L1].toString(), u"rehearsal"_s);
    QVERIFY(cause.contains("since"_L1));
}

void TestGuardrails::evidenceSurvivesARestart() {
    const std::string id = start(u"roll_back"_s);
    host->upstream().failEvery("2.2.0", 100);
    ask(*host, 0, 300);
    QTRY_COMPARE(evidenceOf(id)["step_units"_L1].toInteger(), 300);
    const auto counted = [&] {
        const QJsonValue explanation = evidenceOf(id)["guards"_L1][0]["explanation"_L1];
        return QJsonArray{explanation["canary"_L1], explanation["stable"_L1], explanation["failures"_L1]};
    };
    const QJsonArray before = counted();
    QCOMPARE(before[2][0]["class"_L1].toString(), u"500"_s);
    QVERIFY(before[0]["requests"_L1].toInteger() > 0);
    host->stop();
    QVERIFY(host->start());
    QTRY_COMPARE(evidenceOf(id)["step_units"_L1].toInteger(), 300);
    QCOMPARE(counted(), before);
}

namespace {

constexpr const char* keeping = R"({"reply":"Yes.","decision":"approved","amount_cents":100})";

} // namespace

void TestGuardrails::brokenContractsRollBack() {
    host->upstream().say("2.1.0", keeping);
    host->upstream().say("2.2.0", "Sure, you get everything back!");
    const std::string id = start(u"roll_back"_s, 0, u"contract_violation"_s);
    QVERIFY(!id.empty());
    QVERIFY(ask(*host, 0, 200) > 5);
    QTRY_VERIFY(host->stateOf("refunds").value("release"_L1).isNull());
    QCOMPARE(ask(*host, 1000, 50), 0);
    const QJsonObject entry = entryOf(u"release.roll_back"_s);
    QCOMPARE(entry["actor"_L1].toString(), u"guardrail contract_violation"_s);
    QVERIFY2(entry["entry"_L1]["reason"_L1].toString().contains(u"broke its contract in "_s),
             qPrintable(entry["entry"_L1]["reason"_L1].toString()));
    const auto read = evidence::explanationFromJson(evidenceOf(id)["guards"_L1][0]["explanation"_L1].toObject());
    QVERIFY(read);
    QCOMPARE(evidence::reproduce(*read), read->value);
    const std::string text = host->get("/metrics").body;
    const std::string canary =
        "signalbox_contract_checks_total{agent=\"refunds\",version=\"2.2.0\",role=\"canary\",result=";
    QVERIFY2(text.contains(canary + "\"kept\"} 0\n"), text.c_str());
    QVERIFY(!text.contains(canary + "\"violated\"} 0\n"));
    QVERIFY(text.contains("signalbox_tool_checks_total{agent=\"refunds\",version=\"2.1.0\",role=\"stable\",result="
                          "\"failed\"} 0\n"));
}

void TestGuardrails::keptContractsDoNot() {
    host->upstream().say("2.1.0", keeping);
    host->upstream().say("2.2.0", keeping);
    const std::string id = start(u"roll_back"_s, 0.02, u"contract_violation"_s);
    QVERIFY(!id.empty());
    ask(*host, 0, 300);
    const auto known = [&] { return evidenceOf(id)["guards"_L1][0]["explanation"_L1]["verdict"_L1].toString(); };
    QTRY_COMPARE(known(), u"not_yet"_s);
    QVERIFY(host->stateOf("refunds")["release"_L1].isObject());
}

// An answer that cannot be judged is no proof that the canary is well.
void TestGuardrails::whatCannotBeReadIsNeitherGoodNorBad() {
    host->upstream().say("2.1.0", keeping);
    host->upstream().say("2.2.0", std::string(2000, '[') + std::string(2000, ']'));
    const std::string id = start(u"roll_back"_s, 0, u"contract_violation"_s);
    QVERIFY(!id.empty());
    QVERIFY(ask(*host, 0, 200) > 20);
    const auto judged = [&] { return host->backend().answerCounters()["refunds"]; };
    QTRY_VERIFY(judged().notJudged.at(static_cast<std::size_t>(answers::NotJudged::TooDeep)) > 20);
    QTRY_COMPARE(evidenceOf(id)["step_units"_L1].toInteger(), 200);
    QCOMPARE(evidenceOf(id)["guards"_L1][0]["explanation"_L1]["verdict"_L1].toString(), u"no_data"_s);
    QVERIFY(host->stateOf("refunds")["release"_L1].isObject());
}

void TestGuardrails::withoutAContractNothingCanBreakIt() {
    const QJsonObject snapshot = host->get("/api/v1/agents/refunds/versions/2.2.0/snapshot").json();
    QJsonArray files;
    for (QJsonValue file : snapshot["files"_L1].toArray()) {
        QJsonObject changed = file.toObject();
        if (changed["path"_L1].toString() == "agent.yaml"_L1)
            changed[u"content"_s] = changed["content"_L1].toString().remove(u"  output: contract/output.json\n"_s);
        if (changed["path"_L1].toString() != "contract/output.json"_L1)
            files.append(changed);
    }
    const HttpAnswer published =
        host->post("/api/v1/agents/refunds/versions",
                   {{u"version"_s, u"3.0.0"_s}, {u"files"_s, files}, {u"changelog"_s, u"No contract."_s}});
    QVERIFY2(published.status == 201, published.body.c_str());
    const HttpAnswer started = host->startRelease("refunds", u"3.0.0"_s, plan(u"pause"_s, 0, u"contract_violation"_s));
    QCOMPARE(started.errorCode(), std::string("no_contract"));
    QVERIFY2(started.body.contains("/plan/guardrails/0/metric"), started.body.c_str());
    QVERIFY(!start(u"pause"_s, 0, u"contract_violation"_s).empty()); // 2.2.0 has one
}

QTEST_GUILESS_MAIN(TestGuardrails)
#include "tst_guardrails.moc"
