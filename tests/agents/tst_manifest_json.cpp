// The resolved manifest as JSON and back: what a backend resolved is what consoles and pipelines compare.
#include <QJsonDocument>
#include <QTest>

#include "core/agents/snapshot.h"

using namespace signalbox;
using namespace signalbox::agents;

class TestManifestJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comesBackFromJson();
    void refusesJsonOfAnotherKind_data();
    void refusesJsonOfAnotherKind();
};

// Every field: what a backend resolved is what a console compares.
void TestManifestJson::comesBackFromJson() {
    Manifest manifest;
    manifest.name = "support";
    manifest.description = "Answers questions.";
    manifest.model = {"maker", "maker-4-2026-01-15", ModelApi::Responses, true};
    manifest.prompts = {{"system", "prompts/system.md"}, {"tone", "prompts/tone.md"}};
    manifest.variables = {{"customer", "unknown"}, {"order.id", ""}};
    manifest.tools = {"integrations/b.json", "integrations/a.json"};
    manifest.mcp = {{"files", "stdio", "serve", "", "integrations/files.lock.json"},
                    {"web", "http", "", "http://localhost/mcp", ""}};
    manifest.configuration = {.temperature = 0.2,
                              .topP = 0.9,
                              .maxOutputTokens = 800,
                              .seed = 9'007'199'254'740'991,
                              .stop = {"END", "\n\n"},
                              .requestTimeout = 30.5,
                              .firstTokenTimeout = 2,
                              .maxAttempts = 3};
    manifest.contractInput = "contract/input.json";
    manifest.contractOutput = "contract/output.json";
    manifest.runtime = RuntimeKind::Http;
    manifest.runtimeUrl = "http://localhost:9000";
    for (const Manifest& one : {manifest, Manifest{}}) {
        const auto read = manifestFromJson(manifestToJson(one));
        QVERIFY2(read, read ? "" : read.error().field.c_str());
        QVERIFY(*read == one);
    }
    QJsonObject newer = manifestToJson(manifest);
    newer.insert(QStringLiteral("memory"), 1);
    QVERIFY(manifestFromJson(newer).value() == manifest);
}

void TestManifestJson::refusesJsonOfAnotherKind_data() {
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("field");
    QTest::newRow("text") << QByteArray(R"({"name": 1})") << QByteArray("/name");
    QTest::newRow("object") << QByteArray(R"({"model": []})") << QByteArray("/model");
    QTest::newRow("inner") << QByteArray(R"({"model": {"id": {}}})") << QByteArray("/model/id");
    QTest::newRow("word") << QByteArray(R"({"runtime": {"kind": "cron"}})") << QByteArray("/runtime/kind");
    QTest::newRow("list") << QByteArray(R"({"integrations": {"tools": [1]}})") << QByteArray("/integrations/tools");
    QTest::newRow("map") << QByteArray(R"({"prompts": {"system": 2}})") << QByteArray("/prompts");
    QTest::newRow("server") << QByteArray(R"({"integrations": {"mcp": [{"name": false}]}})")
                            << QByteArray("/integrations/mcp/name");
    QTest::newRow("number") << QByteArray(R"({"configuration": {"timeout": {"request": "30"}}})")
                            << QByteArray("/configuration/timeout/request");
}

void TestManifestJson::refusesJsonOfAnotherKind() {
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, field);
    const auto read = manifestFromJson(QJsonDocument::fromJson(json).object());
    QVERIFY(!read);
    QCOMPARE(QByteArray::fromStdString(read.error().field), field);
}

QTEST_GUILESS_MAIN(TestManifestJson)
#include "tst_manifest_json.moc"
