// Every shape that a version can have when it was made without Signalbox, or lies in a clone that lacks something; each
// is made by git. What is said of it, whether it is listed, whether it can be released (also with the glass broken),
// what callers get when it is all there is, and what helps.
#include <QDir>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include "tests/server/daemon_process.h"
#include "tests/server/git_shapes.h"
#include "tests/server/stub_upstream.h"

using namespace signalbox::test;
using namespace Qt::StringLiterals;

namespace {

enum class Kind {
    Fine,       // listed, released, answers
    Warning,    // the same, with a word in its detail
    Mistake,    // listed, not released unless the glass is broken, does not answer by itself
    Useless,    // the same, and breaking the glass does not help: the gateway cannot make a request of it
    Unreadable, // listed, never released, does not answer
    NoVersion,  // a problem in the list, not a version
};

// The entry of a list whose member has this value.
QJsonObject entryOf(const QJsonArray& list, QLatin1StringView key, const QString& value) {
    for (const auto& one : list)
        if (one[key].toString() == value)
            return one.toObject();
    return {};
}

QString placeOf(const QJsonObject& finding) {
    const int line = finding["line"_L1].toInt();
    return finding["file"_L1].toString() + (line > 0 ? u":%1"_s.arg(line) : QString());
}

} // namespace

class VersionShapesTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_directory;
    StubUpstream m_upstream;
    int m_count = 0;

    [[nodiscard]] QString made(const QString& script, const QString& agents) {
        const QString folder = m_directory.filePath(u"%1"_s.arg(++m_count));
        QDir().mkpath(folder);
        const ProgramRun run =
            shellRun(u"AGENTS="_s + agents + u"\n"_s + QString::fromLatin1(gitShapes) + script + u"\nbuild"_s, folder);
        return run.code == 0 ? folder : QString::fromUtf8("failed: " + run.errors + run.output);
    }

    [[nodiscard]] static ProgramRun ctl(const QString& folder, const QStringList& words) {
        return runProgram(u"signalboxctl"_s, QStringList{u"--state"_s, folder + u"/state"_s} + words);
    }

    [[nodiscard]] static HttpAnswer asked(const DaemonProcess& daemon, const std::string& agent) {
        return send(daemon.gatewayPort(), {"POST",
                                           "/v1/chat/completions",
                                           {{"content-type", "application/json"}},
                                           R"({"model":")" + agent + R"(","messages":[]})"});
    }

private Q_SLOTS:
    void isWhatTheTableSays_data();
    void isWhatTheTableSays();
    void fetchingWhatIsMissingHelps_data();
    void fetchingWhatIsMissingHelps();
};

