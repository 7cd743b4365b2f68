#include "core/suites/script_value.h"

#include <algorithm>
#include <cmath>

#include <QJsonArray>
#include <QJsonObject>

#include "core/base/canonical_json.h"
#include "core/models/json_text.h"

namespace signalbox::suites {

namespace {

QJsonValue valueOfJson(const models::Json& json) {
    switch (json.kind()) {
    case boost::json::kind::null:
        return QJsonValue::Null;
    case boost::json::kind::bool_:
        return json.get_bool();
    case boost::json::kind::int64:
        return static_cast<double>(json.get_int64());
    case boost::json::kind::uint64:
        return static_cast<double>(json.get_uint64());
    case boost::json::kind::double_:
        return json.get_double();
    case boost::json::kind::string:
        return scriptString(json.get_string());
    case boost::json::kind::array: {
        QJsonArray array;
        for (const auto& item : json.get_array())
            array.append(valueOfJson(item));
        return array;
    }
    case boost::json::kind::object:
        break;
    }
    QJsonObject object;
    for (const auto& [key, value] : json.get_object())
        object.insert(scriptString(key), valueOfJson(value));
    return object;
}

bool isCased(QChar c) {
    return c.isLower() || c.isUpper() || c.isTitleCase();
}

// Marks that stand inside words without being a letter of them.
bool isCaseIgnorable(QChar c) {
    return c == u'\'' || c == u'.' || c == u':' || c == u'’' || c == u'·' || c.isMark() ||
           c.category() == QChar::Letter_Modifier || c.category() == QChar::Symbol_Modifier ||
           c.category() == QChar::Other_Format;
}

bool hasCasedBeside(const QString& text, qsizetype at, qsizetype step) {
    for (qsizetype i = at + step; i >= 0 && i < text.size(); i += step)
        if (!isCaseIgnorable(text[i]))
            return isCased(text[i]);
    return false;
}

} // namespace

QString scriptString(std::string_view utf8) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    const QString text = QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
    return utf8.starts_with(mark) ? QChar(QChar::ByteOrderMark) + text : text;
}

QJsonValue valueOf(const agents::YamlNode& node) {
    using Kind = agents::YamlNode::Kind;
    switch (node.kind) {
    case Kind::Null:
        return QJsonValue::Null;
    case Kind::Bool:
        return node.boolean;
    case Kind::Integer:
    case Kind::Number:
        return node.number;
    case Kind::Text:
        return scriptString(node.text);
    case Kind::List: {
        QJsonArray array;
        for (const auto& item : node.items)
            array.append(valueOf(item));
        return array;
    }
    case Kind::Map:
        break;
    }
    QJsonObject object;
    for (const auto& entry : node.entries)
        object.insert(scriptString(entry.key), valueOf(entry.value));
    return object;
}

std::vector<QJsonValue> itemsOf(const QJsonValue& value) {
    std::vector<QJsonValue> items;
    const QJsonArray array = value.toArray();
    items.reserve(static_cast<std::size_t>(array.size()));
    for (const QJsonValue& item : array)
        items.push_back(item);
    return items;
}

std::string scriptText(const QJsonValue& value) {
    switch (value.type()) {
    case QJsonValue::Null:
        return "null";
    case QJsonValue::Bool:
        return value.toBool() ? "true" : "false";
    case QJsonValue::Double: {
        const double number = value.toDouble();
        if (std::isnan(number))
            return "NaN";
        return std::isinf(number) ? (number > 0 ? "Infinity" : "-Infinity") : canonicalNumber(number);
    }
    case QJsonValue::String:
        return value.toString().toStdString();
    case QJsonValue::Object:
        return "[object Object]";
    case QJsonValue::Undefined:
        return "undefined";
    case QJsonValue::Array:
        break;
    }
    std::string text;
    const QJsonArray items = value.toArray();
    for (qsizetype i = 0; i < items.size(); ++i)
        text += (i > 0 ? "," : "") + (items[i].isNull() ? std::string() : scriptText(items[i]));
    return text;
}

ReadValue readJson(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF"))
        return {}; // what else reads JSON here forgives the mark
    models::JsonText json;
    switch (json.read(text)) {
    case models::JsonText::Result::Good:
        return {.value = valueOfJson(json.value())};
    case models::JsonText::Result::TooDeep:
        return {.isTooDeep = true};
    case models::JsonText::Result::Broken:
        break;
    }
    return {};
}

bool isSame(const QJsonValue& left, const QJsonValue& right) {
    if (left.isArray() && right.isArray()) {
        return std::ranges::equal(itemsOf(left), itemsOf(right), isSame);
    }
    if (left.isObject() && right.isObject()) {
        const QJsonObject first = left.toObject();
        const QJsonObject second = right.toObject();
        if (first.size() != second.size())
            return false;
        for (auto at = first.begin(); at != first.end(); ++at)
            if (!second.contains(at.key()) || !isSame(at.value(), second.value(at.key())))
                return false;
        return true;
    }
    return left == right;
}

bool holds(const QJsonValue& actual, const QJsonValue& expected) {
    if (expected.isArray()) {
        return actual.isArray() && std::ranges::equal(itemsOf(actual), itemsOf(expected), holds);
    }
    if (!expected.isObject())
        return isSame(actual, expected);
    const QJsonObject wanted = expected.toObject();
    const QJsonObject there = actual.toObject();
    for (auto at = wanted.begin(); at != wanted.end(); ++at)
        if (!there.contains(at.key()) || !holds(there.value(at.key()), at.value()))
            return false;
    return actual.isObject();
}

QString lowered(const QString& text) {
    constexpr QChar capital(u'Σ');
    if (!text.contains(capital))
        return text.toLower();
    QString prepared = text;
    for (qsizetype at = prepared.indexOf(capital); at >= 0; at = text.indexOf(capital, at + 1))
        if (hasCasedBeside(text, at, -1) && !hasCasedBeside(text, at, +1))
            prepared[at] = QChar(u'ς');
    return prepared.toLower();
}

bool isScriptSpace(QChar c) {
    return (c.unicode() >= 9 && c.unicode() <= 13) || c == QChar(0xFEFF) || c == QChar(0x2028) || c == QChar(0x2029) ||
           c.category() == QChar::Separator_Space;
}

QString scriptTrimmed(const QString& text) {
    const auto* const first = std::ranges::find_if_not(text, isScriptSpace);
    const auto* last = text.cend();
    while (last != first && isScriptSpace(*(last - 1)))
        --last;
    return QString(first, last - first);
}

bool matchesName(const QString& name, const QString& pattern) {
    const QString text = name.toCaseFolded();
    const QString wanted = pattern.toCaseFolded();
    qsizetype at = 0;
    qsizetype in = 0;
    qsizetype star = -1; // the last "*", and how much it took
    qsizetype taken = 0;
    const auto isLineEnd = [](QChar c) { return c == u'\n' || c == u'\r' || c == QChar(0x2028) || c == QChar(0x2029); };
    while (at < text.size()) {
        if (in < wanted.size() && wanted[in] == u'*') {
            star = in++;
            taken = at;
        } else if (in < wanted.size() && ((wanted[in] == u'?' && !isLineEnd(text[at])) || wanted[in] == text[at])) {
            ++in;
            ++at;
        } else if (star >= 0 && !isLineEnd(text[taken])) {
            in = star + 1;
            at = ++taken;
        } else {
            return false;
        }
    }
    while (in < wanted.size() && wanted[in] == u'*')
        ++in;
    return in == wanted.size();
}

} // namespace signalbox::suites
