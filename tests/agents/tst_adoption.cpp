// Agents of repositories that know nothing of Signalbox: what signalbox.yaml may say about them, which files and tags
// are theirs, and where the parts of the manifest come from.
#include <QElapsedTimer>
#include <QTest>

#include "core/agents/adoption.h"
#include "core/agents/glob.h"
#include "core/agents/workspace.h"

using namespace signalbox;
using namespace signalbox::agents;

namespace {

Result<Workspace> workspace(const std::string& agent) {
    return readWorkspace("name: w\nagents:\n  support: " + agent + "\n");
}

const std::string model = "model: {provider: p, id: large-2026-01-15}";

Adoption adoption(const std::string& rest = {}) {
    return workspace("{path: prompts/support, " + model + rest + "}").value().adopted.at("support");
}

std::string codeOf(const Result<SnapshotPtr>& snapshot) {
    return snapshot ? "good" : snapshot.error().code;
}

} // namespace

class TestAdoption : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void globs_data();
    void globs();
    void globsTakeNoTime();
    void readsTheMapping();
    void mistakesAreNamed_data();
    void mistakesAreNamed();
    void tagsAreVersions();
    void whatTheTreeLacksComesFromTheWorkspace();
    void promptsAreNamedAfterFiles();
    void hostileTreesAreNamed();
};

void TestAdoption::globs_data() {
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<bool>("fits");
    const auto row = [](const char* pattern, const char* path, bool fits) {
        QTest::addRow("%s %s", pattern, path) << QByteArray(pattern) << QByteArray(path) << fits;
    };
    row("**/*.md", "a.md", true);
    row("**/*.md", "a/b/c.md", true);
    row("**/*.md", "a/b/c.txt", false);
    row("*.md", "a/b.md", false);
    row("*.md", ".md", true);
    row("a/**/b.md", "a/b.md", true);
    row("a/**/b.md", "a/x/y/b.md", true);
    row("a/**/b.md", "ab.md", false);
    row("a/**/b.md", "a/xb.md", false);
    row("a?c", "abc", true);
    row("a?c", "a/c", false);
    row("**", "ab", true);
    row("**", "a/b", false);
    row("", "", true);
    row("", "a", false);
    row("*", "", true);
}

void TestAdoption::globs() {
    QFETCH(QByteArray, pattern);
    QFETCH(QByteArray, path);
    QFETCH(bool, fits);
    QCOMPARE(matchesGlob(pattern.toStdString(), path.toStdString()), fits);
}

void TestAdoption::globsTakeNoTime() {
    std::string pattern;
    for (int i = 0; i < 60; ++i)
        pattern += "**/*a";
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!matchesGlob(pattern, std::string(1000, 'a') + "b"));
    QVERIFY(timer.elapsed() < 1000);
}

void TestAdoption::readsTheMapping() {
    const auto good = workspace("{path: prompts/support/, stable: 1.0.0, " + model + "}");
    QVERIFY2(good, good ? "" : good.error().message.c_str());
    const Adoption& one = good->adopted.at("support");
    QCOMPARE(one.path, std::string("prompts/support"));
    QCOMPARE(one.tags, std::string("v*"));
    QCOMPARE(one.prompts, std::string("**/*.md"));
    QCOMPARE(one.fields.entries.size(), std::size_t{1});
    QCOMPARE(good->stable.at("support"), std::string("1.0.0"));
    QCOMPARE(workspace("{path: ., " + model + "}")->adopted.at("support").path, std::string());
    QVERIFY(workspace("{stable: 1.0.0}")->adopted.empty());
}

void TestAdoption::mistakesAreNamed_data() {
    QTest::addColumn<QByteArray>("agent");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char* agent, const char* code) {
        QTest::newRow(agent) << QByteArray(agent) << QByteArray(code);
    };
    row("{path: ../other}", "path_outside");
    row("{path: /etc}", "path_outside");
    row("{path: 'a\\b'}", "path_outside");
    row("{path: .git/../x}", "path_outside");
    row("{path: a, tags: v1}", "bad_pattern");
    row("{path: a, tags: 'v*-*'}", "bad_pattern");
    row("{path: a, tags: 'agents/support/v*'}", "bad_pattern");
    row("{path: a, tags: '../v*'}", "bad_pattern");
    row("{path: a, tags: '-v*'}", "bad_pattern");
    row("{path: a, tags: 'v *'}", "bad_pattern");
    row("{path: a, prompts: /etc/*}", "bad_pattern");
    row("{path: a, prompts: ../**/*.md}", "bad_pattern");
    row("{path: a, prompts: [a.md]}", "wrong_type");
    row("{tags: 'v*'}", "missing_field");
    row("{prompts: '*.md'}", "missing_field");
    row("{model: {provider: p, id: i}}", "not_adopted");
    row("{path: a, model: {provider: p}}", "missing_field");
    row("{path: a, model: {provider: p, id: i, temperature: 1}}", "unknown_key");
    row("{path: a, configuration: {temperature: 9}}", "out_of_range");
    row("{path: a, contract: {input: ../x}}", "path_outside");
    row("{path: a, tag: 'v*'}", "unknown_key");
}

