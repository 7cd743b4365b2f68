// resources/api/openapi.yaml and the server say the same: the same paths and methods, and live answers fit the schemas.
#include <set>
#include <string>

#include <QJsonArray>
#include <QTest>

#include "core/protocol/access.h"
#include "core/server/routes.h"
#include "tests/server/api_document.h"
#include "tests/server/backend_host.h"
#include "tests/support/places.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

class OpenApiTest : public QObject {
    Q_OBJECT

private:
    ApiDocument document{test::sourcePath(u"resources/api/openapi.yaml"_s).toStdString()};
    BackendHost host;
    std::set<std::string> seen; // schemas that a live answer was checked against

    std::string problems(const std::string& schema, const std::string& text) {
        seen.insert(schema);
        return document.problems(schema, text);
    }

    void fits(const std::string& schema, const HttpAnswer& answer, int status = 200) {
        QVERIFY2(answer.status == status, answer.body.c_str());
        QCOMPARE(answer.header("content-type"), "application/json");
        const std::string found = problems(schema, answer.body);
        QVERIFY2(found.empty(), (schema + ": " + found + answer.body).c_str());
    }

private Q_SLOTS:

    void initTestCase() {
        const auto started = host.start();
        QVERIFY2(started, started ? "" : started.error().message.c_str());
    }

    void everyRouteIsDescribedAndEveryDescriptionIsRouted() {
        std::set<std::string> described;
        for (const ApiOperation& operation : document.operations())
            described.insert(operation.method + " " + operation.path);
        std::set<std::string> routed;
        for (const server::Route& route : server::routes())
            routed.insert(std::string(route.method) + " " + std::string(route.pattern));
        for (const std::string& operation : described)
            QVERIFY2(routed.contains(operation), ("not routed: " + operation).c_str());
        for (const std::string& operation : routed)
            QVERIFY2(described.contains(operation), ("not described: " + operation).c_str());
    }

    void theRolesAreThoseOfTheServer() {
        for (const ApiOperation& operation : document.operations()) {
            const server::Match found = server::match(operation.method, operation.path);
            QVERIFY2(found.route != nullptr, operation.path.c_str());
            const auto role = protocol::requiredRole(found.route->verb);
            QVERIFY(role);
            QCOMPARE(operation.role, std::string(protocol::toString(*role)));
        }
    }

    void everyDescribedPathAnswers() {
        for (const server::Route& route : server::routes()) {
            if (route.where == server::Where::Stream)
                continue;
            std::string path(route.pattern);
            for (auto open = path.find('{'); open != std::string::npos; open = path.find('{'))
                path.replace(open, path.find('}') - open + 1, "none");
            const HttpAnswer answer = route.method == "GET" ? host.get(path) : host.post(path, {});
            QVERIFY(answer.status != 405 && answer.status != 0);
            QVERIFY(answer.errorCode() != "no_such_path");
            if (answer.status >= 400)
                fits("Error", answer, answer.status);
        }
    }

    void liveAnswersFitTheirSchemas() {
        const std::string agent = "/api/v1/agents/refunds";
        QVERIFY(!host.ask("refunds", "someone").empty());
        fits("BackendInfo", host.get("/api/v1/backend"));
        fits("AgentList", host.get("/api/v1/agents"));
        fits("VersionList", host.get(agent + "/versions"));
        fits("VersionDetail", host.get(agent + "/versions/2.2.0"));
        fits("Snapshot", host.get(agent + "/versions/2.2.0/snapshot"));
        fits("Plan", host.get(agent + "/plan"));
        const std::string id = host.startRefunds();
        QTRY_COMPARE(host.get("/api/v1/releases/" + id + "/evidence").status, 200);
        fits("Evidence", host.get("/api/v1/releases/" + id + "/evidence"));
        fits("AgentStatus", host.get(agent + "/release"));
        fits("CommandResult",
             host.post("/api/v1/releases/" + id + "/advance", {{u"revision"_s, host.revisionOf("refunds")}}));
        fits("CommandResult",
             host.post("/api/v1/releases/" + id + "/pause", {{u"revision"_s, host.revisionOf("refunds")}}));
        fits("AgentStatus", host.get(agent + "/release"));
        QJsonObject waiting = quickPlan();
        waiting.insert(u"when_running"_s, u"queue"_s);
        fits("CommandResult", host.post(agent + "/releases", {{u"version"_s, u"2.0.0"_s},
                                                              {u"revision"_s, host.revisionOf("refunds")},
                                                              {u"plan"_s, waiting}}));
        fits("AgentStatus", host.get(agent + "/release"));
        QCOMPARE(host.get(agent + "/release").json()["state"_L1]["queued"_L1]["held"_L1].toString(), QString());
        fits("CommandResult", host.post(agent + "/unqueue", {{u"revision"_s, host.revisionOf("refunds")}}));
        fits("Error", host.post("/api/v1/releases/" + id + "/resume", {{u"revision"_s, 1}}), 409);
        fits("PairPage", host.get(agent + "/pairs"));
        fits("CommandResult", host.post(agent + "/roll-back", {{u"reason"_s, u"test"_s}}));
        fits("AgentList", host.get("/api/v1/agents"));
        fits("Deployments", host.get(agent + "/deployments"));
        fits("AuditPage", host.get("/api/v1/audit"));
        fits("AlertList", host.get("/api/v1/alerts"));
        fits("AuditVerification", host.get("/api/v1/audit/verify"));
        fits("CheckpointInfo", host.get("/api/v1/audit/checkpoint"));
        fits("Proof", host.get("/api/v1/audit/proof?from=1&to=3"));
        const auto hasMetrics = [&] { return host.get(agent + "/metrics").body.contains("latency_p50_ms"); };
        QTRY_VERIFY(hasMetrics());
        fits("Metrics", host.get(agent + "/metrics"));
        QJsonObject publish{{u"version"_s, u"2.2.1"_s}, {u"changelog"_s, u"The same again."_s}};
        publish.insert(u"files"_s, host.get(agent + "/versions/2.2.0/snapshot").json().value("files"_L1));
        fits("PublishResult", host.post(agent + "/versions", publish), 201);
    }

