// Every field of the three schemas, made wrong in every way that its schema knows: the reader must say where, what is
// allowed and what to write instead, and what it says to write must be good. The cases are made from the schemas, so a
// new field is tested as soon as it is in its schema; a field that no document below has is a failure.
#include <format>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

#include "core/agents/manifest_reader.h"
#include "core/agents/workspace.h"
#include "core/release/plan.h"
#include "tests/agents/schema_walk.h"
#include "tests/support/places.h"

using namespace signalbox;
using namespace signalbox::agents;
using namespace Qt::StringLiterals;

namespace {

struct Schema {
    const char* name; // of the file that people write
    const char* file; // the schema's
    std::vector<Finding> (*read)(const std::string& yaml);
    std::vector<std::string> documents; // good ones, a key a line, which together have every field
};

template <class T> std::vector<Finding> findingsOf(const Result<T>& read) {
    return read ? std::vector<Finding>() : read.error().findings;
}

const std::vector<Schema>& schemas() {
    static const std::vector<Schema> all{
        {"agent.yaml",
         "agent.schema.json",
         [](const std::string& yaml) { return findingsOf(readManifest(yaml)); },
         {"schema: signalbox.agent/1\nname: refunds\ndescription: Decides\nmodel:\n  provider: p\n  id: i\n"
          "  api: responses\n  floating: true\nprompts:\n  system: prompts/system.md\n"
          "variables:\n  customer: unknown\nintegrations:\n  tools:\n"
          "    - integrations/a.json\n  mcp:\n    - name: files\n      transport: stdio\n      command: run\n"
          "      lock: integrations/lock.json\nconfiguration:\n  temperature: 1\n  top_p: 0.5\n"
          "  max_output_tokens: 100\n  seed: 7\n  stop:\n    - END\n  timeout:\n    request: 30\n"
          "  retry:\n    max_attempts: 2\ncontract:\n  input: contract/in.json\n  output: contract/out.json\n",
          "schema: signalbox.agent/1\nname: refunds\nruntime:\n  kind: http\n  url: http://127.0.0.1:9000\n"
          "integrations:\n  mcp:\n    - name: web\n      transport: http\n      url: https://example.com/mcp\n"
          "configuration:\n  timeout:\n    first_token: 5\n"}},
        {"signalbox.yaml",
         "workspace.schema.json",
         [](const std::string& yaml) { return findingsOf(readWorkspace(yaml)); },
         {"schema: signalbox.workspace/1\nname: w\nproviders:\n  a:\n    url: http://127.0.0.1:1/v1\n"
          "    credential: env:KEY\n    headers:\n      x-a: b\n    simulated: true\n    kind: vllm\n    settings:\n   "
          "   max_tokens: as_asked\n"
          "      metadata: keep\n      system: one\n      developer_role: system\n      seed: seed\n"
          "      stream_usage: true\nupstreams:\n  b:\n    url: http://127.0.0.1:9000/agent\n    credential: file:/k\n"
          "    headers:\n      x-b: c\nmodels:\n  m:\n    price:\n"
          "      input: 1\n      output: 2.5\n      cached_input: 0\nteams:\n  - name: t\n    title: T\n    agents:\n"
          "      - a\nagents:\n  a:\n    stable: 1.0.0\n    path: prompts/a\n    tags: v*\n    prompts: \"*.md\"\n"
          "    description: x\n    model:\n      provider: p\n      id: i\n    variables: {}\n    integrations: {}\n"
          "    configuration: {}\n    contract: {}\n    runtime: {}\nunits:\n  - header.x-session-id\n"
          "  - body.metadata.session\n"}},
        {"release.yaml",
         "release.schema.json",
         [](const std::string& yaml) { return findingsOf(release::readPlan(yaml)); },
         {"schema: signalbox.release/1\nsteps:\n  - weight: 5\n    minimum_time: 60\n    approval: needed\n"
          "  - weight: 100\nadvance: manual\nshadow:\n  time: 60\n  share: 20\nobserve_time: 60\nguardrails:\n"
          "  - metric: error_rate\n    limit: 0.02\n    action: pause\nevidence: needed\npromise: 6\n"
          "conversations: move\napproval:\n  own: true\ndrain_time: 60\ngates:\n  - tests\nfreeze:\n  - name: "
          "weekend\n    days:\n"
          "      - sat\n    from: \"00:00\"\n    until: \"24:00\"\n    first_date: 2026-12-20\n"
          "    last_date: 2026-12-31\nfreeze_zone: UTC\nwhen_running: queue\nrunbook: https://example.org\n"
          "comparison:\n  fields:\n    - path: /a\n      as: text\n      tolerance: 0.5\n  arguments:\n"
          "    - path: /b\n      as: exact\n      tolerance: 0\n  least_fields: 1\n  least_text: 0.6\n  noise: 10\n"
          "  content: kept\n  embeddings:\n    provider: p\n    model: m\n    share: 50\n    least: 0.7\n  judge:\n"
          "    provider: p\n    model: m\n    share: 5\n    criterion: Shorter\n  budget:\n    usd_per_hour: 1\n"
          "    requests_per_hour: 600\n    timeout: 30\n"}}};
    return all;
}

QJsonObject load(const char* file) {
    QFile source(test::sourcePath(u"resources/schemas/"_s) + QLatin1StringView(file));
    return source.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(source.readAll()).object() : QJsonObject();
}

std::string joined(const std::vector<Finding>& findings) {
    std::string text;
    for (const Finding& finding : findings)
        text += textOf(finding) + "\n";
    return text.empty() ? "nothing was found" : text;
}

} // namespace