void VersionShapesTest::isWhatTheTableSays_data() {
    QTest::addColumn<QString>("agents"); // the folder: agents, or lib for adopted ones
    QTest::addColumn<QString>("script");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("helps"); // words of the remedy
    const auto row = [](const char* name, const char* script, Kind kind, const char* code = "", const char* place = "",
                        const char* helps = "", const char* agents = "agents") {
        QTest::newRow(name) << QString::fromLatin1(agents) << QString::fromLatin1(script) << static_cast<int>(kind)
                            << QString::fromLatin1(code) << QString::fromLatin1(place) << QString::fromLatin1(helps);
    };
    const auto both = [&](const char* name, const char* script, Kind kind, const char* code = "",
                          const char* place = "", const char* helps = "") {
        row(name, script, kind, code, place, helps);
        row(QByteArray(QByteArray("adopted: ") + name).constData(), script, kind, code, place, helps, "lib");
    };
    const char* prompt = "prompts/system.md:1";
    // Tags that git makes.
    both("annotated tag", "", Kind::Fine);
    row("lightweight tag", "tagit() { git tag \"$1\"; }", Kind::NoVersion, "lightweight_tag", "", "git tag -a");
    row("adopted: lightweight tag", "tagit() { git tag \"$1\"; }", Kind::Fine, "", "", "", "lib");
    const char* signedTag =
        "tagit() { git update-ref refs/tags/$1 $(printf 'object %s\\ntype commit\\ntag %s\\ntagger t "
        "<t@example.invalid> 1767225600 +0000\\n\\none\\n-----BEGIN SSH SIGNATURE-----\\nabc\\n-----END SSH "
        "SIGNATURE-----\\n' $(git rev-parse HEAD) $1 | git mktag); }";
    both("signed tag", signedTag, Kind::Fine);
    both("packed tags", "after() { git -C w gc -q; git -C w pack-refs --all; }", Kind::Fine);
    both("tag of a tag", "tagit() { git tag -a -m x x-$$-${1//\\//-}; git tag -a -m y \"$1\" x-$$-${1//\\//-}; }",
         Kind::NoVersion, "broken_object", "", "Tag the commit itself");
    both("tag of a tree", "tagit() { git tag -a -m x \"$1\" HEAD^{tree}; }", Kind::NoVersion, "broken_object", "",
         "Tag the commit itself");
    both("renamed tag",
         "tagit() { git tag -a -m x t-${1//\\//-}; git update-ref refs/tags/$1 $(git rev-parse t-${1//\\//-}); }",
         Kind::NoVersion, "bad_tag_name", "", "publish the content");
    row("digest of something else",
        "tagit() { git tag -a -m one -m \"Signalbox-Digest: sha256:$(printf %064d 1)\" \"$1\"; }", Kind::Unreadable,
        "digest_mismatch", "", "who changed the tag");
    // Clones.
    both("shallow clone", "after() { cloned --depth 1; git -C w fetch -q --depth 1 origin 'refs/tags/*:refs/tags/*'; }",
         Kind::Fine);
    both("clone without contents", "after() { later; cloned --filter=blob:none; lost; }", Kind::Unreadable,
         "broken_object", "prompts/system.md", "fetch --refetch origin");
    both("clone without trees", "after() { later; cloned --filter=tree:0; lost; }", Kind::NoVersion, "broken_object",
         "", "fetch --refetch origin");
    both("damaged content",
         "after() { for a in refunds lone; do o=$(git -C w rev-parse main:$AGENTS/$a/prompts/system.md); "
         "f=w/.git/objects/${o:0:2}/${o:2}; chmod u+w $f; echo x > $f; done; }",
         Kind::Unreadable, "broken_object", "prompts/system.md", "git fsck");
    // What is no file.
    both("prompt is a link", "shape() { mv prompts/system.md real; ln -s ../real prompts/system.md; }",
         Kind::Unreadable, "link_in_version", "prompts/system.md", "Put the file itself there");
    row("prompts are a link", "shape() { mv prompts real; ln -s real prompts; }", Kind::Unreadable, "link_in_version",
        "prompts", "Put the file itself there");
    row("prompts are a submodule",
        "shape() { git rm -rq --cached prompts; cd prompts; git init -q .; git add -A; git commit -qm inner; }",
        Kind::Unreadable, "submodule_in_version", "prompts", "Commit the files themselves");
    both("the folder is a link", "shape() { d=$(basename $PWD); cd ..; mv $d ../real-$d; ln -s ../real-$d $d; }",
         Kind::NoVersion, "link_in_version", "", "Put the file itself there");
    both("the folder is a submodule",
         "shape() { git rm -rq --cached .; git init -q .; git add -A; git commit -qm inner; }", Kind::NoVersion,
         "submodule_in_version", "", "Commit the files themselves");
    both("no folder", "shape() { d=$(basename $PWD); cd ..; rm -rf $d; }", Kind::NoVersion, "agent_missing", "",
         "under another number");
    row("a submodule beside the version",
        "shape() { mkdir tests; cd tests; git init -q .; git commit -q --allow-empty -m inner; }", Kind::Fine);
    row("an executable prompt", "shape() { chmod +x prompts/system.md; }", Kind::Fine);
    row("too large", "shape() { head -c 17825792 /dev/zero | tr '\\0' a > prompts/system.md; }", Kind::Unreadable,
        "file_too_large", "prompts/system.md", "Move large data out");
    // What stands in the files.
    both("pointer of Git LFS", "shape() { printf \"$pointer\" > prompts/system.md; }", Kind::Mistake, "lfs_pointer",
         prompt, "git lfs pull");
    both("pointer with the line ends of Windows",
         "shape() { printf \"$pointer\" | sed 's/$/\\r/' > prompts/system.md; }", Kind::Mistake, "lfs_pointer", prompt,
         "git lfs pull");
    row("pointer of a former Git LFS",
        "shape() { printf \"${pointer/git-lfs.github/hawser.github}\" > "
        "prompts/system.md; }",
        Kind::Mistake, "lfs_pointer", prompt, "git lfs pull");
    row("a tool is a pointer", "shape() { printf \"$pointer\" | tool; }", Kind::Useless, "lfs_pointer",
        "integrations/t.json:1", "git lfs pull");
    row("a schema is a pointer", "shape() { printf \"$pointer\" | schema; }", Kind::Mistake, "lfs_pointer",
        "contract/in.json:1", "git lfs pull");
    both("text about a pointer", "shape() { printf 'Explain this:\\n'\"$pointer\" > prompts/system.md; }", Kind::Fine);
    both("Latin-1", "shape() { printf 'One.\\nCaf\\351.\\n' > prompts/system.md; }", Kind::Mistake, "bad_text",
         "prompts/system.md:2", "Save it as UTF-8");
    both("UTF-16", "shape() { printf '\\377\\376H\\0i\\0' > prompts/system.md; }", Kind::Mistake, "bad_text", prompt,
         "Save it as UTF-8");
    both("UTF-16 without a mark", "shape() { printf 'H\\0i\\0' > prompts/system.md; }", Kind::Mistake, "bad_text",
         prompt, "Save it as UTF-8");
    both("byte order mark", "shape() { printf '\\357\\273\\277Decide.\\n' > prompts/system.md; }", Kind::Warning,
         "byte_order_mark", prompt, "without a byte order mark");
    row("byte order mark before a tool", "shape() { printf '\\357\\273\\277%s' \"$good\" | tool; }", Kind::Useless,
        "byte_order_mark", "integrations/t.json:1", "without a byte order mark");
    row("byte order mark before a schema", "shape() { printf '\\357\\273\\277{}' | schema; }", Kind::Mistake,
        "byte_order_mark", "contract/in.json:1", "without a byte order mark");
    row("byte order mark before agent.yaml", "shape() { sed -i '1s/^/\\xef\\xbb\\xbf/' agent.yaml; }", Kind::Warning,
        "byte_order_mark", "agent.yaml:1", "without a byte order mark");
    both("empty prompt", "shape() { : > prompts/system.md; }", Kind::Mistake, "empty_prompt", "prompts/system.md",
         "Write it");
    both("blank prompt", "shape() { printf ' \\n\\t\\r\\n' > prompts/system.md; }", Kind::Mistake, "empty_prompt",
         "prompts/system.md", "Write it");
    both("a key in a prompt", "shape() { printf 'a\\nsk-777777777777777777777777\\n' > prompts/system.md; }",
         Kind::Mistake, "secret_in_file", "prompts/system.md:2", "env:NAME");
    row("no prompt named", "shape() { sed -i /prompts/d agent.yaml; }", Kind::Warning, "no_system_prompt",
        "agent.yaml:1", "nothing tells it");
    row("adopted: no prompt", "shape() { git rm -q prompts/system.md; echo x > notes.txt; }", Kind::Unreadable,
        "no_prompts", "", "Correct path and prompts", "lib");
    row("the prompt is not there", "shape() { rm prompts/system.md; }", Kind::Unreadable, "missing_file",
        "agent.yaml:6", "Add the file");
    row("a model that moves", "shape() { sed -i s/i-2026-01-15/gpt-4o/ agent.yaml; }", Kind::Mistake, "floating_model",
        "agent.yaml:5", "Write a dated id");
    row("no agent.yaml", "shape() { rm agent.yaml; }", Kind::Unreadable, "no_manifest", "agent.yaml", "Add agent.yaml");
    row("agent.yaml is no YAML", "shape() { printf '\\ta: b\\n' >> agent.yaml; }", Kind::Unreadable, "bad_yaml",
        "agent.yaml:7", "");
    row("agent.yaml of another agent", "shape() { sed -i 's/^name: .*/name: other/' agent.yaml; }", Kind::Unreadable,
        "agent_missing", "", "under its own name");
    row("a tool that is no JSON", "shape() { echo '{' | tool; }", Kind::Useless, "bad_tool", "integrations/t.json:2",
        "brackets");
}

