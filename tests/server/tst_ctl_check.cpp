// "signalboxctl check" names every mistake in the files of a workspace at once, each at its place, for people and for
// programs, and says by its exit code whether the files can be published. No backend runs here.
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include "tests/server/program_run.h"

using namespace signalbox::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray workspace = "schema: signalbox.workspace/1\nname: Shop\nproviders:\n  local:\n    url: "
                             "http://127.0.0.1:11434/v1\n";
const QByteArray agent = "schema: signalbox.agent/1\nname: refunds\nmodel:\n  provider: local\n  id: "
                         "llama3.1:8b-instruct-q8_0\nprompts:\n  system: prompts/system.md\n";

using Files = QMap<QString, QByteArray>;

Files good() {
    return {{u"signalbox.yaml"_s, workspace},
            {u"agents/refunds/agent.yaml"_s, agent},
            {u"agents/refunds/prompts/system.md"_s, "Be kind.\n"},
            {u"agents/refunds/release.yaml"_s,
             "schema: signalbox.release/1\nsteps: [{weight: 5}, {weight: 100}]\nguardrails: [{metric: error_rate, "
             "limit: 0.02, action: roll_back}]\n"}};
}

Files with(const QString& path, const QByteArray& content) {
    Files files = good();
    files[path] = content;
    return files;
}

Files without(const QString& path) {
    Files files = good();
    files.remove(path);
    return files;
}

void write(const QString& folder, const Files& files) {
    for (const auto& [path, content] : files.asKeyValueRange()) {
        QDir().mkpath(QFileInfo(folder + u'/' + path).path());
        QFile file(folder + u'/' + path);
        if (!file.open(QIODevice::WriteOnly))
            qFatal("%s cannot be written", qPrintable(path));
        file.write(content);
    }
}

ProgramRun check(const QString& folder, const QStringList& words = {}) {
    return runProgram(u"signalboxctl"_s, QStringList{u"--workspace"_s, folder, u"check"_s} + words);
}

} // namespace

Q_DECLARE_METATYPE(Files)

