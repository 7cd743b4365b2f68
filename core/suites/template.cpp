#include "core/suites/template.h"

#include <format>

#include <QJsonArray>

#include "core/suites/script_value.h"

namespace signalbox::suites {

namespace {

constexpr std::string_view blanks = " \t\r\n";

bool isNameCharacter(char c, bool first) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || (!first && c >= '0' && c <= '9');
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// "name" or "name.member.member"
bool isPath(std::string_view text) {
    bool first = true;
    for (const char c : text) {
        if (c == '.' && !first)
            first = true;
        else if (isNameCharacter(c, first))
            first = false;
        else
            return false;
    }
    return !first;
}

std::unexpected<Error> notFilled(std::string_view what) {
    return failure(Errc::Invalid, "template_not_run",
                   std::format("\"{}\" is not filled in here.", std::string(what.substr(0, 80))),
                   "Only {{name}} and {{name.member}} are. Run this file with promptfoo and import its result.");
}

Result<std::string> valueAt(std::string_view path, const QJsonObject& variables) {
    QJsonValue value = variables;
    for (std::string_view rest = path; !rest.empty();) {
        const auto dot = rest.find('.');
        const auto name = rest.substr(0, dot);
        value = value.toObject().value(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
        rest = dot == std::string_view::npos ? std::string_view{} : rest.substr(dot + 1);
    }
    if (path.starts_with("env.") && value.isUndefined())
        return notFilled(std::format("{{{{{}}}}}", path));
    if (value.isUndefined())
        return failure(Errc::Invalid, "unknown_variable", std::format("There is no variable \"{}\".", path),
                       "Add it to vars of the case or of defaultTest; promptfoo would write nothing in its place.");
    if (value.isObject() || value.isArray())
        return failure(Errc::Invalid, "bad_variable", std::format("\"{}\" is a list or a map.", path),
                       "Name one of its members: {{name.member}}.");
    return value.isNull() ? std::string() : scriptText(value);
}

} // namespace

Result<std::string> filled(std::string_view text, const QJsonObject& variables) {
    std::string whole;
    while (!text.empty()) {
        const auto brace = text.find('{');
        whole += text.substr(0, brace);
        if (brace == std::string_view::npos)
            break;
        text.remove_prefix(brace);
        const std::string_view opened = text.substr(0, 2);
        if (opened == "{%" || opened == "{#")
            return notFilled(text.substr(0, text.find_first_of("\n")));
        if (opened != "{{") {
            whole += '{';
            text.remove_prefix(1);
            continue;
        }
        const auto end = text.find("}}");
        const auto path = trimmed(text.substr(2, end == std::string_view::npos ? 0 : end - 2));
        if (end == std::string_view::npos || !isPath(path))
            return notFilled(text.substr(0, end == std::string_view::npos ? 40 : end + 2));
        auto value = valueAt(path, variables);
        if (!value)
            return value;
        whole += *value;
        text.remove_prefix(end + 2);
        if (whole.size() > longestFilled)
            return failure(
                Errc::Limit, "suite_limit",
                std::format("With its variables filled in a text is longer than {} KiB.", longestFilled / 1024),
                "Make it shorter.");
    }
    return whole;
}

Result<QJsonValue> filled(const QJsonValue& value, const QJsonObject& variables) {
    if (value.isString()) {
        auto text = filled(value.toString().toStdString(), variables);
        if (!text)
            return failure(std::move(text.error()));
        return scriptString(*text);
    }
    if (value.isArray()) {
        QJsonArray all;
        for (const QJsonValue& item : value.toArray()) {
            auto one = filled(item, variables);
            if (!one)
                return one;
            all.append(*one);
        }
        return all;
    }
    if (!value.isObject())
        return value;
    QJsonObject all;
    const QJsonObject object = value.toObject();
    for (auto at = object.begin(); at != object.end(); ++at) {
        auto one = filled(at.value(), variables);
        if (!one)
            return one;
        all.insert(at.key(), *one);
    }
    return all;
}

} // namespace signalbox::suites
