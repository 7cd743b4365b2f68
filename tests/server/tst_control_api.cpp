// The control API from outside: journeys of a release through real HTTP, with the real gateway behind it.
#include <future>

#include <QJsonArray>
#include <QTest>

#include "tests/metrics/exposition_reader.h"
#include "tests/server/backend_test.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

class ControlApiTest : public BackendTest {
    Q_OBJECT

private:
    [[nodiscard]] QJsonObject command() const { return {{u"revision"_s, host->revisionOf("refunds")}}; }

private Q_SLOTS:

    void agentsAreAdopted() {
        const HttpAnswer answer = host->get("/api/v1/agents");
        QCOMPARE(answer.status, 200);
        const QJsonArray agents = answer.json().value("agents"_L1).toArray();
        QCOMPARE(agents.size(), 5);
        for (const QJsonValue agent : agents) {
            QVERIFY(agent.toObject().value("observed_matches"_L1).toBool());
            QVERIFY(!agent.toObject().value("description"_L1).toString().isEmpty());
        }
        QCOMPARE(host->stateOf("refunds").value("stable"_L1).toObject().value("version"_L1).toString(), u"2.1.0"_s);
    }

    void aReleaseIsWorkedAndRolledBack() {
        QCOMPARE(host->ask("refunds", "unit-1"), "2.1.0");
        const std::string id = host->startRefunds();
        QVERIFY(!id.empty());
        QCOMPARE(host->post("/api/v1/releases/" + id + "/advance", command()).status, 200);
        int canary = 0;
        for (int i = 0; i < 100; ++i)
            canary += host->ask("refunds", "unit-" + std::to_string(i)) == "2.2.0" ? 1 : 0;
        QVERIFY2(canary >= 25 && canary <= 75, std::to_string(canary).c_str()); // 50 % ± 5 standard deviations
        const HttpAnswer back = host->post("/api/v1/agents/refunds/roll-back", {{u"reason"_s, u"alarm"_s}});
        QCOMPARE(back.status, 200);
        for (int i = 0; i < 100; ++i)
            QCOMPARE(host->ask("refunds", "unit-" + std::to_string(i)), "2.1.0");
        const QJsonObject result = back.json();
        QVERIFY(result.value("before"_L1).toObject().value("release"_L1).isObject());
        QVERIFY(result.value("after"_L1).toObject().value("release"_L1).isNull());
        QVERIFY(result.value("effective_after_ms"_L1).toDouble() < 1000);
        QVERIFY(result.value("sequence"_L1).toInteger() > 0);
        const QJsonObject verified = host->get("/api/v1/audit/verify").json();
        QVERIFY2(verified.value("good"_L1).toBool(), qPrintable(verified.value("message"_L1).toString()));
    }

    void rollingBackWaitsForNobody() {
        QVERIFY(!host->startRefunds().empty());
        std::promise<void> gate; // Git and every long reading hang
        const std::shared_future<void> open = gate.get_future().share();
        host->backend().catalogue().queue().post([open] { open.wait(); });
        host->backend().reportsQueue().post([open] { open.wait(); });
        const HttpAnswer back = host->post("/api/v1/agents/refunds/roll-back", {});
        const std::string answered = host->ask("refunds", "unit-1");
        gate.set_value();
        QCOMPARE(back.status, 200);
        QCOMPARE(answered, "2.1.0");
    }

    void undoPutsTheReleaseBack() {
        QVERIFY(!host->startRefunds().empty());
        QCOMPARE(host->post("/api/v1/agents/refunds/roll-back", {}).status, 200);
        const QJsonObject quarantine = host->stateOf("refunds").value("quarantine"_L1).toArray().at(0).toObject();
        QCOMPARE(quarantine.value("version"_L1).toObject().value("version"_L1).toString(), u"2.2.0"_s);
        QCOMPARE(host->post("/api/v1/agents/refunds/undo", command()).status, 200);
        QVERIFY(host->stateOf("refunds").value("release"_L1).isObject());
    }

    void quarantineHoldsUntilSomebodyReleasesIt() {
        QVERIFY(!host->startRefunds().empty());
        QCOMPARE(host->post("/api/v1/agents/refunds/roll-back", {}).status, 200);
        QVERIFY(host->startRefunds().empty());
        QJsonObject release = command();
        release.insert(u"version"_s, u"2.2.0"_s);
        QCOMPARE(host->post("/api/v1/agents/refunds/unquarantine", release).status, 200);
        QVERIFY(!host->startRefunds().empty());
    }