class CtlCheckTest : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void everyMistakeIsNamedAtItsPlace_data() {
        QTest::addColumn<Files>("files");
        QTest::addColumn<QStringList>("says"); // each begins a line
        QTest::addColumn<int>("code");
        QTest::newRow("nothing is wrong") << good() << QStringList{u"1 agent, 0 mistakes: "_s} << 0;
        QTest::newRow("the usual plan") << without(u"agents/refunds/release.yaml"_s)
                                        << QStringList{u"1 agent, 0 mistakes: "_s} << 0;
        QTest::newRow("no workspace file")
            << without(u"signalbox.yaml"_s) << QStringList{u"signalbox.yaml: The folder has no signalbox.yaml."_s} << 1;
        QTest::newRow("nothing at all") << Files{} << QStringList{u"signalbox.yaml: "_s, u"0 agents, 1 mistake: "_s}
                                        << 1;
        QTest::newRow("all files at once") <<
            [] {
                Files files = good();
                files[u"signalbox.yaml"_s] += "tems: []\nnamme: x\n";
                files[u"agents/refunds/agent.yaml"_s] += "confguration: {}\nmodell: {}\n";
                files[u"agents/billing/agent.yaml"_s] = "schema: signalbox.agent/1\nname: billing\n";
                files[u"agents/refunds/release.yaml"_s] += "promise: 99\nadvance: sometimes\n";
                return files;
            }()
                                           << QStringList{u"signalbox.yaml:6"_s,
                                                          u"signalbox.yaml:7"_s,
                                                          u"agents/refunds/agent.yaml:8"_s,
                                                          u"agents/refunds/agent.yaml:9"_s,
                                                          u"agents/billing/agent.yaml"_s,
                                                          u"agents/refunds/release.yaml:4"_s,
                                                          u"agents/refunds/release.yaml:5"_s,
                                                          u"2 agents, "_s}
                                           << 1;
        QByteArray named = agent;
        named.replace("name: refunds", "name: refund");
        QTest::newRow("another's name") << with(u"agents/refunds/agent.yaml"_s, named)
                                        << QStringList{u"agents/refunds/agent.yaml:2"_s} << 1;
        QByteArray provided = agent;
        provided.replace("provider: local", "provider: locale");
        QTest::newRow("a provider that nobody named")
            << with(u"agents/refunds/agent.yaml"_s, provided)
            << QStringList{u"agents/refunds/agent.yaml: model.provider: signalbox.yaml has no provider named locale."_s}
            << 1;
        QByteArray floating = agent;
        floating.replace("llama3.1:8b-instruct-q8_0", "gpt-4o");
        QTest::newRow("a model that moves")
            << with(u"agents/refunds/agent.yaml"_s, floating) << QStringList{u"agents/refunds/agent.yaml:5"_s} << 1;
        QTest::newRow("a secret") << with(u"agents/refunds/prompts/system.md"_s,
                                          "Be kind.\nsk-" + QByteArray("aB3dE5").repeated(6) + "\n")
                                  << QStringList{u"agents/refunds/prompts/system.md:2"_s} << 1;
        QTest::newRow("a prompt that is not there")
            << without(u"agents/refunds/prompts/system.md"_s) << QStringList{u"agents/refunds/agent.yaml"_s} << 1;
        QTest::newRow("a prompt that nobody uses")
            << with(u"agents/refunds/prompts/old.md"_s, "Be rude.\n")
            << QStringList{u"warning: agents/refunds/prompts/old.md"_s, u"1 agent, 0 mistakes: "_s} << 0;
        QTest::newRow("no name for an agent") << with(u"agents/My_Agent/agent.yaml"_s, agent)
                                              << QStringList{u"agents/My_Agent/: \"My_Agent\" is not"_s} << 1;
        QTest::newRow("a folder that is no agent")
            << with(u"agents/notes/readme.md"_s, "…\n") << QStringList{u"1 agent, 0 mistakes: "_s} << 0;
        QTest::newRow("not text") << with(u"agents/refunds/agent.yaml"_s, QByteArray("\xff\xfe\x00", 3))
                                  << QStringList{u"agents/refunds/agent.yaml"_s} << 1;
    }

    void everyMistakeIsNamedAtItsPlace() {
        QFETCH(const Files, files);
        QFETCH(const QStringList, says);
        QFETCH(const int, code);
        const QTemporaryDir folder;
        write(folder.path(), files);
        const ProgramRun ran = check(folder.path());
        QCOMPARE(ran.errors, QByteArray());
        QVERIFY2(ran.code == code, ran.output.constData());
        const QStringList lines = QString::fromUtf8(ran.output).split(u'\n', Qt::SkipEmptyParts);
        for (const QString& beginning : says)
            QVERIFY2(std::ranges::any_of(lines, [&](const QString& line) { return line.startsWith(beginning); }),
                     qPrintable(beginning + u" is missing in\n"_s + QString::fromUtf8(ran.output)));
        // Programs are told the same.
        const ProgramRun json = check(folder.path(), {u"--json"_s});
        QCOMPARE(json.code, code);
        const QJsonObject told = QJsonDocument::fromJson(json.output).object();
        QCOMPARE(told[u"errors"_s].toInt() > 0, code != 0);
        const QJsonArray findings = told[u"findings"_s].toArray();
        for (const auto& finding : findings) {
            const QString file = finding[u"file"_s].toString();
            QVERIFY(!file.isEmpty() && !finding[u"message"_s].toString().isEmpty());
            QVERIFY2(std::ranges::any_of(lines, [&](const QString& line) { return line.contains(file); }),
                     qPrintable(file));
        }
    }

    void oneAgentCanBeNamed() {
        const QTemporaryDir folder;
        Files files = good();
        files[u"agents/billing/agent.yaml"_s] = "nonsense: 1\n";
        write(folder.path(), files);
        QCOMPARE(check(folder.path()).code, 1);
        QCOMPARE(check(folder.path(), {u"refunds"_s}).code, 0);
        QCOMPARE(check(folder.path(), {u"billing"_s}).code, 1);
        const ProgramRun none = check(folder.path(), {u"intake"_s});
        QCOMPARE(none.code, 1);
        QVERIFY2(none.output.contains("The workspace has no agent intake."), none.output.constData());
    }

    void aLinkIsNoFileOfAVersion() {
        const QTemporaryDir folder;
        write(folder.path(), good());
        QVERIFY(QFile::link(u"/etc/hostname"_s, folder.filePath(u"agents/refunds/prompts/link.md"_s)));
        const ProgramRun ran = check(folder.path());
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.output.contains("is a link"), ran.output.constData());
    }

    void whatInitMakesIsGood() {
        const QTemporaryDir folder;
        QCOMPARE(runProgram(u"signalboxctl"_s, {u"--workspace"_s, folder.path(), u"init"_s}).code, 0);
        const ProgramRun ran = check(folder.path());
        QVERIFY2(ran.code == 0, ran.output.constData());
        QVERIFY2(ran.output.contains("1 agent, 0 mistakes"), ran.output.constData());
    }

    void aBareRepositoryIsNoWorkspace() {
        const QTemporaryDir folder;
        QProcess git;
        git.start(u"git"_s, {u"init"_s, u"--bare"_s, u"-q"_s, folder.path()});
        QVERIFY(git.waitForFinished() && git.exitCode() == 0);
        const QStringList before = QDir(folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
        const ProgramRun ran = runProgram(u"signalboxctl"_s, {u"--workspace"_s, folder.path(), u"init"_s});
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.errors.contains("is a bare repository"), ran.errors.constData());
        QVERIFY2(ran.errors.contains("git clone"), ran.errors.constData());
        QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), before);
    }
};

QTEST_GUILESS_MAIN(CtlCheckTest)
#include "tst_ctl_check.moc"
