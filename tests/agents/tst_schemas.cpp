#ifndef Q_MOC_RUN // moc loses its way in these headers
#include <jsoncons/json.hpp>
#include <jsoncons_ext/jsonschema/jsonschema.hpp>
#endif

#include <QDirIterator>
#include <QFile>
#include <QTest>

#include "core/agents/manifest_reader.h"
#include "core/agents/workspace.h"
#include "core/agents/yaml.h"
#include "core/release/plan.h"
#include "tests/support/places.h"

using namespace Qt::StringLiterals;
using namespace signalbox;
using namespace signalbox::agents;

namespace {

using Schema = jsoncons::jsonschema::json_schema<jsoncons::json>;

std::string fileText(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string{};
}

Schema schema(const QString& name) {
    const auto path = test::sourcePath(u"resources/schemas/"_s) + name;
    return jsoncons::jsonschema::make_json_schema(jsoncons::json::parse(fileText(path)));
}

jsoncons::json toJson(const YamlNode& node) {
    switch (node.kind) {
    case YamlNode::Kind::Null:
        return jsoncons::json::null();
    case YamlNode::Kind::Bool:
        return jsoncons::json(node.boolean);
    case YamlNode::Kind::Integer:
        return jsoncons::json(node.integer);
    case YamlNode::Kind::Number:
        return jsoncons::json(node.number);
    case YamlNode::Kind::Text:
        return jsoncons::json(node.text);
    case YamlNode::Kind::List: {
        jsoncons::json list(jsoncons::json_array_arg);
        for (const auto& item : node.items)
            list.push_back(toJson(item));
        return list;
    }
    case YamlNode::Kind::Map:
        break;
    }
    jsoncons::json map;
    for (const auto& entry : node.entries)
        map[entry.key] = toJson(entry.value);
    return map;
}

} // namespace

// The schemas are for editors and pipelines; the reader decides. They must not disagree.
class TestSchemas : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreeOnManifests_data();
    void agreeOnManifests();
    void agreeOnWorkspaces_data();
    void agreeOnWorkspaces();
    void agreeOnPlans_data();
    void agreeOnPlans();
    void acceptTheSample();
};

void TestSchemas::agreeOnManifests_data() {
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<bool>("good");
    const QByteArray head = "schema: signalbox.agent/1\nname: a\nmodel: {provider: p, id: i}\n";
    const auto row = [&](const char* rest, bool good) { QTest::newRow(rest) << head + rest + "\n" << good; };
    row("description: x", true);
    row("description: 1", false);
    row("prompts: {system: prompts/a/b.md}", true);
    row("prompts: {system: prompts/../x}", false);
    row("prompts: {system: prompts/}", false);
    row("prompts: {system: other/x}", false);
    row("prompts: {System: prompts/x}", false);
    row("variables: {customer: unknown, order.id: \"17\", vip: \"\"}", true);
    row("variables: {order: 17}", false);
    row("variables: {\"a b\": x}", false);
    row("variables: {a: [x]}", false);
    row("variables: [a]", false);
    row("integrations: {tools: [integrations/a.json]}", true);
    row("integrations: {tools: [integrations/a.json, integrations/a.json]}", false);
    row("integrations: {mcp: [{name: m, transport: stdio, command: c}]}", true);
    row("integrations: {mcp: [{name: m, transport: stdio, url: http://x}]}", false);
    row("integrations: {mcp: [{name: m, transport: http, url: http://x}]}", true);
    row("integrations: {mcp: [{name: m, transport: pigeon, url: http://x}]}", false);
    row("configuration: {temperature: 2, top_p: 1, seed: -5, stop: x}", true);
    row("configuration: {temperature: 2.1}", false);
    row("configuration: {stop: [a, \"\"]}", false);
    row("configuration: {timeout: {request: 0}}", false);
    row("configuration: {timeout: {request: 30.5, first_token: 5}, retry: {max_attempts: 3}}", true);
    row("configuration: {retry: {max_attempts: 0}}", false);
    row("contract: {input: contract/a.json}", true);
    row("contract: {input: prompts/a.json}", false);
    row("runtime: {kind: http}", false);
    row("runtime: {kind: http, url: https://x}", true);
    row("runtime: {kind: http, url: \"https://u@x\"}", false);
    row("runtime: {kind: grpc}", false);
    row("extra: 1", false);
    QTest::newRow("http without model")
        << QByteArray("schema: signalbox.agent/1\nname: a\nruntime: {kind: http, url: http://x}\n") << true;
    QTest::newRow("no model") << QByteArray("schema: signalbox.agent/1\nname: a\n") << false;
    QTest::newRow("bad name") << QByteArray("schema: signalbox.agent/1\nname: a--b\nmodel: {provider: p, id: i}\n")
                              << false;
    QTest::newRow("other schema") << QByteArray("schema: x\nname: a\nmodel: {provider: p, id: i}\n") << false;
}