void VersionShapesTest::isWhatTheTableSays() {
    QFETCH(const QString, agents);
    QFETCH(const QString, script);
    QFETCH(const int, kind);
    QFETCH(const QString, code);
    QFETCH(const QString, place);
    QFETCH(const QString, helps);
    const Kind is = static_cast<Kind>(kind);
    const bool served = is == Kind::Fine || is == Kind::Warning;
    const bool mistaken = is == Kind::Mistake || is == Kind::Useless;
    const QString folder = made(script, agents);
    QVERIFY2(!folder.startsWith("failed"_L1), qPrintable(folder));
    DaemonProcess daemon(folder + u"/w"_s, folder + u"/state"_s, m_upstream.url());
    QVERIFY2(daemon.start(), daemon.errors().constData());

    // Listed, with what was found.
    const QJsonObject list = daemon.get("/api/v1/agents/refunds/versions").json();
    QCOMPARE(entryOf(list["versions"_L1].toArray(), "version"_L1, u"1.1.0"_s).isEmpty(), is == Kind::NoVersion);
    QCOMPARE(list["unchecked"_L1].toInt(), 0);
    const QJsonObject check = entryOf(list["checks"_L1].toArray(), "version"_L1, u"1.1.0"_s);
    const QJsonObject error = entryOf(check["errors"_L1].toArray(), "code"_L1, code);
    const QJsonObject problem = list["problems"_L1][0].toObject();
    QCOMPARE(list["problems"_L1].toArray().size(), is == Kind::NoVersion ? 1 : 0);
    QCOMPARE(check["errors"_L1].toArray().isEmpty(), !mistaken && is != Kind::Unreadable);
    if (is == Kind::NoVersion) {
        QCOMPARE(problem["code"_L1].toString(), code);
    } else if (!served) {
        QCOMPARE(error["code"_L1].toString(), code);
        QCOMPARE(placeOf(error), place);
        QCOMPARE(check["readable"_L1].toBool(), mistaken);
    } else if (is == Kind::Warning) {
        const QJsonObject detail = daemon.get("/api/v1/agents/refunds/versions/1.1.0").json();
        const QJsonObject warning = entryOf(detail["findings"_L1].toArray(), "code"_L1, code);
        QCOMPARE(placeOf(warning), place);
        QCOMPARE(warning["severity"_L1].toString(), u"warning"_s);
    }
    QStringList versions{u"versions"_s, u"refunds"_s};
    if (is == Kind::Warning)
        versions << u"1.1.0"_s;
    const QByteArray said = ctl(folder, versions).output;
    QVERIFY2(said.contains(code.toUtf8()) && said.contains(place.toUtf8()) && said.contains(helps.toUtf8()),
             said.constData());

    // What callers get when there is nothing else, and why.
    QCOMPARE(asked(daemon, "lone").status, served ? 200 : 404);
    const QJsonObject agentList = daemon.get("/api/v1/agents").json();
    const QJsonObject unserved = entryOf(agentList["unserved"_L1].toArray(), "agent"_L1, u"lone"_s);
    QCOMPARE(entryOf(agentList["agents"_L1].toArray(), "agent"_L1, u"lone"_s).isEmpty(), !served);
    QCOMPARE(unserved["reason"_L1].toString(), served ? QString() : mistaken ? u"mistakes"_s : u"unreadable"_s);
    if (!served)
        QVERIFY2(ctl(folder, {u"agents"_s}).output.contains(helps.toUtf8()), qPrintable(helps));

    // Released or refused; the stable version answers in between.
    const QStringList start{u"release"_s, u"start"_s, u"refunds"_s, u"1.1.0"_s, u"--json"_s};
    const ProgramRun refused = ctl(folder, start);
    QCOMPARE(refused.code == 0, served);
    if (mistaken)
        QVERIFY2(refused.output.contains("version_has_mistakes") && refused.errors.contains(place.toUtf8()),
                 refused.errors.constData());
    if (!served && !mistaken)
        QVERIFY2(refused.output.contains(is == Kind::NoVersion ? "no_version" : code.toUtf8().constData()),
                 refused.output.constData());
    if (mistaken) {
        const ProgramRun silent = ctl(folder, start + QStringList{u"--break-glass"_s, u"--reason"_s, u" "_s});
        QVERIFY(silent.code != 0);
    }
    if (!served) {
        const ProgramRun glass =
            ctl(folder, start + QStringList{u"--break-glass"_s, u"--reason"_s, u"a customer waits"_s});
        QVERIFY2((glass.code == 0) == (is == Kind::Mistake), glass.errors.constData());
        const ProgramRun audit = ctl(folder, {u"audit"_s, u"list"_s, u"--json"_s});
        QCOMPARE(audit.output.contains("a customer waits"), mistaken); // what was tried is kept as well
    }
    QCOMPARE(asked(daemon, "refunds").status, 200);
}