class TestFindings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFieldIsInADocument();
    void everyMistakeHasItsPlaceAndItsRemedy_data();
    void everyMistakeHasItsPlaceAndItsRemedy();
    void allMistakesAtOnce_data();
    void allMistakesAtOnce();
    void oneMistakeIsOneFinding_data();
    void oneMistakeIsOneFinding();
    void textOfSeveral();
    void theExamplesOfTheReadmeAreGood();
};

void TestFindings::everyFieldIsInADocument() {
    for (const Schema& schema : schemas()) {
        const schema_walk::Walk walk(load(schema.file));
        std::set<std::string> seen;
        for (const std::string& document : schema.documents) {
            QVERIFY2(schema.read(document).empty(), joined(schema.read(document)).c_str());
            for (const schema_walk::Spot& spot : walk.spotsOf(document))
                seen.insert(spot.shape);
        }
        for (const std::string& field : walk.fields())
            QVERIFY2(seen.contains(field), (std::string(schema.name) + ": no document has " + field).c_str());
    }
}

void TestFindings::everyMistakeHasItsPlaceAndItsRemedy_data() {
    QTest::addColumn<int>("schema");
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<int>("line");
    QTest::addColumn<QStringList>("allowed");
    QTest::addColumn<bool>("scalar");
    for (std::size_t i = 0; i < schemas().size(); ++i) {
        const Schema& schema = schemas()[i];
        const schema_walk::Walk walk(load(schema.file));
        for (int number = 0; const std::string& document : schema.documents) {
            ++number;
            for (const schema_walk::Mistake& mistake : walk.mistakesIn(document))
                QTest::newRow(std::format("{} {}: {} {}", schema.name, number, mistake.field, mistake.what).c_str())
                    << static_cast<int>(i) << QByteArray::fromStdString(mistake.yaml)
                    << QByteArray::fromStdString(mistake.field) << mistake.line << mistake.allowed << mistake.scalar;
        }
    }
}

void TestFindings::everyMistakeHasItsPlaceAndItsRemedy() {
    QFETCH(const int, schema);
    QFETCH(const QByteArray, yaml);
    QFETCH(const QByteArray, field);
    QFETCH(const int, line);
    QFETCH(const QStringList, allowed);
    QFETCH(const bool, scalar);
    const Schema& about = schemas()[static_cast<std::size_t>(schema)];
    const std::vector<Finding> findings = about.read(yaml.toStdString());
    QVERIFY2(findings.size() == 1, (yaml.toStdString() + joined(findings)).c_str());
    const Finding& found = findings.front();
    QCOMPARE(QByteArray::fromStdString(found.place.field), field);
    QCOMPARE(found.place.file, std::string(about.name));
    QCOMPARE(found.place.line, line);
    QVERIFY(found.place.column > 0);
    QVERIFY2(!found.message.empty() && !found.hint.empty(), textOf(found).c_str());
    for (const QString& word : allowed)
        QVERIFY2((found.message + found.hint).contains(word.toStdString()),
                 (textOf(found) + " does not say " + word.toStdString()).c_str());
    if (!scalar)
        return;
    QVERIFY2(!found.write.empty(), textOf(found).c_str());
    const std::string mended = schema_walk::withLine(yaml.toStdString(), found.place.line, found.write);
    // What was written may still be wrong in another way: nobody knows which text a list was meant to be.
    for (const Finding& left : about.read(mended))
        QVERIFY2(left.place.field != found.place.field || left.code != found.code, (mended + textOf(left)).c_str());
}

void TestFindings::allMistakesAtOnce_data() {
    QTest::addColumn<int>("schema");
    QTest::addColumn<int>("document");
    for (std::size_t i = 0; i < schemas().size(); ++i)
        for (std::size_t k = 0; k < schemas()[i].documents.size(); ++k)
            QTest::newRow((std::string(schemas()[i].name) + " " + std::to_string(k)).c_str())
                << static_cast<int>(i) << static_cast<int>(k);
}

void TestFindings::allMistakesAtOnce() {
    QFETCH(const int, schema);
    QFETCH(const int, document);
    const Schema& about = schemas()[static_cast<std::size_t>(schema)];
    const std::string& good = about.documents[static_cast<std::size_t>(document)];
    const schema_walk::Walk walk(load(about.file));
    std::set<std::string> wanted;
    const std::string bad = walk.withEveryScalarWrong(good, wanted);
    QVERIFY(wanted.size() > 5);
    const std::vector<Finding> findings = about.read(bad);
    for (const std::string& field : wanted)
        QVERIFY2(std::ranges::any_of(findings, [&](const Finding& one) { return one.place.field == field; }),
                 (field + " is not among\n" + joined(findings)).c_str());
}