void TestSchemas::agreeOnManifests() {
    QFETCH(QByteArray, yaml);
    QFETCH(bool, good);
    const auto manifest = readManifest(yaml.toStdString());
    QVERIFY2(manifest.has_value() == good, manifest ? "" : manifest.error().message.c_str());
    QCOMPARE(schema(QStringLiteral("agent.schema.json")).is_valid(toJson(loadYaml(yaml.toStdString(), "x").value())),
             good);
}

void TestSchemas::agreeOnWorkspaces_data() {
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<bool>("good");
    const auto row = [&](const char* rest, bool good) {
        QTest::newRow(rest) << QByteArray("name: w\n") + rest + "\n" << good;
    };
    row("schema: signalbox.workspace/1", true);
    row("schema: signalbox.workspace/2", false);
    row("providers: {p: {url: http://x, credential: \"file:a\", simulated: true}}", true);
    row("providers: {p: {url: ftp://x}}", false);
    row("providers: {p: {url: \"https://x:1/v1/\"}}", true);
    row("providers: {p: {url: \"http://u:example@x\"}}", false);
    row("providers: {p: {url: \"http://x/v1?api-version=1\"}}", true);
    row("providers: {p: {url: \"http://:1\"}}", false);
    row("providers: {p: {url: http://x, credential: secret}}", false);
    row("providers: {p: {url: http://x, headers: {\"a b\": c}}}", false);
    row("providers: {p: {url: http://x, kind: mistral}}", true);
    row("providers: {p: {url: http://x, kind: llama.cpp, settings: {}}}", true);
    row("providers: {p: {url: http://x, kind: misstral}}", false);
    row("providers: {p: {url: http://x, settings: {max_tokens: max_tokens, metadata: keep, system: one}}}", true);
    row("providers: {p: {url: http://x, settings: {developer_role: system, seed: random_seed, stream_usage: true}}}",
        true);
    row("providers: {p: {url: http://x, settings: {max_tokens: max_output_tokens}}}", false);
    row("providers: {p: {url: http://x, settings: {metadata: forget}}}", false);
    row("providers: {p: {url: http://x, settings: {system: 1}}}", false);
    row("providers: {p: {url: http://x, settings: {developer_role: user}}}", false);
    row("providers: {p: {url: http://x, settings: {stream_usage: \"no\"}}}", false);
    row("providers: {p: {url: http://x, settings: {quirk: 1}}}", false);
    row("models: {m: {price: {input: 1, output: 2.5, cached_input: 0}}}", true);
    row("models: {m: {price: {input: 1}}}", false);
    row("models: {m: {price: {input: -1, output: 1}}}", false);
    row("teams: [{name: t, title: T, agents: [a]}]", true);
    row("teams: [{title: T}]", false);
    row("teams: [{name: t, agents: [A]}]", false);
    row("agents: {a: {stable: 1.0.0-rc.1}}", true);
    row("agents: {a: {stable: v1.0.0}}", false);
    row("agents: {A: {stable: 1.0.0}}", false);
    row("agents: {a: {path: prompts/a, tags: \"a-v*\", prompts: \"*.md\", model: {provider: p, id: i}}}", true);
    row("agents: {a: {path: ., description: x}}", true);
    row("agents: {a: {path: ., variables: {customer: unknown}}}", true);
    row("agents: {a: {variables: {customer: unknown}}}", false);
    row("agents: {a: {path: ../x}}", false);
    row("agents: {a: {path: x, tags: v1}}", false);
    row("agents: {a: {path: x, tags: \"agents/*\"}}", false);
    row("agents: {a: {path: x, prompts: /etc/*}}", false);
    row("agents: {a: {tags: \"v*\"}}", false);
    row("agents: {a: {model: {provider: p, id: i}}}", false);
    row("units: [header.x-session-id, body.user, body.metadata.session, body.prompt_cache_key]", true);
    row("units: [body.metadata.a.b]", true);
    row("units: []", false);
    row("units: body.user", false);
    row("units: [user]", false);
    row("units: [body.user, body.user]", false);
    row("units: [body.]", false);
    row("units: [body..a]", false);
    row("units: [\"header.a b\"]", false);
    row("units: [header.a.b]", false);
    row("units: [1]", false);
    row("units: [{body: user}]", false);
    row("more: 1", false);
}

