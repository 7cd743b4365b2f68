// SipHash-2-4 (Aumasson and Bernstein): a keyed 64-bit hash for short inputs, so that callers who do not know the salt
// cannot choose units that all land on the canary. Pure; no allocation; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace signalbox::traffic {

[[nodiscard]] std::uint64_t sipHash24(const std::array<std::uint8_t, 16>& key, std::string_view bytes);

} // namespace signalbox::traffic
