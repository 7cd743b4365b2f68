// The two arms that a release compares, and a value for each. Plain values; any thread.
#pragma once

#include <cstdint>

namespace signalbox::evidence {

enum class Arm : std::uint8_t { Stable, Canary };

[[nodiscard]] constexpr Arm otherOf(Arm arm) {
    return arm == Arm::Canary ? Arm::Stable : Arm::Canary;
}

template <class T> struct Both {
    T stable{};
    T canary{};

    [[nodiscard]] T& of(Arm arm) { return arm == Arm::Canary ? canary : stable; }

    [[nodiscard]] const T& of(Arm arm) const { return arm == Arm::Canary ? canary : stable; }

    bool operator==(const Both&) const = default;
};

} // namespace signalbox::evidence
