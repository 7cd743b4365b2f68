// Reading what an answer says it used, in all the shapes that providers give it. Inside core/models only.
#pragma once

#include <optional>

#include "core/models/answer.h"
#include "core/models/json_text.h"

namespace signalbox::models {

// `usage`: the value of that member. Null, half of it, and nothing but zeros are unknown, never 0.
[[nodiscard]] std::optional<Usage> usageIn(const Json& usage);

} // namespace signalbox::models