void TestFindings::oneMistakeIsOneFinding_data() {
    QTest::addColumn<QByteArray>("yaml"); // of signalbox.yaml
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("place");
    QTest::addColumn<QByteArray>("write");
    const auto row = [](const char* name, const char* yaml, const char* code, const char* place, const char* write) {
        QTest::newRow(name) << QByteArray(yaml) << QByteArray(code) << QByteArray(place) << QByteArray(write);
    };
    row("key twice", "name: w\nname: x\n", "duplicate_key", "signalbox.yaml:2: name", "");
    row("key twice below", "name: w\nproviders:\n  a:\n    url: http://x\n    url: http://y\n", "duplicate_key",
        "signalbox.yaml:5: providers.a.url", "");
    row("misspelt and therefore missing", "nam: w\n", "unknown_key", "signalbox.yaml:1: nam", "name: w");
    row("tab", "name: w\nproviders:\n\ta:\n", "bad_yaml", "signalbox.yaml:3", "  a:");
    row("colon in text", "name: My agents: all\n", "bad_yaml", "signalbox.yaml:1", "name: \"My agents: all\"");
    row("no map", "name: w\nproviders: 3\n", "wrong_type", "signalbox.yaml:2: providers", "providers: {NAME: …}");
    row("password", "name: w\nproviders:\n  a:\n    url: http://user:example-password@h:1/v1\n", "bad_url",
        "signalbox.yaml:4: providers.a.url", "url: http://h:1/v1");
    for (const char* secret : {"?key=abc", "?a=b&Api-Key=abc", "?api-version=1&sig=abc", "?access_token=", "?code=abc"})
        row(secret, ("name: w\nproviders:\n  a:\n    url: https://h/v1" + std::string(secret) + "\n").c_str(),
            "bad_url", "signalbox.yaml:4: providers.a.url", "url: https://h/v1");
    row("password before a query", "name: w\nproviders:\n  a:\n    url: https://u:p@h?api-version=1\n", "bad_url",
        "signalbox.yaml:4: providers.a.url", "url: https://h?api-version=1");
    row("fragment", "name: w\nproviders:\n  a:\n    url: https://h/v1#x\n", "bad_url",
        "signalbox.yaml:4: providers.a.url", "url: https://h/v1");
    row("no host", "name: w\nproviders:\n  a:\n    url: https:///v1\n", "bad_url", "signalbox.yaml:4: providers.a.url",
        "url: https:///v1");
}

void TestFindings::oneMistakeIsOneFinding() {
    QFETCH(const QByteArray, yaml);
    QFETCH(const QByteArray, code);
    QFETCH(const QByteArray, place);
    QFETCH(const QByteArray, write);
    const auto read = readWorkspace(yaml.toStdString());
    QVERIFY(!read);
    QVERIFY2(read.error().findings.size() == 1, textOf(read.error()).c_str());
    const Finding& found = read.error().findings.front();
    QCOMPARE(QByteArray::fromStdString(found.code), code);
    QCOMPARE(QByteArray::fromStdString(toString(found.place)), place);
    QCOMPARE(QByteArray::fromStdString(found.write), write);
    QVERIFY(!textOf(found).contains("example-password"));
}

void TestFindings::textOfSeveral() {
    const auto read = readWorkspace("nam: w\nproviders:\n  a:\n    url: ftp://x\n");
    QVERIFY(!read);
    QCOMPARE(
        textOf(read.error()),
        std::string("signalbox.yaml has 2 mistakes:\n"
                    "  signalbox.yaml:1:1: nam: The key \"nam\" is not known here. Did you mean \"name\"? Known "
                    "keys: schema, name, providers, upstreams, models, teams, agents, units.\n    write   name: w\n"
                    "  signalbox.yaml:4:5: providers.a.url: The url must begin with http:// or https://. Write "
                    "https://host:port/path; secrets go into credential: or headers: as env:NAME or "
                    "file:PATH.\n    write   url: https://x"));
}

void TestFindings::theExamplesOfTheReadmeAreGood() {
    QFile file(test::sourcePath(u"README.md"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(file.readAll());
    static const QRegularExpression fence(u"```yaml\n(.*?)```"_s, QRegularExpression::DotMatchesEverythingOption);
    int seen = 0;
    for (auto found = fence.globalMatch(text); found.hasNext(); ++seen) {
        const std::string yaml = found.next().captured(1).toStdString();
        const std::vector<Finding> findings =
            yaml.starts_with("providers:") || yaml.starts_with("upstreams:") || yaml.starts_with("units:")
                ? findingsOf(readWorkspace("name: w\n" + yaml))
            : yaml.starts_with("model:") ? findingsOf(readManifest("schema: signalbox.agent/1\nname: a\n" + yaml))
                                         : findingsOf(release::readPlan(yaml));
        QVERIFY2(findings.empty(), (yaml + joined(findings)).c_str());
    }
    QVERIFY(seen >= 4);
}

QTEST_APPLESS_MAIN(TestFindings)
#include "tst_findings.moc"
