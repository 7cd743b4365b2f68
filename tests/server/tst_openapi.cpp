// resources/api/openapi.yaml and the server say the same: the same paths and methods, and live answers fit the schemas.
#include <jsoncons/json.hpp>
#include <jsoncons_ext/jsonschema/jsonschema.hpp>
#include <yaml-cpp/yaml.h>

#include <QFile>
#include <QTest>

#include "core/protocol/access.h"
#include "core/server/routes.h"
#include "tests/server/backend_host.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;
using jsoncons::json;

namespace {

json scalarOf(const YAML::Node& node) {
    if (node.Tag() == "!")
        return node.as<std::string>(); // quoted
    if (node.IsNull())
        return json::null();
    if (bool flag = false; YAML::convert<bool>::decode(node, flag))
        return flag;
    if (std::int64_t number = 0; YAML::convert<std::int64_t>::decode(node, number))
        return number;
    if (double number = 0; YAML::convert<double>::decode(node, number))
        return number;
    return node.as<std::string>();
}

json jsonOf(const YAML::Node& node) {
    if (node.IsSequence()) {
        json array = json::make_array();
        for (const YAML::Node& item : node)
            array.push_back(jsonOf(item));
        return array;
    }
    if (!node.IsMap())
        return scalarOf(node);
    json object(jsoncons::json_object_arg);
    for (const auto& item : node)
        object.insert_or_assign(item.first.as<std::string>(), jsonOf(item.second));
    return object;
}

std::string upper(std::string text) {
    for (char& c : text)
        c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return text;
}

} // namespace

class OpenApiTest : public QObject {
    Q_OBJECT

private:
    json document;
    BackendHost host;
    std::set<std::string> seen; // schemas that a live answer was checked against

