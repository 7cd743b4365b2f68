#include "core/base/canonical_json.h"

#include <array>
#include <charconv>
#include <cmath>
#include <format>

#include <QJsonArray>
#include <QJsonDocument>
#include <QStringList>

namespace signalbox {

namespace {

Result<void> writeString(const QString& text, std::string& out) {
    static constexpr std::string_view hex = "0123456789abcdef";
    out += '"';
    const auto fail = [] {
        return failure(Errc::Invalid, "bad_text", "The text holds half of a surrogate pair, which has no UTF-8 form.");
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (c.isHighSurrogate() ? (i + 1 >= text.size() || !text.at(i + 1).isLowSurrogate()) : c.isLowSurrogate())
            return fail();
        if (c.isHighSurrogate()) {
            out += text.sliced(i, 2).toUtf8().toStdString();
            ++i;
            continue;
        }
        switch (c.unicode()) {
        case u'"':
            out += "\\\"";
            break;
        case u'\\':
            out += "\\\\";
            break;
        case u'\b':
            out += "\\b";
            break;
        case u'\f':
            out += "\\f";
            break;
        case u'\n':
            out += "\\n";
            break;
        case u'\r':
            out += "\\r";
            break;
        case u'\t':
            out += "\\t";
            break;
        default:
            if (c.unicode() < 0x20) {
                out += "\\u00";
                out += hex[c.unicode() >> 4U];
                out += hex[c.unicode() & 15U];
            } else if (c.unicode() < 0x80) {
                out += static_cast<char>(c.unicode());
            } else {
                out += QString(c).toUtf8().toStdString();
            }
        }
    }
    out += '"';
    return {};
}

Result<void> write(const QJsonValue& value, std::string& out);

Result<void> writeObject(const QJsonObject& object, std::string& out) {
    QStringList keys = object.keys();
    keys.sort(); // QString compares UTF-16 code units, which is the order that JCS wants
    out += '{';
    bool first = true;
    for (const QString& key : std::as_const(keys)) {
        if (!std::exchange(first, false))
            out += ',';
        if (auto done = writeString(key, out); !done)
            return done;
        out += ':';
        if (auto done = write(object.value(key), out); !done)
            return done;
    }
    out += '}';
    return {};
}

Result<void> writeArray(const QJsonArray& array, std::string& out) {
    out += '[';
    bool first = true;
    for (const QJsonValue& item : array) {
        if (!std::exchange(first, false))
            out += ',';
        if (auto done = write(item, out); !done)
            return done;
    }
    out += ']';
    return {};
}

Result<void> write(const QJsonValue& value, std::string& out) {
    switch (value.type()) {
    case QJsonValue::Bool:
        out += value.toBool() ? "true" : "false";
        return {};
    case QJsonValue::Double:
        if (!std::isfinite(value.toDouble()))
            return failure(Errc::Invalid, "bad_number", "JSON has no way to write NaN or an infinity.");
        out += canonicalNumber(value.toDouble());
        return {};
    case QJsonValue::String:
        return writeString(value.toString(), out);
    case QJsonValue::Array:
        return writeArray(value.toArray(), out);
    case QJsonValue::Object:
        return writeObject(value.toObject(), out);
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        break;
    }
    out += "null";
    return {};
}

} // namespace

std::string canonicalNumber(double value) {
    if (value == 0)
        return "0"; // also for minus zero
    std::array<char, 40> buffer{};
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::abs(value), std::chars_format::scientific).ptr;
    const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    const auto mark = text.find('e');
    std::string digits(1, text[0]);
    if (mark > 2)
        digits += text.substr(2, mark - 2);
    int exponent = 0;
    std::from_chars(text.data() + mark + (text[mark + 1] == '+' ? 2 : 1), text.data() + text.size(), exponent);

    const int count = static_cast<int>(digits.size());
    const int point = exponent + 1; // the n of ECMA-262, Number::toString
    std::string out = value < 0 ? "-" : "";
    if (count <= point && point <= 21)
        out += digits + std::string(static_cast<std::size_t>(point - count), '0');
    else if (0 < point && point <= 21)
        out += digits.substr(0, static_cast<std::size_t>(point)) + "." + digits.substr(static_cast<std::size_t>(point));
    else if (-6 < point && point <= 0)
        out += "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
    else
        out += digits.substr(0, 1) + (count > 1 ? "." + digits.substr(1) : "") + "e" + (point > 0 ? "+" : "-") +
               std::to_string(std::abs(point - 1));
    return out;
}

Result<std::string> canonicalJson(const QJsonValue& value) {
    std::string out;
    if (auto done = write(value, out); !done)
        return failure(done.error());
    return out;
}

Result<QJsonObject> parseJsonObject(std::string_view bytes) {
    QJsonParseError error;
    const auto document =
        QJsonDocument::fromJson(QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size())), &error);
    if (error.error != QJsonParseError::NoError)
        return failure(Errc::Invalid, "bad_json",
                       std::format("Not JSON at byte {}: {}.", error.offset, error.errorString().toStdString()));
    if (!document.isObject())
        return failure(Errc::Invalid, "bad_json", "A JSON object is expected here.");
    return document.object();
}

} // namespace signalbox
