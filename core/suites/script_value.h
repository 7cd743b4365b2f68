// Values as JavaScript has them, for what promptfoo does with YAML and JSON: every number is a double, equality goes by
// content, a text of anything. Pure; any thread. Private to core/suites.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <QJsonValue>
#include <QString>

#include "core/agents/yaml.h"

namespace signalbox::suites {

// With a byte order mark where there is one, which Qt would take away.
[[nodiscard]] QString scriptString(std::string_view utf8);
[[nodiscard]] QJsonValue valueOf(const agents::YamlNode& node);

// Of a list; empty for anything else.
[[nodiscard]] std::vector<QJsonValue> itemsOf(const QJsonValue& value);

// As String(value) writes it: "null", "1e+21", "a,b", "[object Object]".
[[nodiscard]] std::string scriptText(const QJsonValue& value);

struct ReadValue {
    std::optional<QJsonValue> value = {};
    bool isTooDeep = false; // nested so deeply that reading it is not safe
};

// Strict, as JSON.parse is.
[[nodiscard]] ReadValue readJson(std::string_view text);

[[nodiscard]] bool isSame(const QJsonValue& left, const QJsonValue& right);
// Every member of `expected` is in `actual`, at any depth; lists have the same length.
[[nodiscard]] bool holds(const QJsonValue& actual, const QJsonValue& expected);

// Lower case with the final sigma of a word, as toLowerCase() has it.
[[nodiscard]] QString lowered(const QString& text);
// White space as trim() and \s have it.
[[nodiscard]] bool isScriptSpace(QChar c);
[[nodiscard]] QString scriptTrimmed(const QString& text);
// The case-blind pattern of promptfoo's tool names: "*" any characters, "?" one.
[[nodiscard]] bool matchesName(const QString& name, const QString& pattern);

} // namespace signalbox::suites
