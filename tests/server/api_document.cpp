#include "tests/server/api_document.h"

#include <cctype>
#include <cstdint>

#include <jsoncons/json.hpp>
#include <jsoncons_ext/jsonschema/jsonschema.hpp>
#include <yaml-cpp/yaml.h>

namespace signalbox::test {

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

std::string answerSchemaOf(const json& operation) {
    for (const auto& answer : operation.at("responses").object_range()) {
        const json& value = answer.value();
        if (answer.key().starts_with('2') && value.contains("content") &&
            value.at("content").contains("application/json")) {
            const auto ref = value.at("content").at("application/json").at("schema").at("$ref").as<std::string>();
            return ref.substr(ref.rfind('/') + 1);
        }
    }
    return {};
}

} // namespace

class ApiDocument::Private {
public:
    json document;
};

ApiDocument::ApiDocument(const std::string& file) : d(std::make_unique<Private>()) {
    d->document = jsonOf(YAML::LoadFile(file));
}

ApiDocument::~ApiDocument() = default;

std::vector<ApiOperation> ApiDocument::operations() const {
    std::vector<ApiOperation> all;
    for (const auto& path : d->document.at("paths").object_range())
        for (const auto& operation : path.value().object_range())
            all.push_back({upper(std::string(operation.key())), std::string(path.key()),
                           operation.value().at("x-required-role").as<std::string>(),
                           answerSchemaOf(operation.value())});
    return all;
}

std::string ApiDocument::problems(const std::string& schema, const std::string& text) const {
    // References are followed only to where JSON Schema itself keeps definitions.
    std::string definitions = d->document.at("components").at("schemas").to_string();
    constexpr std::string_view openApi = "#/components/schemas/";
    for (auto at = definitions.find(openApi); at != std::string::npos; at = definitions.find(openApi, at))
        definitions.replace(at, openApi.size(), "#/$defs/");
    json root(jsoncons::json_object_arg);
    root.insert_or_assign("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.insert_or_assign("$ref", "#/$defs/" + schema);
    root.insert_or_assign("$defs", json::parse(definitions));
    const auto compiled = jsoncons::jsonschema::make_json_schema(root);
    std::string found;
    compiled.validate(json::parse(text), [&](const jsoncons::jsonschema::validation_message& message) {
        found += message.instance_location().string() + ": " + message.message() + "\n";
        return jsoncons::jsonschema::walk_result::advance;
    });
    return found;
}

} // namespace signalbox::test
