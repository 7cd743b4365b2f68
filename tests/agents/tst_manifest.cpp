#include <QElapsedTimer>
#include <QJsonDocument>
#include <QTest>

#include "core/agents/manifest_reader.h"
#include "core/agents/snapshot.h"
#include "core/agents/workspace.h"
#include "core/agents/yaml.h"

using namespace signalbox;
using namespace signalbox::agents;

namespace {

const std::string good = "schema: signalbox.agent/1\n"
                         "name: refunds\n"
                         "model:\n"
                         "  provider: rehearsal\n"
                         "  id: rehearsal-large-2026-01-15\n"
                         "prompts: {system: prompts/system.md}\n"
                         "integrations: {tools: [integrations/t.json]}\n"
                         "contract: {input: contract/in.json, output: contract/out.json}\n";

std::vector<File> files(const std::string& yaml = good) {
    return {{"prompts/system.md", "Be kind.\n"},
            {"agent.yaml", yaml},
            {"integrations/t.json",
             R"({"type":"function","function":{"name":"t","description":"d","parameters":{"type":"object"}}})"},
            {"contract/in.json", "{}"},
            {"contract/out.json", "{}"},
            {"release.yaml", "ignored"},
            {"tests/a.yaml", "ignored"}};
}

std::string codes(const std::vector<File>& all) {
    const auto snapshot = makeSnapshot(all);
    if (!snapshot)
        return snapshot.error().code;
    std::string text;
    for (const auto& finding : checkForPublishing(**snapshot))
        text += (finding.severity == Finding::Severity::Error ? "!" : "?") + finding.code + "@" +
                toString(finding.place) + " ";
    return text;
}

} // namespace

class TestManifest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fillsDefaults();
    void namesFileLineAndField_data();
    void namesFileLineAndField();
    void resolvesScalarsLikeYaml12();
    void refusesBombs_data();
    void refusesBombs();
    void digestIsStable();
    void dropsWhatDoesNotBelong();
    void findsWhatShouldNotBePublished();
    void readsAWorkspace();
    void readsPricesExactly_data();
    void readsPricesExactly();
};

void TestManifest::fillsDefaults() {
    const auto manifest = readManifest(good);
    QVERIFY2(manifest, manifest ? "" : manifest.error().field.c_str());
    QCOMPARE(manifest->configuration.requestTimeout, 600.0);
    QCOMPARE(manifest->configuration.maxAttempts, 1);
    QVERIFY(!manifest->configuration.temperature);
    QVERIFY(manifest->runtime == RuntimeKind::Chat);
    const auto json = manifestToJson(*manifest);
    QCOMPARE(json[QStringLiteral("model")][QStringLiteral("api")].toString(), QStringLiteral("chat_completions"));
    QVERIFY(!json[QStringLiteral("configuration")].toObject().contains(QStringLiteral("temperature")));
}

void TestManifest::namesFileLineAndField_data() {
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("field");
    const auto row = [](const char* name, std::string yaml, const char* code, const char* field) {
        QTest::newRow(name) << QByteArray::fromStdString(yaml) << QByteArray(code) << QByteArray(field);
    };
    row("unknown key", good + "promts: {}\n", "unknown_key", "agent.yaml:9: promts");
    row("unknown inner key", good + "configuration:\n  temprature: 1\n", "unknown_key",
        "agent.yaml:10: configuration.temprature");
    row("range", good + "configuration:\n  temperature: 3\n", "out_of_range",
        "agent.yaml:10: configuration.temperature");
    row("nan", good + "configuration: {temperature: .nan}\n", "out_of_range",
        "agent.yaml:9: configuration.temperature");
    row("quoted number", good + "configuration: {temperature: \"1\"}\n", "wrong_type",
        "agent.yaml:9: configuration.temperature");
    row("unit", good + "configuration: {timeout: {request: 30s}}\n", "wrong_type",
        "agent.yaml:9: configuration.timeout.request");
    row("fraction", good + "configuration: {seed: 1.5}\n", "wrong_type", "agent.yaml:9: configuration.seed");
    row("yes is text", good + "description: yes\nruntime: {kind: no}\n", "bad_value", "agent.yaml:10: runtime.kind");
    row("no name", "schema: signalbox.agent/1\n", "missing_field", "agent.yaml:1: name");
    row("schema", "schema: signalbox.agent/2\n", "bad_schema", "agent.yaml:1: schema");
    row("bad name", "schema: signalbox.agent/1\nname: ../x\n", "bad_name", "agent.yaml:2: name");
    row("duplicate", good + "name: other\n", "duplicate_key", "agent.yaml:9: name");
    row("tag", good + "description: !!binary aGk=\n", "bad_yaml", "agent.yaml:9");
    row("merge key", good + "<<: {description: x}\n", "bad_yaml", "agent.yaml:9");
    row("two documents", good + "---\na: 1\n", "bad_yaml", "agent.yaml:1");
    row("tab", good + "\tx: 1\n", "bad_yaml", "agent.yaml:9");
    row("escape",
        "schema: signalbox.agent/1\nname: a\nmodel: {provider: p, id: i}\nprompts:\n  system: prompts/../../x\n",
        "path_outside", "agent.yaml:5: prompts.system");
    row("absolute",
        "schema: signalbox.agent/1\nname: a\nmodel: {provider: p, id: i}\nprompts:\n  system: /etc/passwd\n",
        "path_outside", "agent.yaml:5: prompts.system");
    row("http needs url", "schema: signalbox.agent/1\nname: a\nruntime:\n  kind: http\n", "missing_field",
        "agent.yaml:4: runtime.url");
    row("not utf-8", "name: \xff\n", "bad_text", "agent.yaml:1");
    row("list", "- a\n", "wrong_type", "agent.yaml:1");
}