void TestSchemas::agreeOnWorkspaces() {
    QFETCH(QByteArray, yaml);
    QFETCH(bool, good);
    const auto workspace = readWorkspace(yaml.toStdString());
    QVERIFY2(workspace.has_value() == good, workspace ? "" : workspace.error().message.c_str());
    QCOMPARE(
        schema(QStringLiteral("workspace.schema.json")).is_valid(toJson(loadYaml(yaml.toStdString(), "x").value())),
        good);
}

void TestSchemas::agreeOnPlans_data() {
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<bool>("reader");
    QTest::addColumn<bool>("schema");
    const auto row = [](const char* yaml, bool good) { QTest::newRow(yaml) << QByteArray(yaml) << good << good; };
    row("schema: signalbox.release/1", true);
    row("schema: signalbox.release/2", false);
    row("steps: [{weight: 0.5, minimum_time: 0.5, approval: needed}, {weight: 100}]", true);
    row("steps: []", false);
    row("steps: [{weight: 50}]", false);
    row("steps: [{weight: 0}, {weight: 100}]", false);
    row("steps: [{weight: 5, minimum_time: -1}, {weight: 100}]", false);
    row("steps: [{weight: 5, minimum_time: 31622401}, {weight: 100}]", false);
    row("steps: [{weight: 5, approval: maybe}, {weight: 100}]", false);
    row("steps: [{minimum_time: 5}, {weight: 100}]", false);
    row("steps: [{weight: \"5\"}, {weight: 100}]", false);
    row("advance: automatic", true);
    row("advance: sometimes", false);
    row("shadow: {time: 600, share: 20}", true);
    row("shadow: {time: 600, share: 0}", false);
    row("shadow: {time: 600}", false);
    row("shadow: {time: 0}", true);
    row("shadow: {share: 101}", false);
    row("observe_time: 0", true);
    row("observe_time: long", false);
    row("guardrails: [{metric: error_rate, limit: 0.02, action: roll_back}, {metric: cost, limit: 999}]", true);
    row("guardrails: [{metric: latency_p99, limit: 20}, {metric: tokens, limit: 9000}, {metric: tool_calls}]", true);
    row("guardrails: [{metric: 'signal:approved'}, {metric: low_quality}]", true);
    row("guardrails: [{metric: contract_violation}, {metric: tool_failure, limit: 0.05}]", true);
    row("guardrails: [{metric: tool_failure, limit: 1}]", false);
    row("comparison: {judge: {provider: a, model: b, share: 5, criterion: Shorter.}, budget: {usd_per_hour: 0.5}}",
        true);
    row("comparison: {embeddings: {provider: a, model: b, least: 0.8}, budget: {requests_per_hour: 10, timeout: 20}}",
        true);
    row("comparison: {judge: {model: b}}", false);
    row("comparison: {judge: {provider: a, model: b, share: 0}}", false);
    row("comparison: {judge: {provider: a, model: b, least: 1}}", false);
    row("comparison: {embeddings: {provider: a, model: b, least: 2}}", false);
    row("comparison: {budget: {requests_per_hour: 0}}", false);
    row("comparison: {budget: {timeout: 0.5}}", false);
    row("guardrails: [{metric: 'signal:approved', limit: 0.5}]", false);
    row("guardrails: [{metric: 'signal:'}]", false);
    row("guardrails: [{metric: 'signal:Approved!'}]", false);
    row("guardrails: [{metric: latency_p42, limit: 1}]", false);
    row("guardrails: []", false);
    row("guardrails: [{metric: error_rate, limit: 1}]", false);
    row("guardrails: [{metric: latency_p95, limit: 3600}]", false);
    row("guardrails: [{metric: cost, limit: 1000}]", false);
    row("guardrails: [{metric: cost, limit: 0}]", false);
    row("guardrails: [{metric: cost}]", false);
    row("guardrails: [{metric: mood, limit: 1}]", false);
    row("guardrails: [{metric: cost, limit: 1, action: shout}]", false);
    row("conversations: drain", true);
    row("conversations: forget", false);
    row("runbook: https://example.org/x", true);
    row("runbook: 1", false);
    row("step: []", false);
    row("comparison: {fields: [{path: /a}, {path: /**/id, as: ignore}], noise: 0, content: dropped}", true);
    row("comparison: {arguments: [{path: /x, as: number, tolerance: 5}], least_fields: 0.5, least_text: 0.9}", true);
    row("comparison: {fields: [{path: a}]}", false);
    row("comparison: {fields: [{as: text}]}", false);
    row("comparison: {fields: [{path: /a, as: guess}]}", false);
    row("comparison: {fields: [{path: /a, as: text, tolerance: 1.5}]}", false);
    row("comparison: {fields: [{path: /a, as: number, tolerance: -1}]}", false);
    row("comparison: {noise: 101}", false);
    row("comparison: {least_text: 2}", false);
    row("comparison: {content: some}", false);
    row("comparison: {judge: gpt}", false);
    // What compares one step or guardrail with another, or counts tenths, a schema cannot say; the reader does.
    const auto beyond = [](const char* yaml) { QTest::newRow(yaml) << QByteArray(yaml) << false << true; };
    beyond("steps: [{weight: 50}, {weight: 10}, {weight: 100}]");
    beyond("steps: [{weight: 100}, {weight: 100}]");
    beyond("steps: [{weight: 0.55}, {weight: 100}]");
    beyond("guardrails: [{metric: cost, limit: 1}, {metric: cost, limit: 2}]");
}

