#include "core/suites/case_metadata.h"

#include <algorithm>
#include <array>
#include <format>

#include <QJsonObject>

#include "core/base/canonical_json.h"
#include "core/suites/script_value.h"

namespace signalbox::suites {

namespace {

using agents::YamlMap;
using agents::YamlNode;
using namespace Qt::StringLiterals;

constexpr std::array<std::string_view, 6> ours{"category", "repeats", "need", "quantile", "tools", "turns"};
constexpr auto garbage = "<!doctype html><p>502 Bad Gateway";
constexpr std::size_t mostTurns = 50;

std::string jsonText(const QJsonValue& value) {
    return value.isString() ? value.toString().toStdString() : canonicalJson(value).value_or("null");
}

std::optional<ToolStub> stubIn(YamlMap& map) {
    const bool returns = map.entries().end() != std::ranges::find(map.entries(), "returns", &agents::YamlEntry::key);
    if (int{returns} + int{map.has("fails")} + int{map.has("garbage")} != 1) {
        map.fail("returns", "bad_stub", "A stub says one thing that the tool does.",
                 "Write returns: …, fails: \"why\" or garbage: true.");
        return std::nullopt;
    }
    ToolStub stub;
    if (const YamlNode* when = map.find("when"); when != nullptr) {
        if (when->kind != YamlNode::Kind::Map)
            map.fail("when", "wrong_type", "\"when\" is a map of arguments.", "Write {name: value}.");
        stub.when = valueOf(*when);
    }
    if (returns) {
        const YamlNode* value = map.find("returns");
        stub.content = jsonText(value == nullptr ? QJsonValue(QJsonValue::Null) : valueOf(*value));
        return stub;
    }
    const std::string_view key = map.has("fails") ? "fails" : "garbage";
    const YamlNode* value = map.find(key);
    stub.kind = key == "fails" ? ToolStub::Kind::Fails : ToolStub::Kind::Garbage;
    if (value->kind != YamlNode::Kind::Text && !(value->kind == YamlNode::Kind::Bool && value->boolean))
        map.fail(key, "wrong_type", "A text or true is expected here.", std::format("Write {}: true.", key));
    const bool isText = value->kind == YamlNode::Kind::Text;
    if (stub.kind == ToolStub::Kind::Garbage)
        stub.content = isText ? value->text : garbage;
    else
        stub.content =
            jsonText(QJsonObject{{u"error"_s, isText ? QString::fromStdString(value->text) : u"The tool failed."_s}});
    return stub;
}

void readTools(SourceFile& file, const YamlNode& node, const std::string& path, Case& one) {
    YamlMap tools(file.errors, &node, path);
    one.tools.emplace();
    for (const agents::YamlEntry& entry : tools.entries()) {
        const bool isList = entry.value.kind == YamlNode::Kind::List;
        for (std::size_t i = 0; i < (isList ? entry.value.items.size() : 1); ++i) {
            const YamlNode& stub = isList ? entry.value.items[i] : entry.value;
            YamlMap map(file.errors, &stub, tools.pathOf(entry.key) + (isList ? std::format("[{}]", i) : ""),
                        {"returns", "fails", "garbage", "when"});
            if (auto read = stubIn(map))
                (*one.tools)[entry.key].push_back(std::move(*read));
        }
    }
}

void warnOfNearMisses(const SourceFile& file, const YamlMap& map, std::vector<Finding>& warnings) {
    for (const agents::YamlEntry& entry : map.entries()) {
        const bool isOurs = std::ranges::contains(ours, std::string_view(entry.key));
        const auto near = isOurs ? std::string_view{} : agents::nearestWord(entry.key, ours);
        if (near.empty())
            continue;
        Finding warning{.severity = Finding::Severity::Warning,
                        .code = "unknown_metadata",
                        .message = std::format("\"{}\" means nothing here.", entry.key),
                        .hint = std::format("Did you mean {}?", near),
                        .place = {file.name, entry.line, entry.column, map.pathOf(entry.key)}};
        if (!std::ranges::contains(warnings, warning)) // of defaultTest once
            warnings.push_back(std::move(warning));
    }
}

Category categoryIn(YamlMap& map, Category fallback) {
    return static_cast<Category>(map.choice("category", {"happy", "edge", "error", "performance", "safety"},
                                            static_cast<std::size_t>(fallback)));
}

} // namespace

std::vector<std::string> readMetadata(const std::vector<CaseLayer>& layers, int repeats, const SuiteLimits& limits,
                                      Case& one, std::vector<Finding>& warnings) {
    std::vector<std::string> turns;
    std::optional<std::int64_t> need;
    one.repeats = repeats;
    for (const CaseLayer& layer : layers) {
        const YamlNode* node = layer.node->find("metadata");
        if (node == nullptr)
            continue;
        const std::string path = layer.path.empty() ? "metadata" : layer.path + ".metadata";
        YamlMap map(layer.file->errors, node, path);
        one.category = categoryIn(map, one.category);
        one.repeats = static_cast<int>(map.integer("repeats", 1, limits.repeats).value_or(one.repeats));
        one.quantile = map.number("quantile", 0.01, 1, 0.95).value_or(one.quantile);
        if (map.has("need"))
            need = map.integer("need", 1, limits.repeats);
        if (need.value_or(1) > one.repeats) {
            map.fail("need", "out_of_range", std::format("{} of {} trials can't pass.", *need, one.repeats),
                     "Write at most as many as \"repeats\".", std::format("need: {}", one.repeats));
            need.reset();
        }
        if (const YamlNode* tools = map.find("tools"); tools != nullptr)
            readTools(*layer.file, *tools, map.pathOf("tools"), one);
        if (map.has("turns"))
            turns = map.texts("turns");
        if (turns.size() > mostTurns)
            map.fail("turns", "suite_limit", std::format("A conversation has at most {} turns.", mostTurns),
                     "Split the case.");
        warnOfNearMisses(*layer.file, map, warnings);
    }
    one.need = static_cast<int>(need.value_or(one.repeats));
    return turns;
}

} // namespace signalbox::suites
