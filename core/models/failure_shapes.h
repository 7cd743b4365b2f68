// The shapes in which a failure is said inside an answer, and what an ending means. Inside core/models only; pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/models/json_text.h"

namespace signalbox::models {

// Of an error's own object or text: its most telling word, clean (cleaned_text.h), or empty.
[[nodiscard]] std::string codeIn(const Json& error);

// Whether a whole answer or an event says that it failed, and its code: {"error": …}, a list of that, {"object":
// "error"}, {"type": "error"}, {"base_resp": {"status_code": 1004}}.
[[nodiscard]] std::optional<std::string> failureIn(const Json& said);
// Of what has nothing of an answer: {"code", "message"}, {"detail"}, {"errors"}.
[[nodiscard]] std::optional<std::string> bareFailureIn(const Json& said);

// Where a whole answer or an event holds the error that failureIn() found; null: the members beside each other are it.
[[nodiscard]] const Json* errorOf(const Json& said);

enum class Ending : std::uint8_t { Usual, Filter, Failure };
[[nodiscard]] Ending endingOf(std::string_view finishReason);

} // namespace signalbox::models
