// What became of a request that goes on with an earlier answer of /v1/responses. Values; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace signalbox::gateway {

enum class Followed : std::uint8_t {
    Kept,   // the version that gave the id answers
    Moved,  // it has left traffic: routed as if new
    Unknown // the id was not given here, or too long ago: routed as if new
};
inline constexpr std::array<std::string_view, 3> followedNames{"kept", "moved", "unknown"};

[[nodiscard]] constexpr std::string_view toString(Followed followed) {
    return followedNames.at(static_cast<std::size_t>(followed));
}

using FollowedCounts = std::map<std::string, std::array<std::uint64_t, followedNames.size()>, std::less<>>; // by agent

} // namespace signalbox::gateway