void TestSchemas::agreeOnPlans() {
    QFETCH(QByteArray, yaml);
    QFETCH(bool, reader);
    const auto plan = release::readPlan(yaml.toStdString());
    QVERIFY2(plan.has_value() == reader, plan ? "" : plan.error().message.c_str());
    QTEST(schema(QStringLiteral("release.schema.json")).is_valid(toJson(loadYaml(yaml.toStdString(), "x").value())),
          "schema");
}

void TestSchemas::acceptTheSample() {
    const auto agent = schema(QStringLiteral("agent.schema.json"));
    int seen = 0;
    QDirIterator files(test::sourcePath(u"resources/sample-workspace"_s), {QStringLiteral("agent.yaml")}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const std::string yaml = fileText(files.next());
        QVERIFY(readManifest(yaml));
        QVERIFY(agent.is_valid(toJson(loadYaml(yaml, "agent.yaml").value())));
        ++seen;
    }
    QVERIFY(seen >= 5);
    const auto plan = schema(QStringLiteral("release.schema.json"));
    QDirIterator plans(test::sourcePath(u"resources/sample-workspace"_s), {QStringLiteral("release.yaml")}, QDir::Files,
                       QDirIterator::Subdirectories);
    for (seen = 0; plans.hasNext(); ++seen) {
        const std::string yaml = fileText(plans.next());
        QVERIFY(release::readPlan(yaml));
        QVERIFY(plan.is_valid(toJson(loadYaml(yaml, "release.yaml").value())));
    }
    QVERIFY(seen >= 3);
    const std::string yaml = fileText(test::sourcePath(u"resources/sample-workspace/workspace/signalbox.yaml"_s));
    QVERIFY(schema(QStringLiteral("workspace.schema.json")).is_valid(toJson(loadYaml(yaml, "signalbox.yaml").value())));
}

QTEST_APPLESS_MAIN(TestSchemas)
#include "tst_schemas.moc"
