#include "tests/agents/schema_walk.h"

#include <format>

#include <QJsonArray>

namespace signalbox::schema_walk {

using namespace Qt::StringLiterals;
using agents::YamlNode;

namespace {

std::vector<std::string> linesOf(const std::string& yaml) {
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < yaml.size();) {
        const auto end = yaml.find('\n', begin);
        lines.push_back(yaml.substr(begin, end - begin));
        begin = end == std::string::npos ? yaml.size() : end + 1;
    }
    return lines;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string yaml;
    for (const std::string& line : lines)
        yaml += line + "\n";
    return yaml;
}

bool isScalar(YamlNode::Kind kind) {
    return kind != YamlNode::Kind::List && kind != YamlNode::Kind::Map;
}

// The value of a spot written anew.
std::string replaced(const std::string& yaml, const Spot& spot, const std::string& value) {
    std::vector<std::string> lines = linesOf(yaml);
    const auto at = static_cast<std::size_t>(spot.line) - 1;
    const auto indent = lines[at].substr(0, static_cast<std::size_t>(spot.column) - 1);
    lines[at] = indent + (spot.key.empty() ? "" : spot.key + ": ") + value;
    lines.erase(lines.begin() + spot.line, lines.begin() + spot.lastLine);
    return joined(lines);
}

// Values of another type than the schema's.
std::vector<std::string> otherTypes(const QJsonObject& schema, YamlNode::Kind kind) {
    const QString type = schema["type"_L1].toString();
    if (schema.contains("oneOf"_L1)) // a text or a list
        return {"17"};
    if (type == "number"_L1 || type == "integer"_L1)
        return {"[1]", "\"word\"", "true"};
    if (type == "boolean"_L1)
        return {"17", "[true]"};
    if (type == "array"_L1 || type == "object"_L1 || !isScalar(kind))
        return {"17", "word"};
    return {"17", "[1]", "{a: b}", "true"};
}

struct Value {
    std::string what;
    std::string text;
    QStringList allowed;
};

std::vector<Value> outOfRange(const QJsonObject& schema) {
    std::vector<Value> values;
    const auto bound = [&](QLatin1StringView key, double beyond) {
        if (schema.contains(key))
            values.push_back({key.toString().toStdString(), std::format("{}", schema[key].toDouble() + beyond), {}});
    };
    bound("minimum"_L1, -1);
    bound("maximum"_L1, 1);
    bound("exclusiveMinimum"_L1, -1);
    bound("exclusiveMaximum"_L1, 1);
    QStringList words;
    const QJsonArray choices = schema["enum"_L1].toArray();
    for (const QJsonValue& word : choices)
        words += word.toString();
    if (schema.contains("const"_L1))
        words += schema["const"_L1].toString();
    if (!words.isEmpty())
        values.push_back({"no choice", "zzz-none", words});
    if (schema.contains("pattern"_L1))
        values.push_back({"pattern", "\"%% \\u0001\"", {}});
    else if (schema["minLength"_L1].toInt() > 0)
        values.push_back({"empty", "\"\"", {}});
    return values;
}

} // namespace

std::string withLine(const std::string& yaml, int line, const std::string& text) {
    std::vector<std::string> lines = linesOf(yaml);
    std::string& old = lines[static_cast<std::size_t>(line) - 1];
    const auto start = old.find_first_not_of(text.starts_with("- ") ? " " : " -");
    old = old.substr(0, start) + text;
    return joined(lines);
}

// What $ref names, with what stands beside it.
QJsonObject Walk::resolved(QJsonObject schema) const {
    const QString reference = schema.take("$ref"_L1).toString();
    if (reference.isEmpty())
        return schema;
    QJsonObject named = resolved(m_schema["$defs"_L1].toObject()[reference.section(u'/', -1)].toObject());
    for (auto at = schema.begin(); at != schema.end(); ++at)
        named[at.key()] = at.value();
    return named;
}

void Walk::collect(const QJsonObject& schema, const std::string& shape, std::set<std::string>& fields) const {
    const QJsonObject here = resolved(schema);
    if (!shape.empty())
        fields.insert(shape);
    const std::string dot = shape.empty() ? "" : ".";
    const QJsonObject properties = here["properties"_L1].toObject();
    for (auto at = properties.begin(); at != properties.end(); ++at)
        collect(at.value().toObject(), shape + dot + at.key().toStdString(), fields);
    if (here["additionalProperties"_L1].isObject())
        collect(here["additionalProperties"_L1].toObject(), shape + dot + "*", fields);
    if (here["items"_L1].isObject())
        collect(here["items"_L1].toObject(), shape + "[]", fields);
}

