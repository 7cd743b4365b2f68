#include "core/suites/assertion_value.h"

#include <algorithm>
#include <format>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/base/canonical_json.h"
#include "core/suites/schema_words.h"
#include "core/suites/script_value.h"

namespace signalbox::suites {

namespace {

using namespace Qt::StringLiterals;

std::optional<ShapeProblem> problem(std::string code, std::string message, std::string hint) {
    return ShapeProblem{std::move(code), std::move(message), std::move(hint)};
}

std::optional<ShapeProblem> wrong(const Assertion& assertion, std::string_view allowed) {
    const bool isMissing = assertion.value.isUndefined();
    return problem(isMissing ? "missing_field" : "bad_value",
                   isMissing ? std::format("\"{}\" needs a value.", assertion.type)
                             : std::format("\"{}\" can't work with this value.", assertion.type),
                   std::format("Write {}.", allowed));
}

bool isFilledText(const QJsonValue& value) {
    return value.isString() && !value.toString().isEmpty();
}

bool areTexts(const QJsonValue& value) {
    return std::ranges::all_of(itemsOf(value), [](const QJsonValue& one) { return one.isString(); });
}

// A step of a trajectory: a name, or a map with one.
bool isMatcher(const QJsonValue& value) {
    return isFilledText(value) || isFilledText(value[u"name"]) || isFilledText(value[u"pattern"]);
}

bool hasOnly(const QJsonValue& map, std::initializer_list<QLatin1StringView> known) {
    const QStringList keys = map.toObject().keys();
    return std::ranges::all_of(keys, [&](const QString& key) { return std::ranges::contains(known, key); });
}

std::optional<ShapeProblem> toolUseProblem(const Assertion& assertion) {
    const QJsonValue& value = assertion.value;
    const bool isCount =
        value.isObject() && isMatcher(value) && hasOnly(value, {"name"_L1, "pattern"_L1, "min"_L1, "max"_L1});
    const bool areNumbers = std::ranges::all_of(std::array{value[u"min"], value[u"max"]}, [](const QJsonValue& one) {
        return one.isUndefined() || (one.isDouble() && one.toDouble() >= 0);
    });
    const bool isList = value.isArray() && !value.toArray().isEmpty() && areTexts(value);
    if (isFilledText(value) || isList || (isCount && areNumbers))
        return std::nullopt;
    return wrong(assertion, "a tool, a list of tools, or {name: TOOL, min: 1, max: 2}");
}

bool isBlank(const QJsonValue& value) {
    return !value.isString() || scriptTrimmed(value.toString()).isEmpty();
}

bool isWordOf(const QJsonValue& value, std::initializer_list<QLatin1StringView> words) {
    return value.isUndefined() || std::ranges::contains(words, value.toString());
}

std::optional<ShapeProblem> toolArgsProblem(const Assertion& assertion) {
    const QJsonValue& value = assertion.value;
    const QJsonObject map = value.toObject();
    const QJsonValue ignore = value[u"ignore"];
    const std::vector<QJsonValue> ignored = ignore.isArray() ? itemsOf(ignore) : std::vector{ignore};
    const bool areIgnored = ignore.isUndefined() || std::ranges::none_of(ignored, isBlank);
    const bool hasArguments = map.contains("args"_L1) || map.contains("arguments"_L1);
    const bool hasDefaults = !map.contains("defaults"_L1) || value[u"defaults"].isObject();
    if (isMatcher(value) && value.isObject() && areIgnored && hasArguments && hasDefaults &&
        isWordOf(value[u"mode"], {"partial"_L1, "exact"_L1}) &&
        hasOnly(value, {"name"_L1, "pattern"_L1, "args"_L1, "arguments"_L1, "mode"_L1, "ignore"_L1, "defaults"_L1}))
        return std::nullopt;
    return wrong(assertion, "{name: TOOL, args: {…}}, and mode: partial or exact, ignore, defaults");
}

std::optional<ShapeProblem> toolStepsProblem(const Assertion& assertion) {
    const QJsonValue& value = assertion.value;
    const QJsonValue mode = value[u"mode"];
    const std::vector<QJsonValue> steps = itemsOf(value.isArray() ? value : value[u"steps"]);
    const bool isGood = !steps.empty() && std::ranges::all_of(steps, isMatcher) &&
                        (value.isArray() ||
                         (hasOnly(value, {"mode"_L1, "steps"_L1}) &&
                          (mode.isUndefined() || mode.toString() == "in_order"_L1 || mode.toString() == "exact"_L1)));
    return isGood ? std::nullopt : wrong(assertion, "a list of tools, or {mode: in_order or exact, steps: […]}");
}

std::optional<ShapeProblem> textsProblem(const Assertion& assertion) {
    const QJsonValue& value = assertion.value;
    if (value.isArray() || (isFilledText(value) && textsBetweenCommas(value.toString())))
        return std::nullopt;
    return wrong(assertion, "a list of texts, or texts between commas with quotes closed");
}

// YAML in a text, as promptfoo takes a schema too.
Result<QJsonValue> schemaIn(const QJsonValue& value) {
    if (!value.isString())
        return value;
    const auto node = agents::loadYaml(value.toString().toStdString(), "schema");
    if (!node)
        return failure(node.error());
    return valueOf(*node);
}

} // namespace

std::optional<ShapeProblem> shapeProblem(ValueShape shape, const Assertion& assertion) {
    const QJsonValue& value = assertion.value;
    switch (shape) {
    case ValueShape::None:
        return value.isUndefined() || value.isNull()
                   ? std::nullopt
                   : problem("bad_field", std::format("\"{}\" takes no value.", assertion.type), "Remove it.");
    case ValueShape::Anything:
        return value.isUndefined() ? wrong(assertion, "a value") : std::nullopt;
    case ValueShape::Text:
        return value.isString() ? std::nullopt : wrong(assertion, "a text");
    case ValueShape::FilledText:
    case ValueShape::Pattern:
        return isFilledText(value) ? std::nullopt : wrong(assertion, "a text in quotes that is not empty");
    case ValueShape::TextOrNumber:
        return isFilledText(value) || value.isDouble() ? std::nullopt
                                                       : wrong(assertion, "a text that is not empty, or a number");
    case ValueShape::Texts:
        return textsProblem(assertion);
    case ValueShape::Schema:
        return value.isUndefined() || value.isNull() || value.isObject() || isFilledText(value)
                   ? std::nullopt
                   : wrong(assertion, "a JSON Schema");
    case ValueShape::ToolNames:
        return value.isString() || (value.isArray() && !value.toArray().isEmpty())
                   ? std::nullopt
                   : wrong(assertion, "a list of tools, or tools between commas");
    case ValueShape::ToolUse:
        return toolUseProblem(assertion);
    case ValueShape::ToolArgs:
        return toolArgsProblem(assertion);
    case ValueShape::ToolSteps:
        break;
    }
    return toolStepsProblem(assertion);
}

Result<void> compile(Assertion& assertion) {
    if (assertion.kind == AssertionKind::Regex) {
        auto pattern = Pattern::of(assertion.value.toString().toStdString());
        if (!pattern)
            return failure(std::move(pattern.error()));
        assertion.pattern = std::move(*pattern);
    }
    const bool takesSchema = assertion.kind == AssertionKind::IsJson || assertion.kind == AssertionKind::ContainsJson;
    if (!takesSchema || assertion.value.isUndefined() || assertion.value.isNull())
        return {};
    const auto schema = schemaIn(assertion.value);
    std::string why = schema ? whyNoSchema(*schema) : schema.error().message;
    if (why.empty()) {
        const auto text = canonicalJson(*schema);
        assertion.schema =
            text ? answers::SchemaCheck::of(*text, {.draft = answers::SchemaDraft::Seven, .formats = true}) : nullptr;
        why = assertion.schema ? "" : "its values do not fit its keywords";
    }
    if (!why.empty())
        return failure(Errc::Invalid, "bad_schema", std::format("This is no JSON Schema that is checked: {}.", why),
                       "Write draft 7; formats such as date, email or uri are checked.");
    return {};
}

std::optional<std::vector<QString>> textsBetweenCommas(const QString& text) {
    std::vector<QString> all;
    qsizetype at = 0;
    const auto skip = [&](bool commas) {
        while (at < text.size() && (isScriptSpace(text[at]) || (commas && text[at] == u',')))
            ++at;
    };
    for (skip(true); at < text.size(); skip(true)) {
        if (text[at] != u'"') {
            const qsizetype comma = text.indexOf(u',', at);
            const qsizetype end = comma < 0 ? text.size() : comma;
            all.push_back(scriptTrimmed(text.sliced(at, end - at)));
            at = end;
            continue;
        }
        QString field;
        bool isClosed = false;
        for (++at; at < text.size() && !isClosed; ++at) {
            const QChar next = at + 1 < text.size() ? text[at + 1] : QChar();
            if ((text[at] == u'\\' && (next == u'"' || next == u'\\')) || (text[at] == u'"' && next == u'"'))
                field += text[++at];
            else if (text[at] == u'"')
                isClosed = true;
            else
                field += text[at];
        }
        skip(false);
        if (!isClosed || (at < text.size() && text[at] != u','))
            return std::nullopt;
        all.push_back(field);
    }
    return all;
}

std::vector<QString> textsOf(const QJsonValue& value) {
    if (value.isString())
        return textsBetweenCommas(value.toString()).value_or(std::vector<QString>());
    std::vector<QString> all;
    for (const QJsonValue& one : value.toArray())
        all.push_back(scriptString(scriptText(one)));
    return all;
}

std::vector<QString> toolNamesOf(const QJsonValue& value) {
    std::vector<QString> all;
    if (value.isString()) {
        for (const QString& name : value.toString().split(u','))
            all.push_back(scriptTrimmed(name));
        return all;
    }
    return textsOf(value);
}

} // namespace signalbox::suites