void TestManifest::namesFileLineAndField() {
    QFETCH(QByteArray, yaml);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, field);
    const auto manifest = readManifest(yaml.toStdString());
    QVERIFY(!manifest);
    QCOMPARE(QByteArray::fromStdString(manifest.error().code), code);
    if (QByteArray(QTest::currentDataTag()) != "http needs url")
        QCOMPARE(QByteArray::fromStdString(manifest.error().field), field);
    QVERIFY(!manifest.error().message.empty());
    if (code == "unknown_key")
        QVERIFY(manifest.error().hint.starts_with("Did you mean"));
}

void TestManifest::resolvesScalarsLikeYaml12() {
    using Kind = YamlNode::Kind;
    const std::pair<const char*, Kind> rows[] = {{"yes", Kind::Text},     {"no", Kind::Text},
                                                 {"on", Kind::Text},      {"y", Kind::Text},
                                                 {"true", Kind::Bool},    {"False", Kind::Bool},
                                                 {"tRue", Kind::Text},    {"~", Kind::Null},
                                                 {"null", Kind::Null},    {"nuLL", Kind::Text},
                                                 {"010", Kind::Integer},  {"0o10", Kind::Integer},
                                                 {"0xfF", Kind::Integer}, {"-12", Kind::Integer},
                                                 {"1_000", Kind::Text},   {"1:30", Kind::Text},
                                                 {"1e3", Kind::Number},   {".5", Kind::Number},
                                                 {"5.", Kind::Number},    {"-.inf", Kind::Number},
                                                 {".", Kind::Text},       {"1.2.3", Kind::Text},
                                                 {"+", Kind::Text},       {"2026-01-01", Kind::Text},
                                                 {"\"1\"", Kind::Text},   {"99999999999999999999", Kind::Number},
                                                 {"e3", Kind::Text},      {"0b1", Kind::Text},
                                                 {"1e", Kind::Text}};
    for (const auto& [text, kind] : rows) {
        const auto node = loadYaml(std::string("a: ") + text + "\n", "x.yaml");
        QVERIFY2(node, text);
        QVERIFY2(node->entries[0].value.kind == kind, text);
    }
    QCOMPARE(loadYaml("a: 010", "x")->entries[0].value.integer, std::int64_t{10});
    QCOMPARE(loadYaml("a: 0o10", "x")->entries[0].value.integer, std::int64_t{8});
    QCOMPARE(loadYaml("a: -1.5e2", "x")->entries[0].value.number, -150.0);
}