    // What is wrong with this text as a value of the schema; empty when it fits.
    std::string problems(const std::string& schema, const std::string& text) {
        json root(jsoncons::json_object_arg);
        root.insert_or_assign("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.insert_or_assign("$ref", "#/components/schemas/" + schema);
        root.insert_or_assign("components", document.at("components"));
        const auto compiled = jsoncons::jsonschema::make_json_schema(root);
        std::string found;
        compiled.validate(json::parse(text), [&](const jsoncons::jsonschema::validation_message& message) {
            found += message.instance_location().string() + ": " + message.message() + "\n";
            return jsoncons::jsonschema::walk_result::advance;
        });
        seen.insert(schema);
        return found;
    }

    void fits(const std::string& schema, const HttpAnswer& answer, int status = 200) {
        QVERIFY2(answer.status == status, answer.body.c_str());
        QCOMPARE(answer.header("content-type"), "application/json");
        const std::string found = problems(schema, answer.body);
        QVERIFY2(found.empty(), (schema + ": " + found + answer.body).c_str());
    }

private Q_SLOTS:

    void initTestCase() {
        document = jsonOf(YAML::LoadFile(SIGNALBOX_SOURCE_DIR "/resources/api/openapi.yaml"));
        const auto started = host.start();
        QVERIFY2(started, started ? "" : started.error().message.c_str());
    }

    void everyRouteIsDescribedAndEveryDescriptionIsRouted() {
        std::set<std::string> described;
        for (const auto& path : document.at("paths").object_range())
            for (const auto& operation : path.value().object_range())
                described.insert(upper(std::string(operation.key())) + " " + std::string(path.key()));
        std::set<std::string> routed;
        for (const server::Route& route : server::routes())
            routed.insert(std::string(route.method) + " " + std::string(route.pattern));
        for (const std::string& operation : described)
            QVERIFY2(routed.contains(operation), ("not routed: " + operation).c_str());
        for (const std::string& operation : routed)
            QVERIFY2(described.contains(operation), ("not described: " + operation).c_str());
    }

    void theRolesAreThoseOfTheServer() {
        for (const server::Route& route : server::routes()) {
            std::string method(route.method);
            for (char& c : method)
                c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
            const json& operation = document.at("paths").at(std::string(route.pattern)).at(method);
            const auto role = protocol::requiredRole(route.verb);
            QVERIFY(role);
            QCOMPARE(operation.at("x-required-role").as<std::string>(), std::string(protocol::toString(*role)));
        }
    }

    void everyDescribedPathAnswers() {
        for (const server::Route& route : server::routes()) {
            if (route.where == server::Where::Stream)
                continue;
            std::string path(route.pattern);
            for (auto open = path.find('{'); open != std::string::npos; open = path.find('{'))
                path.replace(open, path.find('}') - open + 1, "none");
            const HttpAnswer answer = route.method == "GET" ? host.get(path) : host.post(path, {});
            QVERIFY(answer.status != 405 && answer.status != 0);
            QVERIFY(answer.errorCode() != "no_such_path");
            if (answer.status >= 400)
                fits("Error", answer, answer.status);
        }
    }

    void liveAnswersFitTheirSchemas() {
        const std::string agent = "/api/v1/agents/refunds";
        host.ask("refunds", "someone");
        fits("BackendInfo", host.get("/api/v1/backend"));
        fits("AgentList", host.get("/api/v1/agents"));
        fits("VersionList", host.get(agent + "/versions"));
        fits("VersionDetail", host.get(agent + "/versions/2.2.0"));
        fits("Snapshot", host.get(agent + "/versions/2.2.0/snapshot"));
        fits("Plan", host.get(agent + "/plan"));
        const std::string id = host.startRefunds();
        fits("AgentStatus", host.get(agent + "/release"));
        fits("CommandResult",
             host.post("/api/v1/releases/" + id + "/advance", {{u"revision"_s, host.revisionOf("refunds")}}));
        fits("CommandResult",
             host.post("/api/v1/releases/" + id + "/pause", {{u"revision"_s, host.revisionOf("refunds")}}));
        fits("AgentStatus", host.get(agent + "/release"));
        fits("Error", host.post("/api/v1/releases/" + id + "/resume", {{u"revision"_s, 1}}), 409);
        fits("CommandResult", host.post(agent + "/roll-back", {{u"reason"_s, u"test"_s}}));
        fits("AgentList", host.get("/api/v1/agents"));
        fits("Deployments", host.get(agent + "/deployments"));
        fits("AuditPage", host.get("/api/v1/audit"));
        fits("AuditVerification", host.get("/api/v1/audit/verify"));
        fits("CheckpointInfo", host.get("/api/v1/audit/checkpoint"));
        fits("Proof", host.get("/api/v1/audit/proof?from=1&to=3"));
        const auto hasMetrics = [&] { return host.get(agent + "/metrics").body.contains("latency_p50_ms"); };
        QTRY_VERIFY(hasMetrics());
        fits("Metrics", host.get(agent + "/metrics"));
        QJsonObject publish{{u"version"_s, u"2.2.1"_s}, {u"changelog"_s, u"The same again."_s}};
        publish.insert(u"files"_s, host.get(agent + "/versions/2.2.0/snapshot").json().value("files"_L1));
        fits("PublishResult", host.post(agent + "/versions", publish), 201);
    }

    void everyAnswerSchemaWasUsed() {
        for (const auto& path : document.at("paths").object_range())
            for (const auto& operation : path.value().object_range())
                for (const auto& answer : operation.value().at("responses").object_range()) {
                    const json& value = answer.value();
                    if (!value.contains("content") || !value.at("content").contains("application/json"))
                        continue;
                    const std::string ref =
                        value.at("content").at("application/json").at("schema").at("$ref").as<std::string>();
                    const std::string name = ref.substr(ref.rfind('/') + 1);
                    QVERIFY2(seen.contains(name), ("no live answer was checked against " + name).c_str());
                }
    }

    void aWrongAnswerIsNoticed() {
        QVERIFY(!problems("BackendInfo", R"({"name":"x"})").empty());
        QVERIFY(!problems("Error", R"({"error":{"code":1,"message":"m","hint":"h"}})").empty());
    }
};

QTEST_GUILESS_MAIN(OpenApiTest)
#include "tst_openapi.moc"
