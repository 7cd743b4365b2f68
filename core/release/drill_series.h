// What many drills of the same order say together: how often nobody had to get up, how long it took in the middle and
// at worst. One drill is an anecdote. Values; pure, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/release/drill.h"

namespace signalbox::release {

struct Spread {
    std::size_t count = 0;
    double median = 0; // the lower one of two
    double p99 = 0;    // nearest rank: the slowest of fewer than 100
    double most = 0;

    bool operator==(const Spread&) const = default;
};

// nullopt: there is nothing.
[[nodiscard]] std::optional<Spread> spreadOf(std::vector<double> values);

// Not cancelled, interrupted, failed or still running.
[[nodiscard]] bool saysSomething(DrillOutcome outcome);

struct DrillSeries {
    std::size_t drills = 0;     // that say something
    std::size_t rolledBack = 0; // of these
    std::optional<Spread> detectSeconds{};
    std::optional<Spread> switchMs{};
    std::uint64_t late = 0; // requests that reached bad versions after the switch; must be 0
};

// Of the drills with the order and the weight of `like`.
[[nodiscard]] DrillSeries seriesOf(std::span<const Drill> drills, const Drill& like);

} // namespace signalbox::release
