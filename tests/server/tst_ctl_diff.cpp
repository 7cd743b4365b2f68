// signalboxctl diff on a repository that knows nothing of Signalbox: no agent.yaml, files without a line end, fields
// that change without a file.
#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "tests/server/daemon_process.h"
#include "tests/server/program_run.h"
#include "tests/server/stub_upstream.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

class CtlDiffTest : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() {
        QVERIFY(m_directory.isValid());
        QVERIFY(QDir(m_directory.path()).mkpath(u"workspace/prompts/support"_s));
        git({u"init"_s, u"-q"_s, u"-b"_s, u"main"_s});
        write(u"signalbox.yaml"_s,
              "schema: signalbox.workspace/1\nname: Adopted\nproviders: {rehearsal: {url: \"http://127.0.0.1:1/v1\"}}\n"
              "agents:\n  support:\n    path: prompts/support\n    tags: \"v*\"\n"
              "    model: {provider: rehearsal, id: bench-2026-01-15}\n    stable: 1.0.0\n");
        write(u"prompts/support/system.md"_s, "You are support.\nAnswer within 30 days.\n");
        version(u"v1.0.0"_s);
        write(u"prompts/support/system.md"_s, "You are support.\nAnswer within 14 days.\n");
        version(u"v1.1.0"_s);
        write(u"prompts/support/system.md"_s, "You are support.\nAnswer within 14 days.");
        version(u"v1.1.1"_s);
        version(u"v1.1.2"_s);
        m_process = std::make_unique<DaemonProcess>(m_directory.filePath(u"workspace"_s),
                                                    m_directory.filePath(u"state"_s), m_upstream.url());
        QVERIFY2(m_process->start(), m_process->errors().constData());
    }

    void says_data() {
        QTest::addColumn<QString>("left");
        QTest::addColumn<QString>("right");
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("wording") << u"1.0.0"_s << u"1.1.0"_s
                                 << QByteArray("changed prompts/system.md (+1 -1)\n"
                                               "  -Answer within 30 days.\n  +Answer within 14 days.\n"
                                               "  ! line 2, number: 30 → 14\n"
                                               "At least a minor version.\n");
        QTest::newRow("line end gone") << u"1.1.0"_s << u"1.1.1"_s
                                       << QByteArray("changed prompts/system.md (+1 -1)\n"
                                                     "  -Answer within 14 days.\n  +Answer within 14 days.\n"
                                                     "  \\ No newline at end of file\n"
                                                     "At least a minor version.\n");
        QTest::newRow("line end come") << u"1.1.1"_s << u"1.1.0"_s
                                       << QByteArray("changed prompts/system.md (+1 -1)\n"
                                                     "  -Answer within 14 days.\n  \\ No newline at end of file\n"
                                                     "  +Answer within 14 days.\n"
                                                     "At least a minor version.\n");
        QTest::newRow("same") << u"1.1.1"_s << u"1.1.2"_s << QByteArray("No difference.\n");
    }

    void says() {
        QFETCH(QString, left);
        QFETCH(QString, right);
        QFETCH(QByteArray, said);
        const ProgramRun run = runProgram(
            u"signalboxctl"_s, {u"--state"_s, m_directory.filePath(u"state"_s), u"diff"_s, u"support"_s, left, right});
        QVERIFY2(run.code == 0, run.errors.constData());
        QCOMPARE(run.output, said);
    }

private:
    void write(const QString& path, const QByteArray& text) {
        QFile file(m_directory.filePath(u"workspace/"_s + path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(text), text.size());
    }

    void git(const QStringList& words) {
        QProcess process;
        process.setWorkingDirectory(m_directory.filePath(u"workspace"_s));
        auto environment = QProcessEnvironment::systemEnvironment();
        for (const auto& who : {u"AUTHOR"_s, u"COMMITTER"_s}) {
            environment.insert(u"GIT_%1_NAME"_s.arg(who), u"T"_s);
            environment.insert(u"GIT_%1_EMAIL"_s.arg(who), u"t@example.invalid"_s);
        }
        process.setProcessEnvironment(environment);
        process.start(u"git"_s, words);
        QVERIFY(process.waitForFinished(60'000) && process.exitCode() == 0);
    }

    void version(const QString& tag) {
        git({u"add"_s, u"-A"_s});
        git({u"commit"_s, u"-q"_s, u"--allow-empty"_s, u"-m"_s, tag});
        git({u"tag"_s, tag});
    }

    QTemporaryDir m_directory;
    StubUpstream m_upstream;
    std::unique_ptr<DaemonProcess> m_process;
};

QTEST_GUILESS_MAIN(CtlDiffTest)
#include "tst_ctl_diff.moc"
