// The reason that a person gives with an action: one limit, wherever it comes in. Pure; any thread.
#pragma once

#include <string_view>

#include "core/base/result.h"

namespace signalbox::server {

inline constexpr std::size_t longestReason = 2000; // bytes

[[nodiscard]] Result<void> checkReason(std::string_view reason);

} // namespace signalbox::server
