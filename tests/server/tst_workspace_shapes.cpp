// Every shape that the folder of a workspace can have, and what each program must say of it: signalboxd at its start
// (text for people, JSON for who started it), the API and signalboxctl. Each thing that can be mended names the
// command.
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include "tests/server/daemon_process.h"
#include "tests/server/program_run.h"
#include "tests/support/places.h"

using namespace signalbox::test;
using namespace Qt::StringLiterals;

namespace {

// What the scripts below build on: git without anybody's settings, a workspace file, an agent.
constexpr const char* helpers =
    "set -e\n"
    "export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@example.invalid\n"
    "export GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@example.invalid\n"
    "init() { git init -q -b main \"$@\"; }\n"
    "workspace() { printf 'name: w\\nproviders: {p: {url: \"http://127.0.0.1:1/v1\"}}\\n' > signalbox.yaml; }\n"
    "agent() {\n"
    "  mkdir -p agents/refunds/prompts\n"
    "  printf 'schema: signalbox.agent/1\\nname: refunds\\nmodel: {provider: p, id: i-2026-01-15}\\nprompts: {system: "
    "prompts/system.md}\\n' > agents/refunds/agent.yaml\n"
    "  printf 'Decide refunds.\\n' > agents/refunds/prompts/system.md\n"
    "}\n"
    "commit() { git add -A; git commit -qm \"$1\"; }\n";

ProgramRun shell(const QString& script, const QString& folder) {
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(u"bash"_s, {u"-c"_s, QString::fromLatin1(helpers) + script});
    process.waitForFinished(60'000);
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace

class WorkspaceShapesTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_directory;
    int m_count = 0;

    [[nodiscard]] QString fresh() {
        const QString folder = m_directory.filePath(u"%1"_s.arg(++m_count));
        QDir().mkpath(folder + u"/w"_s);
        return folder;
    }

private Q_SLOTS:
    void cannotBeOpened_data();
    void cannotBeOpened();
    void isOpenedAndSaysWhatIsMissing_data();
    void isOpenedAndSaysWhatIsMissing();
    void theRemedyWorks();
    void mistakesAreAllSaid();
    void mistakesOfAPlanAreAllSaid();
    void mistakesOfAnAgentAreAllSaid();
    void aFolderBecomesAWorkspace();
};

void WorkspaceShapesTest::cannotBeOpened_data() {
    QTest::addColumn<QString>("script"); // in the folder above w
    QTest::addColumn<QString>("code");
    QTest::addColumn<QStringList>("words"); // that people read
    const auto row = [](const char* name, const char* script, const char* code, const QStringList& words) {
        QTest::newRow(name) << QString::fromLatin1(script) << QString::fromLatin1(code) << words;
    };
    row("no folder", "rmdir w", "no_folder", {u"There is no folder"_s, u"init"_s});
    row("no git", "true", "no_repository", {u"is not a Git repository"_s, u"signalboxctl --workspace"_s, u"init"_s});
    row("git, nothing in it", "init w", "no_workspace_file", {u"has no signalbox.yaml"_s, u"init"_s});
    row("commits without signalbox.yaml", "init w; cd w; agent; commit one", "no_workspace_file",
        {u"has no signalbox.yaml"_s, u"init"_s});
    row("sub-folder of a repository", "init .; workspace; agent; commit one", "inside_repository",
        {u"lies inside the Git repository"_s, u"--workspace"_s});
    row("reftable", "init --ref-format=reftable w; cd w; workspace", "unsupported_repository",
        {u"reftable"_s, u"refs migrate --ref-format=files"_s});
    row("SHA-256", "init --object-format=sha256 w; cd w; workspace", "unsupported_repository",
        {u"SHA-256"_s, u"--object-format=sha1"_s});
    row("another owner", "init w; cd w; workspace; agent; commit one; cd ..; chown -R 12345 w || exit 77",
        "wrong_owner", {u"belongs to somebody else"_s, u"safe.directory"_s});
    row("bare, without signalbox.yaml", "rmdir w; git init -q --bare w", "no_workspace_file",
        {u"has no signalbox.yaml"_s});
}

void WorkspaceShapesTest::cannotBeOpened() {
    QFETCH(const QString, script);
    QFETCH(const QString, code);
    QFETCH(const QStringList, words);
    const QString folder = fresh();
    const ProgramRun made = shell(script, folder);
    if (made.code == 77)
        QSKIP("Nobody here may give a folder to somebody else.");
    QVERIFY2(made.code == 0, made.errors.constData());
    const ProgramRun ran =
        runProgram(u"signalboxd"_s, {u"--workspace"_s, folder + u"/w"_s, u"--state"_s, folder + u"/state"_s}, 15'000);
    QCOMPARE(ran.code, 1);
    for (const QString& word : words)
        QVERIFY2(ran.errors.contains(word.toUtf8()), ran.errors.constData());
    const QJsonObject error = QJsonDocument::fromJson(ran.output).object()["error"_L1].toObject();
    QCOMPARE(error["code"_L1].toString(), code);
    QVERIFY(!error["hint"_L1].toString().isEmpty());
}

void WorkspaceShapesTest::isOpenedAndSaysWhatIsMissing_data() {
    QTest::addColumn<QString>("script"); // in w
    QTest::addColumn<QString>("reason"); // empty: it is served
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* script, const char* reason, const char* says) {
        QTest::newRow(name) << QString::fromLatin1(script) << QString::fromLatin1(reason) << QString::fromLatin1(says);
    };
    const char* publish = "publish refunds 1.0.0 --message 'First version'";
    row("nothing committed", "init .; workspace; agent", "not_committed", publish);
    row("the agent is not committed", "init .; workspace; commit one; agent", "not_committed", publish);
    row("committed without a version", "init .; workspace; agent; commit one", "not_published", publish);
    row("versioned", "init .; workspace; agent; commit one; git tag -a -m one agents/refunds/v1.0.0", "undecided",
        "adopt refunds 1.0.0");
    row("versioned and named",
        "init .; workspace; agent; printf 'agents: {refunds: {stable: 1.0.0}}\\n' >> signalbox.yaml; commit one; "
        "git tag -a -m one agents/refunds/v1.0.0",
        "", "1.0.0");
    row("adopted without a tag",
        "init .; workspace; printf 'agents: {refunds: {path: p, model: {provider: p, id: i}}}\\n' >> signalbox.yaml; "
        "mkdir p; echo x > p/a.md; commit one",
        "not_published", "tag v1.0.0");
    row("relative worktrees", // which Git before 2.48 does not open itself
        "init .; workspace; agent; commit one; git tag -a -m one agents/refunds/v1.0.0; "
        "git config core.repositoryformatversion 1; git config extensions.relativeWorktrees true",
        "undecided", "1.0.0");
    row("a pointer of Git LFS",
        "init .; workspace; agent; printf 'version https://git-lfs.github.com/spec/v1\\noid sha256:1\\nsize 3\\n' > "
        "agents/refunds/prompts/system.md; commit one; git tag -a -m one agents/refunds/v1.0.0",
        "mistakes", "git lfs pull");
    row("a clone that lacks the prompt",
        "(cd ..; init r; cd r; workspace; agent; commit one; git tag -a -m one agents/refunds/v1.0.0; "
        "printf 'Other.\\n' > agents/refunds/prompts/system.md; commit two; git config uploadpack.allowFilter true); "
        "cd ..; rmdir w; git clone -q --filter=blob:none \"file://$PWD/r\" w; "
        "git -C w config remote.origin.url file:///nonexistent",
        "unreadable", "fetch --refetch");
    row("bare",
        "(cd ..; init r; cd r; workspace; agent; commit one; git tag -a -m one agents/refunds/v1.0.0); cd ..; "
        "rmdir w; git clone -q --bare r w",
        "undecided", "1.0.0");
}

void WorkspaceShapesTest::isOpenedAndSaysWhatIsMissing() {
    QFETCH(const QString, script);
    QFETCH(const QString, reason);
    QFETCH(const QString, says);
    const QString folder = fresh();
    const ProgramRun made = shell(u"cd w; "_s + script, folder);
    QVERIFY2(made.code == 0, made.errors.constData());
    DaemonProcess daemon(folder + u"/w"_s, folder + u"/state"_s, {});
    QVERIFY2(daemon.start(), daemon.errors().constData());
    const QJsonObject list = daemon.get("/api/v1/agents").json();
    const QJsonArray unserved = list["unserved"_L1].toArray();
    QCOMPARE(unserved.size(), reason.isEmpty() ? 0 : 1);
    QCOMPARE(list["agents"_L1].toArray().size(), reason.isEmpty() ? 1 : 0);
    if (!reason.isEmpty()) {
        QCOMPARE(unserved[0]["agent"_L1].toString(), u"refunds"_s);
        QCOMPARE(unserved[0]["reason"_L1].toString(), reason);
    }
    for (const QString& verb : {u"agents"_s, u"status"_s}) {
        const ProgramRun ran = runProgram(
            u"signalboxctl"_s, {u"--workspace"_s, folder + u"/w"_s, u"--state"_s, folder + u"/state"_s, verb});
        QCOMPARE(ran.code, 0);
        QVERIFY2(ran.output.contains("refunds"), ran.output.constData());
        QVERIFY2(ran.output.contains(says.toUtf8()), ran.output.constData());
    }
}

void WorkspaceShapesTest::theRemedyWorks() {
    const QString folder = fresh();
    QCOMPARE(shell(u"cd w; init .; workspace; agent"_s, folder).code, 0);
    DaemonProcess daemon(folder + u"/w"_s, folder + u"/state"_s, {});
    QVERIFY(daemon.start());
    const auto unserved = [&] { return daemon.get("/api/v1/agents").json()["unserved"_L1].toArray(); };
    for (const char* verb : {" publish ", " adopt "}) { // what each step leaves to be done
        QString command = unserved()[0]["command"_L1].toString();
        QVERIFY(command.startsWith("signalboxctl "_L1) && command.contains(QLatin1StringView(verb)));
        command.replace(u"signalboxctl "_s,
                        signalbox::test::programPath(u"signalboxctl"_s) + u" --state "_s + folder + u"/state "_s);
        const ProgramRun ran = shell(command, folder);
        QVERIFY2(ran.code == 0, ran.errors.constData());
    }
    QCOMPARE(unserved().size(), 0);
    const QJsonArray agents = daemon.get("/api/v1/agents").json()["agents"_L1].toArray();
    QCOMPARE(agents.size(), 1);
}

void WorkspaceShapesTest::mistakesAreAllSaid() {
    const QString folder = fresh();
    QCOMPARE(shell(u"cd w; init .; printf 'nam: w\\nproviders:\\n  a:\\n    url: ftp://x\\n    url: y\\n' > "
                   "signalbox.yaml"_s,
                   folder)
                 .code,
             0);
    const ProgramRun ran =
        runProgram(u"signalboxd"_s, {u"--workspace"_s, folder + u"/w"_s, u"--state"_s, folder + u"/state"_s}, 15'000);
    QCOMPARE(ran.code, 1);
    for (const char* words : {"signalbox.yaml has 3 mistakes", "signalbox.yaml:1:1: nam", "write   name: w",
                              "signalbox.yaml:4:5: providers.a.url", "signalbox.yaml:5:5"})
        QVERIFY2(ran.errors.contains(words), ran.errors.constData());
    const QJsonArray findings = QJsonDocument::fromJson(ran.output).object()["error"_L1]["findings"_L1].toArray();
    QCOMPARE(findings.size(), 3);
    QCOMPARE(findings[0]["line"_L1].toInt(), 1);
    QCOMPARE(findings[0]["write"_L1].toString(), u"name: w"_s);
}

void WorkspaceShapesTest::mistakesOfAPlanAreAllSaid() {
    const QString folder = fresh();
    const ProgramRun made =
        shell(u"cd w; init .; workspace; agent; printf 'promise: 99\nadvance: maybe\n' > agents/refunds/release.yaml; "
              "commit one; git tag -a -m one agents/refunds/v1.0.0"_s,
              folder);
    QVERIFY2(made.code == 0, made.errors.constData());
    DaemonProcess daemon(folder + u"/w"_s, folder + u"/state"_s, {});
    QVERIFY(daemon.start());
    const QByteArray said = daemon.errors();
    for (const char* words : {"agents/refunds/release.yaml has 2 mistakes", "release.yaml:1:1: promise",
                              "write   promise: 16", "release.yaml:2:1: advance", "manual, automatic"})
        QVERIFY2(said.contains(words), said.constData());
    const QJsonObject plan = daemon.get("/api/v1/agents/refunds/plan").json();
    QCOMPARE(plan["error"_L1]["findings"_L1].toArray().size(), 2);
    const ProgramRun start =
        runProgram(u"signalboxctl"_s, {u"--workspace"_s, folder + u"/w"_s, u"--state"_s, folder + u"/state"_s,
                                       u"release"_s, u"start"_s, u"refunds"_s, u"1.0.0"_s, u"--json"_s});
    QVERIFY2(start.code == 1 || start.code == 4, start.errors.constData());
}

void WorkspaceShapesTest::mistakesOfAnAgentAreAllSaid() {
    const QString folder = fresh();
    QCOMPARE(shell(u"cd w; init .; workspace; agent; commit one; printf 'colour: blue\nname: refunds\n' >> "
                   "agents/refunds/agent.yaml"_s,
                   folder)
                 .code,
             0);
    DaemonProcess daemon(folder + u"/w"_s, folder + u"/state"_s, {});
    QVERIFY(daemon.start());
    const QStringList publish{u"--workspace"_s, folder + u"/w"_s, u"--state"_s,   folder + u"/state"_s, u"publish"_s,
                              u"refunds"_s,     u"1.0.0"_s,       u"--message"_s, u"First version"_s};
    const ProgramRun ran = runProgram(u"signalboxctl"_s, publish);
    QCOMPARE(ran.code, 1);
    for (const char* words :
         {"agent.yaml has 2 mistakes", "agent.yaml:5:1: colour", "agent.yaml:6:1: name", "line 2 has it already"})
        QVERIFY2(ran.errors.contains(words), ran.errors.constData());
    const ProgramRun json = runProgram(u"signalboxctl"_s, publish + QStringList{u"--json"_s});
    const QJsonArray findings = QJsonDocument::fromJson(json.output).object()["error"_L1]["findings"_L1].toArray();
    QCOMPARE(findings.size(), 2);
    QCOMPARE(findings[0]["line"_L1].toInt(), 5);
}

void WorkspaceShapesTest::aFolderBecomesAWorkspace() {
    const QString folder = fresh();
    const QString w = folder + u"/w"_s;
    QCOMPARE(shell(u"printf 'mine\\n' > w/notes.md"_s, folder).code, 0);
    const ProgramRun ran = runProgram(u"signalboxctl"_s, {u"--workspace"_s, w, u"init"_s, u"refunds"_s});
    QVERIFY2(ran.code == 0, ran.errors.constData());
    QVERIFY(ran.output.contains("wrote signalbox.yaml"));
    QVERIFY(shell(u"cat w/signalbox.yaml"_s, folder).output.contains("name: w\n"));
    QCOMPARE(shell(u"cd w; git status --porcelain"_s, folder).output, QByteArray("?? notes.md\n"));
    const ProgramRun again = runProgram(u"signalboxctl"_s, {u"--workspace"_s, w, u"init"_s, u"refunds"_s});
    QVERIFY(again.output.contains("Everything is there already"));
    const ProgramRun second = runProgram(u"signalboxctl"_s, {u"--workspace"_s, w, u"init"_s, u"billing"_s});
    QVERIFY2(second.code == 0 && second.output.contains("agents/billing/agent.yaml"), second.errors.constData());
    const ProgramRun bad =
        runProgram(u"signalboxctl"_s, {u"--workspace"_s, w, u"init"_s, u"x"_s, u"--provider"_s, u"nobody"_s});
    QVERIFY(bad.code == 1 && bad.errors.contains("--provider NAME=URL"));
    DaemonProcess daemon(w, folder + u"/state"_s, {});
    QVERIFY2(daemon.start(), daemon.errors().constData());
    QCOMPARE(daemon.get("/api/v1/agents").json()["unserved"_L1].toArray().size(), 2);
}

QTEST_GUILESS_MAIN(WorkspaceShapesTest)
#include "tst_workspace_shapes.moc"
