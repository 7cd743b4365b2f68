// What became of the copies of one agent's requests that shadows were to answer. Values; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace signalbox::metrics {

enum class ShadowDrop {
    Full,        // as many bytes as allowed are waiting
    Late,        // waited too long
    Rate,        // more a second than allowed
    Budget,      // this hour's money is spent
    Unavailable, // the shadow's version cannot be asked at all
    Withdrawn,   // the shadow ended while the copy waited
    Unreachable, // its provider could not be reached a moment ago
};
inline constexpr std::size_t shadowDropKinds = 7;
[[nodiscard]] std::string_view toString(ShadowDrop reason); // "full", "late", …

struct ShadowCounters { // of one agent
    std::uint64_t sent = 0;
    std::uint64_t answered = 0; // with any status
    std::uint64_t failed = 0;   // refused, reset, timed out, longer than allowed
    std::array<std::uint64_t, shadowDropKinds> dropped{};
    std::uint64_t again = 0; // copies that stable was asked a second time; in none of the others

    bool operator==(const ShadowCounters&) const = default;
};

} // namespace signalbox::metrics
