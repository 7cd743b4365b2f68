// A daemon that slept while its locks were taken away and another began to serve its state directory: it changes
// nothing more, says so and ends.
#include <csignal>

#include <QTemporaryDir>
#include <QTest>

#include "core/audit/log.h"
#include "tests/server/backend_host.h"
#include "tests/server/daemon_process.h"
#include "tests/server/stub_upstream.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

class TwoDaemonsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_directory;
    StubUpstream m_upstream;

    [[nodiscard]] QString state() const { return m_directory.filePath(u"state"_s); }

    [[nodiscard]] DaemonProcess daemon() const {
        return {m_directory.filePath(u"workspace"_s), state(), m_upstream.url()};
    }

    [[nodiscard]] std::string log() const { return state().toStdString() + "/audit.log"; }

    static QJsonObject stateOf(const DaemonProcess& daemon) {
        return daemon.get("/api/v1/agents/refunds/release").json().value("state"_L1).toObject();
    }

    static QString canaryOf(const DaemonProcess& daemon) {
        return stateOf(daemon)["release"_L1]["candidate"_L1]["version"_L1].toString();
    }

private Q_SLOTS:

    void aSleeperDoesNotActOnWhatIsNoLongerIts() {
        DaemonProcess sleeper = daemon();
        QVERIFY2(sleeper.start(), sleeper.errors().constData());
        QCOMPARE(::kill(static_cast<pid_t>(sleeper.pid()), SIGSTOP), 0);
        for (const char* lock : {"daemon.lock", "audit.log.lock"})
            QVERIFY(QFile::remove(state() + u'/' + QLatin1StringView(lock)));
        DaemonProcess heir = daemon();
        QVERIFY2(heir.start(), heir.errors().constData());
        const auto started = heir.post(
            "/api/v1/agents/refunds/releases",
            {{u"version"_s, u"2.2.0"_s}, {u"revision"_s, stateOf(heir)["revision"_L1]}, {u"plan"_s, quickPlan()}});
        QVERIFY2(started.status == 200, started.body.c_str());
        QCOMPARE(canaryOf(heir), u"2.2.0"_s);
        const auto before = audit::verify(log());
        QVERIFY2(before.good, before.message.c_str());

        QCOMPARE(::kill(static_cast<pid_t>(sleeper.pid()), SIGCONT), 0);
        QCOMPARE(sleeper.waitForEnd(), 3);
        const QByteArray said = sleeper.errors();
        QVERIFY2(said.contains("lock of the state directory was taken away"), said.constData());
        const auto after = audit::verify(log());
        QVERIFY2(after.good, after.message.c_str());
        QCOMPARE(after.size, before.size);
        QCOMPARE(canaryOf(heir), u"2.2.0"_s);
        const auto back = heir.post("/api/v1/agents/refunds/roll-back", {{u"reason"_s, u"still mine"_s}});
        QCOMPARE(back.status, 200);
    }
};

QTEST_GUILESS_MAIN(TwoDaemonsTest)
#include "tst_two_daemons.moc"