    void oneOfTwoOperatorsWins() {
        const std::string alice = host->token(protocol::AccessRole::ReleaseManager, "alice");
        const std::string bob = host->token(protocol::AccessRole::ReleaseManager, "bob");
        const std::string id = host->startRefunds();
        const QJsonObject seen = command();
        const HttpAnswer first = host->post("/api/v1/releases/" + id + "/advance", seen, alice);
        const HttpAnswer second = host->post("/api/v1/releases/" + id + "/promote", seen, bob);
        QCOMPARE(first.status, 200);
        QCOMPARE(second.status, 409);
        QCOMPARE(second.errorCode(), "revision_conflict");
        const QString message = second.json().value("error"_L1).toObject().value("message"_L1).toString();
        QVERIFY2(message.contains(u"alice"_s), qPrintable(message));
        // The same when the release has ended in between.
        QCOMPARE(host->post("/api/v1/releases/" + id + "/abort", command(), alice).status, 200);
        const HttpAnswer late = host->post("/api/v1/releases/" + id + "/promote", seen, bob);
        QCOMPARE(late.status, 409);
        QVERIFY(late.body.contains("alice"));
    }

    void theSameRequestIdIsAnsweredOnce() {
        const std::string id = host->startRefunds();
        QJsonObject body = command();
        body.insert(u"request_id"_s, u"once"_s);
        const HttpAnswer first = host->post("/api/v1/releases/" + id + "/advance", body);
        const HttpAnswer again = host->post("/api/v1/releases/" + id + "/advance", body);
        QCOMPARE(first.status, 200);
        QCOMPARE(again.status, 200);
        // What it did then; beside it how the agent is now.
        const auto then = [](const HttpAnswer& answer) {
            QJsonObject json = answer.json();
            json.remove(u"status"_s);
            return json;
        };
        QCOMPARE(then(again), then(first));
        QCOMPARE(again.json()["status"_L1]["agent"_L1], QJsonValue(u"refunds"_s));
        QJsonObject abort = command();
        abort.insert(u"request_id"_s, u"end"_s);
        const HttpAnswer ended = host->post("/api/v1/releases/" + id + "/abort", abort);
        QCOMPARE(ended.status, 200);
        QCOMPARE(then(host->post("/api/v1/releases/" + id + "/abort", abort)), then(ended));
        // Somebody else's id of the same name is another one.
        const std::string eve = host->token(protocol::AccessRole::ReleaseManager, "eve");
        QVERIFY(host->post("/api/v1/releases/" + id + "/abort", abort, eve).status != 200);
    }

    void aRevisionIsNeededForAllButRollBack() {
        const std::string id = host->startRefunds();
        const HttpAnswer answer = host->post("/api/v1/releases/" + id + "/advance", {});
        QVERIFY(answer.status >= 400 && answer.status < 500);
        QCOMPARE(host->post("/api/v1/agents/refunds/roll-back", {}).status, 200);
    }

