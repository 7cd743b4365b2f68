// Texts with variables: "{{name}}" and "{{name.member}}" as promptfoo fills them in. Whatever else Nunjucks can do
// (filters, conditions, loops, comments, env) is refused by name. Pure; any thread. Private to core/suites.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <QJsonObject>

#include "core/base/result.h"

namespace signalbox::suites {

inline constexpr std::size_t longestFilled = 1024 * 1024; // bytes

// Errors: Invalid "template_not_run", "unknown_variable", "bad_variable", Limit "suite_limit"; their field is empty.
[[nodiscard]] Result<std::string> filled(std::string_view text, const QJsonObject& variables);
// Every text inside a value.
[[nodiscard]] Result<QJsonValue> filled(const QJsonValue& value, const QJsonObject& variables);

} // namespace signalbox::suites
