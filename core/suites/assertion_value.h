// What the value of an assertion must be, and what is made of it once. Pure; any thread. Private to core/suites.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/suites/assertion_types.h"

namespace signalbox::suites {

struct ShapeProblem {
    std::string code;
    std::string message;
    std::string hint;
};

// Of the value with its templates filled in; nullopt: none.
[[nodiscard]] std::optional<ShapeProblem> shapeProblem(ValueShape shape, const Assertion& assertion);
// The pattern of a regex, the schema of is-json. Errors: Invalid, with a sentence about the value.
[[nodiscard]] Result<void> compile(Assertion& assertion);

// "a, \"b, c\"" → a | b, c. nullopt: a quote is not closed, or goes on behind it.
[[nodiscard]] std::optional<std::vector<QString>> textsBetweenCommas(const QString& text);
// Of a value of the shape Texts or ToolNames.
[[nodiscard]] std::vector<QString> textsOf(const QJsonValue& value);
[[nodiscard]] std::vector<QString> toolNamesOf(const QJsonValue& value);

} // namespace signalbox::suites