std::set<std::string> Walk::fields() const {
    std::set<std::string> all;
    collect(m_schema, {}, all);
    return all;
}

// `end`: the line behind the value.
void Walk::walk(const YamlNode& node, const QJsonObject& schema, const Spot& above, int end,
                std::vector<Spot>& spots) const {
    const auto add = [&](Spot spot, const YamlNode& value, int next) {
        spot.kind = value.kind;
        spot.lastLine = isScalar(value.kind) ? spot.line : next - 1;
        spots.push_back(spot);
        walk(value, spot.schema, spot, next, spots);
    };
    const std::string dot = above.field.empty() ? "" : ".";
    for (std::size_t i = 0; i < node.entries.size(); ++i) {
        const agents::YamlEntry& entry = node.entries[i];
        const QString key = QString::fromStdString(entry.key);
        const QJsonObject properties = schema["properties"_L1].toObject();
        const bool free = !properties.contains(key) && schema["additionalProperties"_L1].isObject();
        if (!properties.contains(key) && !free)
            continue; // the schema leaves it open
        const QJsonObject below = (free ? schema["additionalProperties"_L1] : properties[key]).toObject();
        add({.field = above.field + dot + entry.key,
             .shape = above.shape + dot + (free ? "*" : entry.key),
             .schema = resolved(below),
             .line = entry.line,
             .column = entry.column,
             .key = entry.key},
            entry.value, i + 1 < node.entries.size() ? node.entries[i + 1].line : end);
    }
    for (std::size_t i = 0; i < node.items.size(); ++i)
        add({.field = std::format("{}[{}]", above.field, i),
             .shape = above.shape + "[]",
             .schema = resolved(schema["items"_L1].toObject()),
             .line = node.items[i].line,
             .column = node.items[i].column,
             .key = {}},
            node.items[i], i + 1 < node.items.size() ? node.items[i + 1].line : end);
}

std::vector<Spot> Walk::spotsOf(const std::string& yaml) const {
    std::vector<Spot> spots;
    const auto root = agents::loadYaml(yaml, "document");
    if (root)
        walk(*root, m_schema, {}, static_cast<int>(linesOf(yaml).size()) + 1, spots);
    return spots;
}

std::vector<Mistake> Walk::mistakesIn(const std::string& yaml) const {
    std::vector<Mistake> mistakes;
    for (const Spot& spot : spotsOf(yaml)) {
        for (const std::string& value : otherTypes(spot.schema, spot.kind))
            mistakes.push_back(
                {"is " + value, replaced(yaml, spot, value), spot.field, spot.line, {}, isScalar(spot.kind)});
        for (const Value& value : outOfRange(spot.schema))
            mistakes.push_back({value.what, replaced(yaml, spot, value.text), spot.field, spot.line, value.allowed,
                                isScalar(spot.kind)});
        const QJsonValue more = spot.schema["additionalProperties"_L1];
        if (spot.kind == YamlNode::Kind::Map && more.isBool() && !more.toBool() && !spot.key.empty()) {
            std::vector<std::string> lines = linesOf(yaml);
            const auto child = lines[static_cast<std::size_t>(spot.line)];
            if (spot.lastLine > spot.line) {
                const std::string indent = child.substr(0, child.find_first_not_of(' '));
                lines.insert(lines.begin() + spot.line, indent + "zzz_unknown: 1");
                QStringList keys = spot.schema["properties"_L1].toObject().keys();
                mistakes.push_back(
                    {"unknown key", joined(lines), spot.field + ".zzz_unknown", spot.line + 1, keys, false});
            }
        }
    }
    mistakes.push_back({"unknown key", yaml + "zzz_unknown: 1\n", "zzz_unknown",
                        static_cast<int>(linesOf(yaml).size()) + 1, m_schema["properties"_L1].toObject().keys(),
                        false});
    return mistakes;
}

std::string Walk::withEveryScalarWrong(const std::string& yaml, std::set<std::string>& fields) const {
    std::string bad = yaml;
    for (const Spot& spot : spotsOf(yaml))
        if (isScalar(spot.kind)) {
            bad = replaced(bad, spot, "[1]");
            fields.insert(spot.field);
        }
    return bad;
}

} // namespace signalbox::schema_walk
