// What is wrong on a command line is said as such, whether or not a backend runs: exit code 2, and a sentence that says
// what is meant. No backend runs here.
#include <QTemporaryDir>
#include <QTest>

#include "tests/server/program_run.h"

using namespace signalbox::test;
using namespace Qt::StringLiterals;

class CtlUsageTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir directory;

    [[nodiscard]] ProgramRun ctl(const QString& words) const {
        return runProgram(u"signalboxctl"_s,
                          QStringList{u"--workspace"_s, directory.path()} + QProcess::splitCommand(words));
    }

private Q_SLOTS:

    void whatIsNoCommandIsSaidWithoutABackend_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char* words, const char* says) {
            QTest::newRow(words) << QString::fromLatin1(words) << QByteArray(says);
        };
        row("frobnicate", "\"frobnicate\" is not a command");
        row("release frobnicate refunds", "\"release frobnicate\" is not a command");
        row("release", "release start");
        row("queue dance refunds", "\"queue dance\" is not a command");
        row("agents refunds", "Usage: signalboxctl agents");
        row("versions", "Usage: signalboxctl versions AGENT [VERSION]");
        row("status refunds billing", "Usage: signalboxctl status [AGENT]");
        row("diff refunds 2.1.0", "Usage: signalboxctl diff AGENT LEFT RIGHT");
        row("release start refunds", "Usage: signalboxctl release start AGENT VERSION");
        row("release advance", "Usage: signalboxctl release advance AGENT");
        row("release advance refunds --break-glass", "--reason");
        row("undo refunds --break-glass --reason \"  \"", "--reason");
        row("release gate refunds tests maybe", "passed|failed");
        row("roll-back", "Usage: signalboxctl roll-back AGENT [VERSION]");
        row("roll-back refunds --conversations keep", "move, finish or drain");
        row("unquarantine refunds", "Usage: signalboxctl unquarantine AGENT VERSION");
        row("freeze billing", "freeze needs --reason");
        row("freeze billing --reason \" \"", "freeze needs --reason");
        row("explain", "Usage: signalboxctl explain AGENT|RELEASE");
        row("publish refunds 9.0.0", "Usage: signalboxctl publish AGENT VERSION --message TEXT");
        row("publish refunds 9.0.0 --message a --changelog b", "Usage: signalboxctl publish");
        row("init a b", "Usage: signalboxctl init [AGENT]");
        row("drill --kind volcano", "errors|slow|hang|refusal");
        row("drill --share 2", "share");
        row("drill --share many", "numbers");
        row("drill --times 0", "--times");
        row("audit", "audit list");
        row("audit list --limit many", "--limit");
        row("agents --url nowhere --token-file /nowhere", "\"nowhere\" is no http URL");
    }

    void whatIsNoCommandIsSaidWithoutABackend() {
        QFETCH(const QString, words);
        QFETCH(const QByteArray, says);
        const ProgramRun ran = ctl(words);
        QVERIFY2(ran.code == 2, ran.errors.constData());
        QVERIFY2(ran.errors.contains(says), ran.errors.constData());
        QVERIFY(ran.output.isEmpty());
        QCOMPARE(ran.errors.count('\n'), 1);
    }

    void whatIsRightNeedsABackend() {
        for (const QString& words :
             {u"agents"_s, u"status refunds --watch"_s, u"freeze refunds --reason odd"_s,
              u"roll-back refunds --break-glass"_s, u"drill list"_s, u"audit verify"_s, u"explain refunds"_s}) {
            const ProgramRun ran = ctl(words);
            QVERIFY2(ran.code == 3, qPrintable(words));
            QVERIFY2(ran.errors.contains("No backend serves this workspace"), ran.errors.constData());
        }
    }

    void aFolderThatIsNotThereIsSaid() {
        const ProgramRun none = runProgram(u"signalboxctl"_s, {u"--workspace"_s, u"/nope"_s, u"agents"_s});
        QCOMPARE(none.code, 2);
        QVERIFY2(none.errors.contains("There is no folder /nope."), none.errors.constData());
        const ProgramRun file = runProgram(u"signalboxctl"_s, {u"--workspace"_s, u"/etc/hostname"_s, u"agents"_s});
        QCOMPARE(file.code, 2);
        QVERIFY2(file.errors.contains("/etc/hostname is not a folder."), file.errors.constData());
    }

    void callersNeedTheAddressOfAGateway() {
        for (const QString& url : {u"foo"_s, u"ftp://127.0.0.1:1"_s, u"http://"_s, u"http://127.0.0.1:99999"_s}) {
            const ProgramRun ran = runProgram(u"signalbox-rehearsal"_s,
                                              {u"traffic"_s, u"--seconds"_s, u"0.2"_s, u"--gateway"_s, url}, 10'000);
            QVERIFY2(ran.code == 2, qPrintable(url));
            QVERIFY2(ran.errors.contains(url.toUtf8()), ran.errors.constData());
            QVERIFY(ran.output.isEmpty());
        }
        const ProgramRun right =
            runProgram(u"signalbox-rehearsal"_s,
                       {u"traffic"_s, u"--seconds"_s, u"0.1"_s, u"--gateway"_s, u"http://127.0.0.1:9/"_s}, 20'000);
        QVERIFY2(right.code == 0, right.errors.constData());
        QVERIFY(right.output.contains("sending"));
    }
};

QTEST_GUILESS_MAIN(CtlUsageTest)
#include "tst_ctl_usage.moc"