void TestAdoption::mistakesAreNamed() {
    QFETCH(QByteArray, agent);
    QFETCH(QByteArray, code);
    const auto read = workspace(agent.toStdString());
    QVERIFY(!read);
    QCOMPARE(read.error().code, code.toStdString());
    QVERIFY2(read.error().field.starts_with("signalbox.yaml:3: agents.support."), read.error().field.c_str());
}

void TestAdoption::tagsAreVersions() {
    const Adoption one = adoption(", tags: \"support-v*-final\"");
    QVERIFY(!versionOfTag(one, "v1.0.0"));
    QVERIFY(!versionOfTag(one, "support-v-final"));
    QCOMPARE(versionOfTag(one, "support-v1.2.3-rc.1-final")->value().toString(), std::string("1.2.3-rc.1"));
    QCOMPARE(versionOfTag(one, "support-vnext-final")->error().code, std::string("bad_tag_name"));
    QCOMPARE(tagOf(one, SemVer::parse("1.2.3").value()), std::string("support-v1.2.3-final"));
}

void TestAdoption::whatTheTreeLacksComesFromTheWorkspace() {
    const Adoption one = adoption(", configuration: {temperature: 0.5}, description: \"Helps.\"");
    const auto bare = makeAdoptedSnapshot({{"system.md", "Be kind.\n"}, {"notes.txt", "x"}}, "support", one);
    QVERIFY2(bare, bare ? "" : bare.error().message.c_str());
    QCOMPARE((*bare)->manifest.name, std::string("support"));
    QCOMPARE((*bare)->manifest.model.id, std::string("large-2026-01-15"));
    QCOMPARE((*bare)->manifest.configuration.temperature, std::optional(0.5));
    QCOMPARE((*bare)->prompt("system"), std::string_view("Be kind.\n"));
    QCOMPARE((*bare)->files.size(), std::size_t{1});
    QCOMPARE((*bare)->files[0].path, std::string("prompts/system.md"));
    QCOMPARE((*bare)->fromWorkspace, (std::vector<std::string>{"description", "model", "configuration", "prompts"}));
    // What the tree says wins, whole part by whole part.
    const auto own = makeAdoptedSnapshot(
        {{"agent.yaml", "model: {provider: q, id: small-2026-01-15}\nprompts: {system: prompts/a.md}\n"},
         {"prompts/a.md", "Be brief.\n"}},
        "support", one);
    QVERIFY2(own, own ? "" : own.error().message.c_str());
    QCOMPARE((*own)->manifest.model.provider, std::string("q"));
    QCOMPARE((*own)->fromWorkspace, (std::vector<std::string>{"description", "configuration"}));
    QVERIFY((*own)->digest != (*bare)->digest);
    // The digest names the content, the workspace's part included.
    const auto other = makeAdoptedSnapshot({{"system.md", "Be kind.\n"}}, "support", adoption());
    QVERIFY((*other)->digest != (*bare)->digest);
    QCOMPARE((*makeAdoptedSnapshot({{"system.md", "Be kind.\n"}}, "support", one))->digest, (*bare)->digest);
}

void TestAdoption::promptsAreNamedAfterFiles() {
    const auto two = makeAdoptedSnapshot({{"system.md", "a"}, {"parts/Tone of Voice.md", "b"}}, "support", adoption());
    QVERIFY(two);
    QCOMPARE((*two)->prompt("system"), std::string_view("a"));
    QCOMPARE((*two)->prompt("parts-tone-of-voice"), std::string_view("b"));
    const auto single = makeAdoptedSnapshot({{"voice.md", "a"}}, "support", adoption());
    QCOMPARE((*single)->prompt("system"), std::string_view("a"));
}

void TestAdoption::hostileTreesAreNamed() {
    const Adoption one = adoption();
    const auto code = [&](std::vector<File> files) {
        return codeOf(makeAdoptedSnapshot(std::move(files), "support", one));
    };
    QCOMPARE(code({}), std::string("no_prompts"));
    QCOMPARE(code({{"a.txt", "x"}}), std::string("no_prompts"));
    QCOMPARE(code({{"A b.md", "x"}, {"a-b.md", "y"}}), std::string("duplicate_prompt"));
    QCOMPARE(code({{"x.md", "x"}, {"prompts/x.md", "y"}}), std::string("duplicate_path"));
    QCOMPARE(code({{"../x.md", "x"}}), std::string("path_outside"));
    QCOMPARE(code({{"agent.yaml", "- a\n"}, {"x.md", "x"}}), std::string("wrong_type"));
    QCOMPARE(code({{"agent.yaml", "name: [\n"}, {"x.md", "x"}}), std::string("bad_yaml"));
    QCOMPARE(code({{"agent.yaml", "schema: other/1\n"}, {"x.md", "x"}}), std::string("bad_schema"));
    QCOMPARE(code({{"agent.yaml", "steps: []\n"}, {"x.md", "x"}}), std::string("unknown_key"));
    QCOMPARE(code({{"agent.yaml", "prompts: {system: prompts/gone.md}\n"}, {"x.md", "x"}}),
             std::string("missing_file"));
    const auto bare = workspace("{path: a}").value().adopted.at("support");
    QCOMPARE(codeOf(makeAdoptedSnapshot({{"x.md", "x"}}, "support", bare)), std::string("missing_field"));
}

QTEST_APPLESS_MAIN(TestAdoption)
#include "tst_adoption.moc"