    void wrongInputIsNamed_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::newRow("no json") << u"agents/refunds/releases"_s << QByteArray("{") << 400;
        QTest::newRow("an array") << u"agents/refunds/releases"_s << QByteArray("[]") << 400;
        QTest::newRow("no version") << u"agents/refunds/releases"_s << QByteArray("{}") << 400;
        QTest::newRow("no such version") << u"agents/refunds/releases"_s << QByteArray(R"({"version":"9.9.9"})") << 404;
        QTest::newRow("wrong type") << u"agents/refunds/releases"_s << QByteArray(R"({"version":7})") << 400;
        QTest::newRow("negative revision") << u"agents/refunds/roll-back"_s << QByteArray(R"({"revision":-1})") << 400;
        QTest::newRow("long reason") << u"agents/refunds/roll-back"_s
                                     << QByteArray(R"({"reason":")" + QByteArray(2001, 'x') + R"("})") << 429;
        QTest::newRow("unknown agent") << u"agents/nobody/roll-back"_s << QByteArray("{}") << 404;
        QTest::newRow("unknown release") << u"releases/refunds.0/pause"_s << QByteArray("{}") << 409;
        QTest::newRow("no agent in the id") << u"releases/xyz/pause"_s << QByteArray("{}") << 404;
        QTest::newRow("unknown verb") << u"releases/refunds.0/explode"_s << QByteArray("{}") << 404;
        QTest::newRow("bad plan") << u"agents/refunds/releases"_s
                                  << QByteArray(R"({"version":"2.2.0","revision":1,"plan":{"steps":[]}})") << 400;
    }

    void wrongInputIsNamed() {
        QFETCH(QString, path);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        const QJsonObject before = host->stateOf("refunds");
        const HttpAnswer answer =
            send(host->port(), {"POST",
                                "/api/v1/" + path.toStdString(),
                                {{"Authorization", "Bearer " + host->token()}, {"Content-Type", "application/json"}},
                                body.toStdString()});
        QCOMPARE(answer.status, status);
        const QJsonObject error = answer.json().value("error"_L1).toObject();
        QVERIFY(!error.value("code"_L1).toString().isEmpty());
        QVERIFY(!error.value("message"_L1).toString().isEmpty());
        QCOMPARE(host->stateOf("refunds"), before);
    }

    void aSnapshotIsImmutable() {
        const HttpAnswer first = host->get("/api/v1/agents/refunds/versions/2.1.0/snapshot");
        QCOMPARE(first.status, 200);
        const std::string tag = first.header("etag");
        QCOMPARE(tag, "\"" + first.json().value("digest"_L1).toString().toStdString() + "\"");
        QVERIFY(first.header("cache-control").contains("immutable"));
        const HttpAnswer second =
            send(host->port(), {"GET",
                                "/api/v1/agents/refunds/versions/2.1.0/snapshot",
                                {{"Authorization", "Bearer " + host->token()}, {"If-None-Match", tag}},
                                {}});
        QCOMPARE(second.status, 304);
        QVERIFY(second.body.empty());
    }

    void aVersionIsPublished() {
        const QJsonArray files =
            host->get("/api/v1/agents/refunds/versions/2.2.0/snapshot").json().value("files"_L1).toArray();
        QJsonArray changed = files;
        for (qsizetype i = 0; i < changed.size(); ++i) {
            QJsonObject file = changed.at(i).toObject();
            if (file.value("path"_L1).toString() == "prompts/system.md"_L1)
                file.insert(u"content"_s, QString(file.value("content"_L1).toString() + u"\nBe brief.\n"_s));
            changed.replace(i, file);
        }
        const QJsonObject body{{u"version"_s, u"2.3.0"_s}, {u"files"_s, changed}, {u"changelog"_s, u"Be brief."_s}};
        // What steers releases does not come along with a version.
        for (const auto& path : {u"release.yaml"_s, u"tests/edge.yaml"_s, u"notes.md"_s, u"Prompts/a.md"_s}) {
            QJsonObject more = body;
            QJsonArray all = body.value("files"_L1).toArray();
            all.append(QJsonObject{{u"path"_s, path}, {u"content"_s, u"steps: []"_s}});
            more.insert(u"files"_s, all);
            const HttpAnswer refused = host->post("/api/v1/agents/refunds/versions", more);
            QCOMPARE(refused.status, 400);
            QCOMPARE(refused.errorCode(), std::string("not_of_a_version"));
            QVERIFY2(refused.body.contains("/files/"), refused.body.c_str());
        }
        const HttpAnswer answer = host->post("/api/v1/agents/refunds/versions", body);
        QVERIFY2(answer.status == 201, answer.body.c_str());
        QCOMPARE(host->get("/api/v1/agents/refunds/versions/2.3.0").status, 200);
        QCOMPARE(host->post("/api/v1/agents/refunds/versions", body).status, 409);
        const QJsonArray rows = host->get("/api/v1/audit?limit=1").json().value("rows"_L1).toArray();
        QCOMPARE(rows.at(0).toObject().value("action"_L1).toString(), u"version.publish"_s);
        // Publishing is not a release: the agent serves what it served, also after a restart.
        host->stop();
        QVERIFY(host->start());
        QCOMPARE(host->stateOf("refunds").value("stable"_L1).toObject().value("version"_L1).toString(), u"2.1.0"_s);
    }

    void historyTellsWhoDidWhat() {
        const std::string id = host->startRefunds();
        QCOMPARE(host->post("/api/v1/releases/" + id + "/advance", command()).status, 200);
        QCOMPARE(host->post("/api/v1/agents/refunds/roll-back", {{u"reason"_s, u"alarm"_s}}).status, 200);
        const QJsonArray rows =
            host->get("/api/v1/agents/refunds/deployments").json().value("deployments"_L1).toArray();
        QVERIFY(rows.size() >= 5);
        const QJsonObject newest = rows.at(0).toObject();
        QCOMPARE(newest.value("version"_L1).toString(), u"2.1.0"_s);
        QCOMPARE(newest.value("weight"_L1).toInt(), 1000);
        QCOMPARE(newest.value("reason"_L1).toString(), u"alarm"_s);
        QVERIFY(!newest.contains("until"_L1));
        int standing = 0;
        for (const QJsonValue row : rows)
            standing += row.toObject().contains("until"_L1) ? 0 : 1;
        QCOMPARE(standing, 1);
        const QJsonArray audit = host->get("/api/v1/audit?agent=refunds&limit=3").json().value("rows"_L1).toArray();
        QCOMPARE(audit.size(), 3);
        QCOMPARE(audit.at(0).toObject().value("actor"_L1).toString(), u"owner"_s);
        QVERIFY(audit.at(0).toObject().value("summary"_L1).toString().contains(u"rolled back"_s));
    }

    void aRestartGoesOnWhereItWas() {
        const std::string id = host->startRefunds();
        QCOMPARE(host->post("/api/v1/releases/" + id + "/advance", command()).status, 200);
        const QJsonObject before = host->stateOf("refunds");
        const std::uint16_t port = host->port();
        host->stop();
        QVERIFY(host->start());
        QCOMPARE(host->port(), port); // callers and consoles find it where it was
        QJsonObject after = host->stateOf("refunds");
        QCOMPARE(after.value("revision"_L1), before.value("revision"_L1));
        QCOMPARE(after.value("release"_L1).toObject().value("step"_L1),
                 before.value("release"_L1).toObject().value("step"_L1));
        QVERIFY(host->get("/api/v1/agents/refunds/release").json().value("observed_matches"_L1).toBool());
    }

    void metricsAreCounted() {
        for (int i = 0; i < 20; ++i)
            QCOMPARE(host->ask("refunds", std::to_string(i)), "2.1.0");
        const auto counted = [this] {
            const QJsonArray series = host->get("/api/v1/agents/refunds/metrics").json().value("series"_L1).toArray();
            return series.isEmpty() ? 0
                                    : series.at(0).toObject().value("total"_L1).toObject().value("requests"_L1).toInt();
        };
        QTRY_COMPARE(counted(), 20);
        const HttpAnswer text = host->get("/metrics");
        QCOMPARE(text.status, 200);
        const Exposed idle = readExposition(text.body);
        QVERIFY2(idle.problem.empty(), idle.problem.c_str());
        const Labels stable{{"agent", "refunds"}, {"version", "2.1.0"}, {"role", "stable"}};
        QCOMPARE(idle.value("signalbox_route_weight", stable), std::optional(1.0));
        QCOMPARE(idle.value("signalbox_request_duration_seconds_count", stable), std::optional(20.0));
        QCOMPARE(idle.value("gen_ai_client_operation_duration_seconds_count",
                            {{"gen_ai_agent_name", "refunds"}, {"gen_ai_provider_name", "rehearsal"}}),
                 std::optional(20.0));
        const Labels byPerson{{"agent", "refunds"}, {"trigger", "person"}};
        QCOMPARE(idle.value("signalbox_rollbacks_total", byPerson), std::optional(0.0));
        QVERIFY(!host->startRefunds().empty());
        const Labels canary{{"agent", "refunds"}, {"version", "2.2.0"}, {"role", "canary"}};
        const Exposed ramping = readExposition(host->get("/metrics").body);
        QCOMPARE(ramping.value("signalbox_route_weight", canary), std::optional(0.05));
        QCOMPARE(ramping.value("signalbox_route_weight", stable), std::optional(0.95));
        QCOMPARE(host->post("/api/v1/agents/refunds/roll-back", {{u"reason"_s, u"test"_s}}).status, 200);
        const Exposed after = readExposition(host->get("/metrics").body);
        QVERIFY2(after.problem.empty(), after.problem.c_str());
        QCOMPARE(after.value("signalbox_rollbacks_total", byPerson), std::optional(1.0));
        QCOMPARE(after.value("signalbox_rollbacks_total", {{"agent", "refunds"}, {"trigger", "guardrail"}}),
                 std::optional(0.0));
        QVERIFY(!after.value("signalbox_route_weight", canary));
        QCOMPARE(host->get("/api/v1/agents/refunds/metrics?step=0").status, 400);
        QCOMPARE(host->get("/api/v1/agents/refunds/metrics?from=yesterday").status, 400);
        QCOMPARE(host->get("/api/v1/agents/refunds/metrics?from=2020-01-01T00:00:00.000Z").status, 429);
    }

    void aMinuteThatSawRestartsIsWhole() {
        const auto requests = [this] {
            const auto series = host->get("/api/v1/agents/refunds/metrics?step=60").json().value("series"_L1).toArray();
            return series.isEmpty() ? 0
                                    : series.at(0).toObject().value("total"_L1).toObject().value("requests"_L1).toInt();
        };
        int sent = 0;
        for (const int more : {5, 7, 3}) { // in one minute, unless it ends meanwhile
            for (int i = 0; i < more; ++i)
                QCOMPARE(host->ask("refunds", std::to_string(i)), "2.1.0");
            sent += more;
            QTRY_COMPARE(requests(), sent);
            host->stop();
            const auto started = host->start();
            QVERIFY2(started, started ? "" : started.error().message.c_str());
            QCOMPARE(requests(), sent);
        }
    }
};

QTEST_GUILESS_MAIN(ControlApiTest)
#include "tst_control_api.moc"