void VersionShapesTest::fetchingWhatIsMissingHelps_data() {
    QTest::addColumn<QString>("agents");
    QTest::addColumn<QString>("filter");
    for (const QString& agents : {u"agents"_s, u"lib"_s})
        for (const QString& filter : {u"blob:none"_s, u"tree:0"_s})
            QTest::addRow("%s %s", qPrintable(agents), qPrintable(filter)) << agents << filter;
}

// The command that is said, as it is said; the backend goes on running.
void VersionShapesTest::fetchingWhatIsMissingHelps() {
    QFETCH(const QString, agents);
    QFETCH(const QString, filter);
    const QString folder = made(u"after() { later; cloned --filter=%1; }"_s.arg(filter), agents);
    QVERIFY2(!folder.startsWith("failed"_L1), qPrintable(folder));
    DaemonProcess daemon(folder + u"/w"_s, folder + u"/state"_s, m_upstream.url());
    QVERIFY2(daemon.start(), daemon.errors().constData());
    const auto unserved = [&] {
        return entryOf(daemon.get("/api/v1/agents").json()["unserved"_L1].toArray(), "agent"_L1, u"lone"_s);
    };
    const QString hint = unserved()["hint"_L1].toString();
    const auto command = hint.indexOf(": git -C"_L1);
    QVERIFY2(command > 0, qPrintable(hint));
    const ProgramRun ran = shellRun(hint.mid(command + 2), folder);
    QVERIFY2(ran.code == 0, ran.errors.constData());
    QTRY_VERIFY_WITH_TIMEOUT(unserved().isEmpty(), 20'000);
    QTRY_COMPARE(asked(daemon, "lone").status, 200);
    QVERIFY(daemon.get("/api/v1/agents/refunds/versions").json()["problems"_L1].toArray().isEmpty());
    QVERIFY(entryOf(daemon.get("/api/v1/agents/refunds/versions").json()["checks"_L1].toArray(), "version"_L1,
                    u"1.1.0"_s)["errors"_L1]
                .toArray()
                .isEmpty());
}

QTEST_GUILESS_MAIN(VersionShapesTest)
#include "tst_version_shapes.moc"
