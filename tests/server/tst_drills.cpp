// Drills through the real backend, over HTTP: what is bad is stopped and the figures say how fast; what is not seen is
// called so; nothing of it is seen among the real agents, and nothing is left of one that was killed.
#include <filesystem>

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "tests/server/backend_test.h"
#include "tests/server/daemon_process.h"
#include "tests/support/places.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

class DrillsTest : public BackendTest {
    Q_OBJECT

private:
    [[nodiscard]] QJsonArray drills() const { return host->get("/api/v1/drills").json()["drills"_L1].toArray(); }

    [[nodiscard]] QJsonObject newest() const { return drills().at(0).toObject(); }

    [[nodiscard]] QString outcome() const { return newest()["outcome"_L1].toString(); }

    [[nodiscard]] std::string id() const { return newest()["id"_L1].toString().toStdString(); }

    [[nodiscard]] HttpAnswer begin(QJsonObject order = {}) const {
        const QJsonObject usual{{u"share"_s, 0.5}, {u"per_second"_s, 200}, {u"weight"_s, 250}, {u"limit_ms"_s, 20'000}};
        for (const QString& key : usual.keys())
            if (!order.contains(key))
                order.insert(key, usual[key]);
        return host->post("/api/v1/drills", order);
    }

    // Actions of the audit log that are about drills, oldest first.
    [[nodiscard]] QJsonArray entries() const {
        QJsonArray found;
        for (const QJsonValue& row : host->get("/api/v1/audit?limit=100").json()["rows"_L1].toArray())
            if (row["action"_L1].toString().startsWith(u"drill."_s))
                found.prepend(row);
        return found;
    }

private Q_SLOTS:

    void aBadVersionIsSeenAndRolledBack() {
        const QString agents = QString::fromStdString(host->get("/api/v1/agents").body);
        const HttpAnswer answer = begin({{u"reason"_s, u"before the holidays"_s}});
        QVERIFY2(answer.status == 200, answer.body.c_str());
        QCOMPARE(outcome(), u"running"_s);
        QTRY_COMPARE_WITH_TIMEOUT(newest()["phase"_L1].toString(), u"ramping"_s, 20'000);
        QCOMPARE(QString::fromStdString(host->get("/api/v1/agents").body), agents); // nothing of it among the real
        QTRY_VERIFY_WITH_TIMEOUT(outcome() != u"running"_s, 30'000);
        const QJsonObject drill = newest();
        QCOMPARE(drill["outcome"_L1].toString(), u"rolled_back"_s);
        const QJsonObject figures = drill["figures"_L1].toObject();
        QCOMPARE(figures["guard"_L1].toString(), u"error_rate"_s);
        QVERIFY(figures["detect_s"_L1].toDouble() > 0);
        QVERIFY(figures["detect_from_ramp_s"_L1].toDouble() >= figures["detect_s"_L1].toDouble());
        QVERIFY(figures["switch_ms"_L1].toDouble() > 0);
        QCOMPARE(figures["late"_L1].toInt(-1), 0);
        const QJsonObject until = figures["until_detected"_L1].toObject();
        QVERIFY(until["bad"_L1].toInt() >= 3);
        QVERIFY(until["bad"_L1].toInt() <= until["candidate"_L1].toInt());
        QVERIFY(until["candidate"_L1].toInt() < until["requests"_L1].toInt());
        qInfo("seen after %.2f s, %d bad of %d to the bad version; switched in %.2f ms, last %.2f ms",
              figures["detect_s"_L1].toDouble(), until["bad"_L1].toInt(), until["candidate"_L1].toInt(),
              figures["switch_ms"_L1].toDouble(), figures["last_bad_ms"_L1].toDouble());
        // Marked as what it was.
        const QJsonArray log = entries();
        QCOMPARE(log.size(), 2);
        QCOMPARE(log[0]["action"_L1].toString(), u"drill.start"_s);
        QCOMPARE(log[1]["action"_L1].toString(), u"drill.end"_s);
        for (const QJsonValue& entry : log) {
            QCOMPARE(entry["actor"_L1].toString(), u"owner"_s);
            QCOMPARE(entry["entry"_L1]["reason"_L1].toString(), u"before the holidays"_s);
            QVERIFY(entry["agent"_L1].toString().isEmpty());
        }
        QCOMPARE(log[1]["entry"_L1]["after"_L1]["drill"_L1]["figures"_L1].toObject(), figures);
        QVERIFY(host->get("/api/v1/audit/verify").json()["good"_L1].toBool());
        QVERIFY(host->get("/api/v1/alerts").json()["alerts"_L1].toArray().isEmpty());
        QVERIFY(!host->get("/metrics").body.contains("drill"));
        QCOMPARE(host->upstream().requests(), 0);
        QVERIFY(!std::filesystem::exists(std::filesystem::path(host->state()) / "drill"));
    }

    void anAgentsOwnGuardrailsArePractised() {
        QVERIFY(begin({{u"agent"_s, u"refunds"_s}}).status == 200);
        QTRY_VERIFY_WITH_TIMEOUT(outcome() != u"running"_s, 30'000);
        QCOMPARE(newest()["order"_L1]["agent"_L1].toString(), u"refunds"_s);
        const QJsonArray own = host->get("/api/v1/agents/refunds/plan").json()["guardrails"_L1].toArray();
        QCOMPARE(newest()["guardrails"_L1].toArray().size(), own.size());
        QCOMPARE(newest()["guardrails"_L1][0]["metric"_L1], own[0]["metric"_L1]);
    }

    // The usual plan only pauses for slow answers.
    void slowAnswersPause() {
        // A drill has only the processor that others leave; one that was starved says so, and is made again.
        for (int attempt = 0; attempt < 2; ++attempt) {
            QVERIFY(begin({{u"kind"_s, u"slow"_s}, {u"delay_ms"_s, 3'000}}).status == 200);
            QTRY_VERIFY_WITH_TIMEOUT(outcome() != u"running"_s, 45'000);
            if (!newest()["problem"_L1].toString().startsWith(u"The machine was too busy"_s))
                break;
            qWarning("%s", qPrintable(newest()["problem"_L1].toString()));
        }
        QVERIFY2(outcome() == u"paused"_s, QJsonDocument(newest()).toJson(QJsonDocument::Compact).constData());
        QVERIFY(newest()["figures"_L1]["guard"_L1].toString().startsWith(u"latency_"_s));
        QVERIFY(!newest()["figures"_L1].toObject().contains("switch_ms"_L1));
    }

    // Nobody has had an answer of them, and they count all the same.
    void requestsThatHangAreSeenWhileTheyHang() {
        QVERIFY(begin({{u"kind"_s, u"hang"_s}}).status == 200);
        QTRY_VERIFY_WITH_TIMEOUT(outcome() != u"running"_s, 45'000);
        const QJsonObject drill = newest();
        QVERIFY2(outcome() == u"paused"_s || outcome() == u"rolled_back"_s, qPrintable(outcome()));
        const QJsonObject figures = drill["figures"_L1].toObject();
        QVERIFY(figures["detect_s"_L1].toDouble() > 0);
        QVERIFY(figures["until_detected"_L1]["bad"_L1].toInt() > 0);
        qInfo("%s by %s after %.2f s", qPrintable(outcome()), qPrintable(figures["guard"_L1].toString()),
              figures["detect_s"_L1].toDouble());
    }

    void whatNoGuardrailWatchesIsNotDetected() {
        QVERIFY(begin({{u"kind"_s, u"refusal"_s}, {u"limit_ms"_s, 2'000}}).status == 200);
        QTRY_VERIFY_WITH_TIMEOUT(outcome() != u"running"_s, 30'000);
        QCOMPARE(outcome(), u"not_detected"_s);
        QVERIFY(newest()["problem"_L1].toString().contains(u"refusals"_s));
        QVERIFY(newest()["counts"_L1]["bad"_L1].toInt() > 10);
        QVERIFY(!newest()["figures"_L1].toObject().contains("detect_s"_L1));
    }

    // A guardrail may be wrong about one healthy release in a hundred, by design; not about two in a row.
    void aHealthyVersionIsNotDetected() {
        for (int attempt = 0; attempt < 2; ++attempt) {
            QVERIFY(begin({{u"share"_s, 0}, {u"limit_ms"_s, 4'000}}).status == 200);
            QTRY_VERIFY_WITH_TIMEOUT(outcome() != u"running"_s, 30'000);
            QCOMPARE(newest()["counts"_L1]["bad"_L1].toInt(), 0);
            QVERIFY(newest()["counts"_L1]["candidate"_L1].toInt() > 20);
            if (outcome() == u"not_detected"_s)
                return;
            qWarning("%s", QJsonDocument(newest()).toJson(QJsonDocument::Compact).constData());
        }
        QFAIL("Two healthy versions in a row were taken for bad ones.");
    }

    void oneAtATimeAndCancelled() {
        QVERIFY(begin({{u"share"_s, 0}}).status == 200);
        const HttpAnswer second = begin();
        QCOMPARE(second.status, 409);
        QCOMPARE(second.errorCode(), "drill_running");
        QCOMPARE(host->post("/api/v1/drills/none/cancel", {}).status, 404);
        QTRY_COMPARE_WITH_TIMEOUT(newest()["phase"_L1].toString(), u"ramping"_s, 20'000);
        QCOMPARE(host->post("/api/v1/drills/" + id() + "/cancel", {}).status, 200);
        QTRY_VERIFY_WITH_TIMEOUT(outcome() != u"running"_s, 10'000);
        QCOMPARE(outcome(), u"cancelled"_s);
        QCOMPARE(newest()["problem"_L1].toString(), u"Cancelled by owner."_s);
        QCOMPARE(drills().size(), 1);
        QVERIFY(begin({{u"share"_s, 0}}).status == 200); // the next may begin
        QCOMPARE(host->post("/api/v1/drills/" + id() + "/cancel", {}).status, 200);
        QTRY_VERIFY_WITH_TIMEOUT(outcome() != u"running"_s, 10'000);
        QCOMPARE(drills().size(), 2);
        QCOMPARE(entries().size(), 4);
    }

    void whatIsWrongIsRefused() {
        for (const auto& [key, value] : std::initializer_list<std::pair<QString, QJsonValue>>{{u"share"_s, 2},
                                                                                              {u"per_second"_s, 0},
                                                                                              {u"per_second"_s, 1e9},
                                                                                              {u"weight"_s, 900},
                                                                                              {u"limit_ms"_s, 1e7},
                                                                                              {u"kind"_s, u"<b>"_s},
                                                                                              {u"agent"_s, 7},
                                                                                              {u"delay_ms"_s, -1},
                                                                                              {u"limit_ms"_s, 1e300}}) {
            const HttpAnswer answer = begin({{key, value}});
            QVERIFY2(answer.status == 400 || answer.status == 422, answer.body.c_str());
        }
        QCOMPARE(begin({{u"agent"_s, u"nobody"_s}}).status, 404);
        QVERIFY(begin({{u"reason"_s, QString(3'000, u'x')}}).status >= 400);
        const std::string viewer = host->token(protocol::AccessRole::Viewer, "looker");
        QCOMPARE(host->get("/api/v1/drills", viewer).status, 200);
        QCOMPARE(host->post("/api/v1/drills", {}, viewer).status, 403);
        QVERIFY(drills().isEmpty());
        QVERIFY(entries().isEmpty());
    }

    void aRealRollBackDoesNotWaitForIt() {
        QVERIFY(!host->startRefunds().empty());
        QVERIFY(begin({{u"per_second"_s, 500}, {u"share"_s, 0}}).status == 200);
        double slowest = 0;
        for (int i = 0; i < 20; ++i) {
            if (i == 3)
                QTRY_COMPARE_WITH_TIMEOUT(newest()["phase"_L1].toString(), u"ramping"_s, 20'000);
            QElapsedTimer timer;
            timer.start();
            const HttpAnswer back = host->post("/api/v1/agents/refunds/roll-back", {{u"reason"_s, u"now"_s}});
            QCOMPARE(back.status, 200);
            slowest = std::max(slowest, back.json()["effective_after_ms"_L1].toDouble());
            QVERIFY2(timer.elapsed() < 2'000, "a roll back waited");
            QCOMPARE(host->post("/api/v1/agents/refunds/undo", {{u"revision"_s, host->revisionOf("refunds")}}).status,
                     200);
        }
        qInfo("the slowest of 20 roll backs during a drill was in effect after %.2f ms", slowest);
        QCOMPARE(outcome(), u"running"_s);
    }

    void theEndOfTheBackendInterrupts() {
        QVERIFY(begin({{u"share"_s, 0}}).status == 200);
        QTRY_COMPARE_WITH_TIMEOUT(newest()["phase"_L1].toString(), u"ramping"_s, 20'000);
        QElapsedTimer timer;
        timer.start();
        host->stop();
        QVERIFY2(timer.elapsed() < 10'000, "ending took too long");
        QVERIFY(!std::filesystem::exists(std::filesystem::path(host->state()) / "drill"));
        QVERIFY(host->start());
        QCOMPARE(outcome(), u"interrupted"_s);
        QCOMPARE(entries().size(), 2);
        QVERIFY(entries()[1]["entry"_L1]["after"_L1]["drill"_L1]["ended"_L1].isString());
    }

    void nothingIsLeftOfOneThatWasKilled();
    void theCommandLineSaysWhatCameOfIt();
};

void DrillsTest::nothingIsLeftOfOneThatWasKilled() {
    host.reset();
    const QTemporaryDir directory;
    const QString state = directory.filePath(u"state"_s);
    DaemonProcess process(directory.filePath(u"workspace"_s), state, "http://127.0.0.1:9/v1");
    QVERIFY2(process.start(), process.errors().constData());
    const auto newestOf = [&] { return process.get("/api/v1/drills").json()["drills"_L1][0].toObject(); };
    const auto names = [&] {
        QStringList all;
        for (const QJsonValue& agent : process.get("/api/v1/agents").json()["agents"_L1].toArray())
            all.append(agent["agent"_L1].toString());
        return all;
    };
    const QStringList before = names();
    for (const QString& phase : {u"preparing"_s, u"warming_up"_s, u"ramping"_s}) {
        QCOMPARE(process.post("/api/v1/drills", {{u"share"_s, 0}}).status, 200);
        QTRY_VERIFY_WITH_TIMEOUT(newestOf()["phase"_L1].toString() == phase || phase == u"preparing"_s, 20'000);
        process.kill();
        (void)process.waitForEnd();
        QVERIFY2(process.start(), process.errors().constData());
        QCOMPARE(newestOf()["outcome"_L1].toString(), u"interrupted"_s);
        QVERIFY(!newestOf()["problem"_L1].toString().isEmpty());
        QVERIFY(!QFileInfo::exists(state + u"/drill"_s));
        QCOMPARE(names(), before);
        const QJsonObject entry = process.get("/api/v1/audit?limit=1").json()["rows"_L1][0].toObject();
        QCOMPARE(entry["action"_L1].toString(), u"drill.end"_s);
        QCOMPARE(entry["actor"_L1].toString(), u"signalbox"_s);
        QVERIFY(process.get("/api/v1/audit/verify").json()["good"_L1].toBool());
    }
    QCOMPARE(process.get("/api/v1/drills").json()["drills"_L1].toArray().size(), 3);
    process.terminate();
    QCOMPARE(process.waitForEnd(), 0);
}

void DrillsTest::theCommandLineSaysWhatCameOfIt() {
    host.reset();
    const QTemporaryDir directory;
    const QString state = directory.filePath(u"state"_s);
    DaemonProcess process(directory.filePath(u"workspace"_s), state, "http://127.0.0.1:9/v1");
    QVERIFY2(process.start(), process.errors().constData());
    QByteArray output;
    const auto ctl = [&](const QStringList& words) {
        QProcess program;
        program.setProcessChannelMode(QProcess::MergedChannels);
        program.start(test::programPath(u"signalboxctl"_s), words + QStringList{u"--state"_s, state});
        const bool ended = program.waitForFinished(60'000);
        output = program.readAll();
        return ended ? program.exitCode() : -1;
    };
    QCOMPARE(ctl({u"drill"_s, u"list"_s}), 0);
    QVERIFY(output.contains("No drill was made"));
    for (int i = 0; i < 2; ++i) {
        QVERIFY2(ctl({u"drill"_s, u"refunds"_s, u"--share"_s, u"0.6"_s, u"--weight"_s, u"25"_s}) == 0,
                 output.constData());
        QVERIFY2(output.contains("ROLLED BACK"), output.constData());
        QVERIFY2(output.contains("Not exercised"), output.constData());
    }
    QVERIFY2(output.contains("the same drill on "), output.constData());
    qInfo("%s", output.constData());
    QVERIFY2(ctl({u"drill"_s, u"--share"_s, u"0"_s, u"--within"_s, u"2"_s}) == 1, output.constData());
    QVERIFY2(output.contains("NOT DETECTED"), output.constData());
    QVERIFY2(ctl({u"drill"_s, u"refunds"_s, u"--share"_s, u"0.6"_s, u"--weight"_s, u"25"_s, u"--times"_s, u"2"_s}) == 0,
             output.constData());
    QVERIFY2(output.contains("2 of 2 drills were rolled back"), output.constData());
    QVERIFY2(output.contains("detected from the first bad answer: median "), output.constData());
    QVERIFY2(output.contains("\n0 requests begun after a switch"), output.constData());
    // The usual plan says pause for slow answers, so such a drill cannot pass; who reads it must be told.
    QVERIFY2(ctl({u"drill"_s, u"--kind"_s, u"slow"_s, u"--share"_s, u"0.5"_s, u"--weight"_s, u"25"_s, u"--times"_s,
                  u"2"_s}) == 1,
             output.constData());
    QVERIFY2(
        output.contains("0 of 2 drills were rolled back\n2 of 2: ONLY PAUSED: stopped by a pause, as the plan says; "
                        "the bad version kept its share until a person acted (latency_p95 says pause"),
        output.constData());
    QVERIFY2(!output.contains("switched") && !output.contains("after a switch"), output.constData());
    QCOMPARE(ctl({u"drill"_s, u"--times"_s, u"0"_s}), 2);
    QCOMPARE(ctl({u"drill"_s, u"--times"_s, u"many"_s}), 2);
    QCOMPARE(ctl({u"drill"_s, u"nobody"_s}), 1);
    QCOMPARE(ctl({u"drill"_s, u"--kind"_s, u"volcano"_s}), 2);
    QCOMPARE(ctl({u"drill"_s, u"--share"_s, u"many"_s}), 2);
    QCOMPARE(ctl({u"drill"_s, u"cancel"_s}), 1);
    QCOMPARE(ctl({u"drill"_s, u"list"_s}), 0);
    QCOMPARE(output.count('\n'), 7);
    QVERIFY(!output.contains("switched -"));
    QVERIFY(output.contains("not_detected") && output.contains("rolled_back"));
    process.terminate();
    QCOMPARE(process.waitForEnd(), 0);
}

QTEST_GUILESS_MAIN(DrillsTest)
#include "tst_drills.moc"
