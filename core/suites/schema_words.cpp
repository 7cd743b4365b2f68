#include "core/suites/schema_words.h"

#include <algorithm>
#include <array>
#include <format>
#include <string_view>

#include <QJsonArray>
#include <QJsonObject>

#include "core/suites/pattern_cost.h"

namespace signalbox::suites {

namespace {

constexpr std::array<std::string_view, 6> oneInside{
    "additionalProperties", "additionalItems", "contains", "not", "propertyNames", "items"};
constexpr std::array<std::string_view, 3> choiceInside{"if", "then", "else"};
constexpr std::array<std::string_view, 4> namedInside{"properties", "patternProperties", "definitions", "$defs"};
constexpr std::array<std::string_view, 3> listInside{"allOf", "anyOf", "oneOf"};
constexpr std::array<std::string_view, 36> others{"$schema",
                                                  "$id",
                                                  "$ref",
                                                  "$comment",
                                                  "title",
                                                  "description",
                                                  "default",
                                                  "examples",
                                                  "type",
                                                  "enum",
                                                  "const",
                                                  "multipleOf",
                                                  "maximum",
                                                  "exclusiveMaximum",
                                                  "minimum",
                                                  "exclusiveMinimum",
                                                  "maxLength",
                                                  "minLength",
                                                  "pattern",
                                                  "format",
                                                  "maxItems",
                                                  "minItems",
                                                  "uniqueItems",
                                                  "maxProperties",
                                                  "minProperties",
                                                  "required",
                                                  "dependencies",
                                                  "readOnly",
                                                  "writeOnly",
                                                  "deprecated",
                                                  "contentEncoding",
                                                  "contentMediaType",
                                                  "nullable",
                                                  "discriminator",
                                                  "$anchor",
                                                  "$vocabulary"};
constexpr std::array<std::string_view, 11> formats{"date", "time", "date-time",     "email", "hostname",    "ipv4",
                                                   "ipv6", "uri",  "uri-reference", "regex", "json-pointer"};
constexpr int deepest = 32;

bool isOf(auto& words, const QString& word) {
    return std::ranges::contains(words, std::string_view(word.toStdString()));
}

std::string whyNot(const QJsonValue& schema, int depth);

std::string whyNotAll(const QJsonArray& schemas, int depth) {
    for (const QJsonValue& one : schemas)
        if (std::string why = whyNot(one, depth); !why.empty())
            return why;
    return {};
}

std::string whyNotPattern(const QString& pattern) {
    if (costOfPattern(pattern) <= mostPatternCost)
        return {};
    return std::format("the pattern \"{}\" can take too long", pattern.left(80).toStdString());
}

std::string whyNotWord(const QString& word, const QJsonValue& value, int depth) {
    const std::string name = word.toStdString();
    if (word == u"format" && !isOf(formats, value.toString()))
        return std::format("the format \"{}\" is not checked", value.toString().toStdString());
    if (word == u"$schema" && !value.toString().contains(u"draft-07"))
        return std::format("\"{}\" is not draft 7", value.toString().toStdString());
    if (word == u"pattern")
        return whyNotPattern(value.toString());
    if (isOf(oneInside, word) || isOf(choiceInside, word))
        return value.isArray() ? whyNotAll(value.toArray(), depth) : whyNot(value, depth);
    if (isOf(listInside, word))
        return whyNotAll(value.toArray(), depth);
    if (isOf(namedInside, word)) {
        const QJsonObject named = value.toObject();
        for (auto at = named.begin(); at != named.end(); ++at) {
            if (std::string why = word == u"patternProperties" ? whyNotPattern(at.key()) : std::string(); !why.empty())
                return why;
            if (std::string why = whyNot(at.value(), depth); !why.empty())
                return why;
        }
        return {};
    }
    return isOf(others, word) ? std::string() : std::format("\"{}\" is no keyword", name.substr(0, 80));
}

std::string whyNot(const QJsonValue& schema, int depth) {
    if (depth > deepest)
        return "it is nested too deeply";
    if (schema.isBool())
        return {};
    if (!schema.isObject())
        return "a schema is a map";
    const QJsonObject object = schema.toObject();
    for (auto at = object.begin(); at != object.end(); ++at)
        if (std::string why = whyNotWord(at.key(), at.value(), depth + 1); !why.empty())
            return why;
    return {};
}

} // namespace

std::string whyNoSchema(const QJsonValue& schema) {
    return schema.isObject() ? whyNot(schema, 0) : "a schema is a map";
}

} // namespace signalbox::suites
