// kill -9 of the real daemon at random moments of a busy ramp. The oracle is what the client was told: after every
// restart the state is the last acknowledged one, or the one after it that was in flight, and the audit log verifies.
#include <random>

#include <QElapsedTimer>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include "core/audit/log.h"
#include "tests/server/backend_host.h"
#include "tests/server/daemon_process.h"
#include "tests/server/killer.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int kills = 200;
constexpr unsigned seed = 20260301;

// A state without what only the clock changes.
QJsonObject settled(QJsonObject state) {
    QJsonObject release = state.value("release"_L1).toObject();
    if (!release.isEmpty()) {
        release.remove(u"in_step_ms"_s);
        state.insert(u"release"_s, release);
    }
    return state;
}

} // namespace

class DaemonKillsTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir directory;
    StubUpstream upstream;
    std::mt19937 random{seed};
    QJsonObject acknowledged; // the newest state that the client was told
    bool inFlight = false;    // a command was sent and not answered
    int commands = 0;

    int pick(int count) { return std::uniform_int_distribution<int>(0, count - 1)(random); }

    // Some command that may be possible now: its path and body.
    std::pair<std::string, QJsonObject> nextCommand() {
        const std::string agent = "/api/v1/agents/refunds/";
        QJsonObject body{{u"revision"_s, acknowledged.value("revision"_L1)}, {u"reason"_s, u"ramp"_s}};
        const QJsonObject release = acknowledged.value("release"_L1).toObject();
        const QJsonArray held = acknowledged.value("quarantine"_L1).toArray();
        if (release.isEmpty() && !held.isEmpty()) {
            body.insert(u"version"_s, held.at(0).toObject().value("version"_L1).toObject().value("version"_L1));
            return {agent + "unquarantine", body};
        }
        if (release.isEmpty()) {
            const QString stable = acknowledged.value("stable"_L1).toObject().value("version"_L1).toString();
            body.insert(u"version"_s, stable == "2.2.0"_L1 ? u"2.1.0"_s : u"2.2.0"_s);
            body.insert(u"plan"_s, quickPlan());
            return {agent + "releases", body};
        }
        const std::string path = "/api/v1/releases/" + release.value("id"_L1).toString().toStdString() + "/";
        if (release.value("paused"_L1).toBool())
            return {path + "resume", body};
        switch (pick(8)) {
        case 0:
            return {path + "pause", body};
        case 1:
            return {path + "step-back", body};
        case 2:
            return {path + "abort", body};
        case 3:
        case 4:
            return {agent + "roll-back", body};
        default:
            return {path + "advance", body};
        }
    }

    // Works the release until the daemon is gone.
    void workUntilKilled(const DaemonProcess& process) {
        inFlight = false;
        for (;;) {
            const auto [path, body] = nextCommand();
            const HttpAnswer answer = process.post(path, body);
            ++commands;
            if (answer.status == 0) {
                inFlight = true;
                return;
            }
            if (answer.status == 200)
                acknowledged = answer.json().value("after"_L1).toObject();
            else
                QVERIFY2(answer.status == 422 || answer.status == 409,
                         answer.body.c_str()); // such as nothing to step back to
            if (pick(4) == 0)
                static_cast<void>(send(process.gatewayPort(), {"POST",
                                                               "/v1/chat/completions",
                                                               {{"Content-Type", "application/json"}},
                                                               R"({"model":"refunds","messages":[]})"}));
        }
    }

    void compare(const HttpAnswer& answer) {
        QVERIFY2(answer.status == 200, answer.body.c_str());
        const QJsonObject state = answer.json().value("state"_L1).toObject();
        const qint64 told = acknowledged.value("revision"_L1).toInteger();
        const qint64 found = state.value("revision"_L1).toInteger();
        QVERIFY2(found >= told, "an acknowledged change is lost");
        QVERIFY2(found <= told + (inFlight ? 1 : 0), "a change that nobody asked for");
        if (found == told)
            QCOMPARE(settled(state), settled(acknowledged));
        QVERIFY(answer.json().value("observed_matches"_L1).toBool());
        acknowledged = state;
    }

private Q_SLOTS:

    void nothingAcknowledgedIsLost() {
        const QString state = directory.filePath(u"state"_s);
        DaemonProcess process(directory.filePath(u"workspace"_s), state, upstream.url());
        QVERIFY2(process.start(), process.errors().constData());
        acknowledged = process.get("/api/v1/agents/refunds/release").json().value("state"_L1).toObject();
        QElapsedTimer timer;
        timer.start();
        qint64 slowest = 0;
        int unanswered = 0;
        for (int i = 0; i < kills; ++i) {
            {
                const Killer killer(static_cast<pid_t>(process.pid()),
                                    std::chrono::microseconds(2'000 + pick(120'000)));
                workUntilKilled(process);
                if (QTest::currentTestFailed())
                    return;
            }
            process.kill(); // only waits: it is gone
            unanswered += inFlight ? 1 : 0;
            QElapsedTimer restart;
            restart.start();
            QVERIFY2(process.start(), process.errors().constData());
            slowest = std::max(slowest, restart.elapsed());
            compare(process.get("/api/v1/agents/refunds/release"));
            if (QTest::currentTestFailed())
                return;
            if (i % 10 == 0) {
                const audit::Verification verified = audit::verify(state.toStdString() + "/audit.log");
                QVERIFY2(verified.good, verified.message.c_str());
            }
        }
        const auto verified = process.get("/api/v1/audit/verify").json();
        QVERIFY2(verified.value("good"_L1).toBool(), qPrintable(verified.value("message"_L1).toString()));
        qInfo("seed %u: %d kills in %lld s, %d commands, %d of them cut off, slowest restart %lld ms, audit of %lld "
              "entries",
              seed, kills, timer.elapsed() / 1000, commands, unanswered, slowest,
              verified.value("size"_L1).toInteger());
    }
};

QTEST_GUILESS_MAIN(DaemonKillsTest)
#include "tst_daemon_kills.moc"