    void pairsFitTheirSchemas() {
        const std::string agent = "/api/v1/agents/summariser";
        host.upstream().say("1.1.0", "No.");
        QJsonObject plan = quickPlan();
        plan.insert(u"shadow"_s, QJsonObject{{u"time"_s, 600}, {u"share"_s, 100}});
        fits("CommandResult", host.post(agent + "/releases", {{u"version"_s, u"1.1.0"_s},
                                                              {u"revision"_s, host.revisionOf("summariser")},
                                                              {u"plan"_s, plan}}));
        QVERIFY(!host.ask("summariser", "someone").empty());
        const auto pairs = [&] { return host.get(agent + "/pairs").json().value("pairs"_L1).toArray(); };
        QTRY_COMPARE(pairs().size(), 1);
        fits("PairPage", host.get(agent + "/pairs"));
        const std::string pair = agent + "/pairs/" + std::to_string(pairs().first()["id"_L1].toInteger());
        fits("Pair", host.get(pair));
        fits("PairVerdictResult", host.post(pair + "/verdict", {{u"verdict"_s, u"worse"_s}}));
    }

    void alertsFitTheirSchemas() {
        const std::string agent = "/api/v1/agents/refunds";
        host.upstream().failEvery("2.2.0", 1);
        QJsonObject plan = quickPlan();
        plan.insert(u"steps"_s, QJsonArray{QJsonObject{{u"weight"_s, 50}, {u"minimum_time"_s, 0}},
                                           QJsonObject{{u"weight"_s, 100}, {u"minimum_time"_s, 0}}});
        plan.insert(
            u"guardrails"_s,
            QJsonArray{QJsonObject{{u"metric"_s, u"error_rate"_s}, {u"limit"_s, 0.5}, {u"action"_s, u"pause"_s}}});
        (void)host.post(agent + "/unquarantine",
                        {{u"version"_s, u"2.2.0"_s}, {u"revision"_s, host.revisionOf("refunds")}});
        fits("CommandResult",
             host.post(agent + "/releases",
                       {{u"version"_s, u"2.2.0"_s}, {u"revision"_s, host.revisionOf("refunds")}, {u"plan"_s, plan}}));
        for (int i = 0; i < 80; ++i)
            (void)host.ask("refunds", "unit-" + std::to_string(i));
        const auto alerts = [&] { return host.get("/api/v1/alerts").json().value("alerts"_L1).toArray(); };
        QTRY_VERIFY(!alerts().isEmpty());
        fits("AlertList", host.get("/api/v1/alerts"));
        fits("Failures", host.get(agent + "/failures"));
        QVERIFY(!host.get(agent + "/failures").json()["versions"_L1][0]["reasons"_L1].toArray().isEmpty());
        const std::string alert = "/api/v1/alerts/" + std::to_string(alerts().first()["id"_L1].toInteger());
        fits("Alert", host.post(alert + "/acknowledge", {{u"reason"_s, u"seen"_s}}));
        fits("AlertList", host.get("/api/v1/alerts"));
    }

    void drillsFitTheirSchemas() {
        const auto newest = [&] { return host.get("/api/v1/drills").json()["drills"_L1][0].toObject(); };
        const auto cancel = [&] {
            return host.post("/api/v1/drills/" + newest()["id"_L1].toString().toStdString() + "/cancel", {});
        };
        (void)cancel(); // the one that every described path began
        QTRY_VERIFY_WITH_TIMEOUT(newest()["outcome"_L1].toString() != u"running"_s, 20'000);
        fits("DrillList", host.get("/api/v1/drills"));
        fits("Drill", host.post("/api/v1/drills", {{u"agent"_s, u"refunds"_s}, {u"kind"_s, u"refusal"_s}}));
        fits("Drill", cancel());
        QTRY_VERIFY_WITH_TIMEOUT(newest()["outcome"_L1].toString() != u"running"_s, 20'000);
        fits("DrillList", host.get("/api/v1/drills"));
    }

    void everyAnswerSchemaWasUsed() {
        for (const ApiOperation& operation : document.operations()) {
            if (!operation.answerSchema.empty())
                QVERIFY2(seen.contains(operation.answerSchema),
                         ("no live answer was checked against " + operation.answerSchema).c_str());
        }
    }

    void aWrongAnswerIsNoticed() {
        QVERIFY(!problems("BackendInfo", R"({"name":"x"})").empty());
        QVERIFY(!problems("Error", R"({"error":{"code":1,"message":"m","hint":"h"}})").empty());
    }
};

QTEST_GUILESS_MAIN(OpenApiTest)
#include "tst_openapi.moc"