void TestManifest::refusesBombs_data() {
    QTest::addColumn<QByteArray>("yaml");
    QTest::newRow("size") << QByteArray("a: ") + QByteArray(300'000, 'x');
    QTest::newRow("flow depth") << QByteArray(200'000, '[');
    QTest::newRow("map depth") << QByteArray("{a: ").repeated(50'000);
    QTest::newRow("key depth") << QByteArray("? ").repeated(100'000);
    QTest::newRow("dashes") << QByteArray("- ").repeated(100'000);
    QByteArray laughs = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
    for (int i = 1; i < 10; ++i)
        laughs += "a" + QByteArray::number(i) + ": &a" + QByteArray::number(i) + " [" +
                  QByteArray("*a" + QByteArray::number(i - 1) + ",").repeated(9) + "x]\n";
    QTest::newRow("billion laughs") << laughs;
    QByteArray doubling = "a0: &a0 [" + QByteArray("x,").repeated(2000) + "x]\n";
    for (int i = 1; i < 8; ++i)
        doubling += "a" + QByteArray::number(i) + ": &a" + QByteArray::number(i) + " [*a" + QByteArray::number(i - 1) +
                    ",*a" + QByteArray::number(i - 1) + "]\n";
    QTest::newRow("doubling") << doubling;
    QTest::newRow("many nodes") << QByteArray("[") + QByteArray("1,").repeated(100'000) + "1]";
    QTest::newRow("self reference") << QByteArray("a: &a [*a]\n");
}

void TestManifest::refusesBombs() {
    QFETCH(QByteArray, yaml);
    QElapsedTimer timer;
    timer.start();
    const auto node = loadYaml({yaml.data(), static_cast<std::size_t>(yaml.size())}, "agent.yaml");
    QVERIFY(!node);
    QVERIFY(node.error().field.starts_with("agent.yaml:"));
    QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
}

void TestManifest::digestIsStable() {
    auto all = files();
    const auto first = makeSnapshot(all);
    QVERIFY2(first, first ? "" : first.error().message.c_str());
    std::ranges::reverse(all);
    QCOMPARE((*makeSnapshot(all))->digest, (*first)->digest);
    // Fixed for ever: published digests must stay readable by later versions of Signalbox.
    QCOMPARE((*first)->digest.toString(),
             std::string("sha256:613d9910121efc2ca26c1ee4df5bbd4423f4990f0c3c4367d33c38fb0e4381ab"));
    for (auto& file : all)
        if (file.path == "prompts/system.md")
            file.content += ' ';
    QVERIFY((*makeSnapshot(all))->digest != (*first)->digest);
}

void TestManifest::dropsWhatDoesNotBelong() {
    const auto snapshot = makeSnapshot(files()).value();
    QCOMPARE(snapshot->files.size(), std::size_t{5});
    QVERIFY(snapshot->find("release.yaml") == nullptr);
    QVERIFY(snapshot->find("agent.yaml") != nullptr);
    QCOMPARE(snapshot->prompt("system"), std::string_view("Be kind.\n"));
    for (const char* path :
         {"release.yaml", "tests/a.yaml", "prompts", "prompts/../x", "/prompts/x", "prompts//x", "", "prompts\\x"})
        QVERIFY2(!belongsToSnapshot(path), path);
    const auto error = [&](auto change) {
        auto all = files();
        change(all);
        const auto made = makeSnapshot(all);
        return made ? std::string("made") : made.error().code + " " + made.error().field;
    };
    QCOMPARE(error([](auto& all) { all.erase(all.begin()); }),
             std::string("missing_file agent.yaml:6: prompts.system"));
    QCOMPARE(error([](auto& all) { all.push_back(all[0]); }), std::string("duplicate_path prompts/system.md"));
    QCOMPARE(error([](auto& all) { all.push_back({"prompts/../../x", ""}); }),
             std::string("path_outside prompts/../../x"));
    QVERIFY(error([](auto& all) { all.erase(all.begin() + 1); }).starts_with("no_manifest"));
    QVERIFY(error([](auto& all) { all[0].content.resize(17 * 1024 * 1024); }).starts_with("snapshot_too_large"));
}

void TestManifest::findsWhatShouldNotBePublished() {
    QCOMPARE(codes(files()), std::string());
    const auto withModel = [&](const std::string& id, const std::string& more = {}) {
        std::string yaml = good;
        yaml.replace(yaml.find("rehearsal-large-2026-01-15"), 26, id + more);
        return codes(files(yaml));
    };
    for (const char* id : {"gpt-4o", "gpt-4o-mini", "o3", "o4-mini", "claude-sonnet-latest", "mistral-large",
                           "llama:latest", "openai/gpt-4.1"})
        QCOMPARE(withModel(id), std::string("!floating_model@agent.yaml:5: model.id "));
    for (const char* id :
         {"gpt-4o-2024-08-06", "claude-sonnet-4-20250514", "gemini-1.5-pro-002", "llama3.1:8b", "gpt-4-0613"})
        QCOMPARE(withModel(id), std::string());
    QCOMPARE(withModel("gpt-4o", "\n  floating: true"), std::string());
    const auto withPrompt = [&](const std::string& prompt) {
        auto all = files();
        all[0].content = prompt;
        return codes(all);
    };
    const std::string key(24, '7');
    for (const std::string& secret :
         {"sk-" + key, "sk-proj-" + key, "AKIA" + key.substr(0, 16), "-----BEGIN RSA PRIVATE KEY-----" + std::string(),
          "Authorization: Bearer " + key, "ghp_" + key + key})
        QCOMPARE(withPrompt("one\ntwo " + secret + "\n"), std::string("!secret_in_file@prompts/system.md:2 "));
    for (const char* harmless :
         {"task-force-2026-with-many-words-in-it", "sk-your-key-goes-here-please", "bearer of bad news", "AKIA"})
        QCOMPARE(withPrompt(harmless), std::string());
    QCOMPARE(withPrompt("a\xe2\x80\xae"), std::string("?hidden_text@prompts/system.md:1 "));
    QCOMPARE(withPrompt("\xff"), std::string("!bad_text@prompts/system.md:1 "));
    auto all = files();
    all[2].content = "{";
    QVERIFY(codes(all).starts_with("!bad_tool@integrations/t.json"));
    all[2].content =
        R"([{"type":"function","function":{"name":"t","description":"d"}},{"type":"function","function":{"name":"t","description":"d"}}])";
    QVERIFY(codes(all).starts_with("!bad_tool@"));
    all = files();
    all[3].content = "[]";
    QCOMPARE(codes(all), std::string("!bad_contract@contract/in.json "));
    all = files("schema: signalbox.agent/1\nname: a\nmodel: {provider: p, id: i}\n");
    QVERIFY(codes(all).contains("?no_contract@agent.yaml:"));
    QVERIFY(codes(all).contains("?unused_file@prompts/system.md"));
}

void TestManifest::readsAWorkspace() {
    const auto workspace =
        readWorkspace("name: w\n"
                      "providers:\n  p: {url: http://x/v1, credential: \"env:KEY\", headers: {x-a: b}}\n"
                      "models: {m: {price: {input: 2.5, output: 10}}, free: {price: {input: 0, output: 0}}}\n"
                      "teams: [{name: t, agents: [a, b]}]\n"
                      "agents: {a: {stable: 1.0.0}}\n");
    QVERIFY2(workspace, workspace ? "" : workspace.error().field.c_str());
    QCOMPARE(workspace->providers.at("p").headers.at("x-a"), std::string("b"));
    QVERIFY(!workspace->prices.at("m").cachedInput);
    QCOMPARE(workspace->prices.at("m").output, PicoUsd{10'000'000});
    QCOMPARE(workspace->teams.at(0).title, std::string("t"));
    const auto error = [](const char* yaml) {
        const auto bad = readWorkspace(yaml);
        return bad ? std::string("read") : bad.error().code + " " + bad.error().field;
    };
    QCOMPARE(error("providers: {}\n"), std::string("missing_field signalbox.yaml:1: name"));
    QCOMPARE(error("name: w\nproviders: {p: {url: http://x, credential: sk-1}}\n"),
             std::string("secret_in_file signalbox.yaml:2: providers.p.credential"));
    QCOMPARE(error("name: w\nproviders: {p: {url: http://x, headers: {a: \"b\\r\\nc: d\"}}}\n"),
             std::string("bad_value signalbox.yaml:2: providers.p.headers.a"));
    QCOMPARE(error("name: w\nagents: {a: {stable: v1.0.0}}\n"),
             std::string("bad_version signalbox.yaml:2: agents.a.stable"));
    QCOMPARE(error("name: w\nteam: []\n"), std::string("unknown_key signalbox.yaml:2: team"));
}

void TestManifest::readsPricesExactly_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("pico"); // -1: refused
    QTest::newRow("tenth") << QByteArray("0.1") << qint64{100'000};
    QTest::newRow("six places") << QByteArray("0.000001") << qint64{1};
    QTest::newRow("zeros") << QByteArray("2.5000000000") << qint64{2'500'000};
    QTest::newRow("whole") << QByteArray("15") << qint64{15'000'000};
    QTest::newRow("too fine") << QByteArray("0.0000001") << qint64{-1};
    QTest::newRow("negative") << QByteArray("-1") << qint64{-1};
    QTest::newRow("exponent") << QByteArray("1e-3") << qint64{-1};
    QTest::newRow("text") << QByteArray("\"2.5\"") << qint64{-1};
    QTest::newRow("infinite") << QByteArray(".inf") << qint64{-1};
    QTest::newRow("dear") << QByteArray("10000000") << qint64{-1};
}

void TestManifest::readsPricesExactly() {
    QFETCH(QByteArray, text);
    QFETCH(qint64, pico);
    const auto workspace =
        readWorkspace("name: w\nmodels: {m: {price: {input: " + text.toStdString() + ", output: 1}}}\n");
    QCOMPARE(workspace ? workspace->prices.at("m").input : -1, pico);
}

QTEST_APPLESS_MAIN(TestManifest)
#include "tst_manifest.moc"
