// How a try of a request ended that was followed by another one. Values; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace signalbox::metrics {

enum class TryEnd : std::uint8_t {
    Unreachable, // no connection came about
    Lost,        // the connection ended before an answer began
    Status408,
    Status429,
    Status502,
    Status503,
    Status504,
    Status529, // overloaded
};

inline constexpr std::array<std::string_view, 8> tryEndNames{"unreachable", "lost", "408", "429",
                                                             "502",         "503",  "504", "529"};

[[nodiscard]] constexpr std::string_view toString(TryEnd end) {
    return tryEndNames.at(static_cast<std::size_t>(end));
}

} // namespace signalbox::metrics
