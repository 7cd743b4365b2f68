// Compares the means of two arms (cost, tokens, tool calls of a conversation) with asymptotic confidence sequences,
// which may be looked at as often as one likes. Values; any thread. Asymptotic: ask for at least 30 units in each arm,
// 100 when the values are logarithms.
#pragma once

#include <cstdint>
#include <optional>

#include "core/evidence/arm.h"

namespace signalbox::evidence {

// Running count, mean and sum of squared deviations (Welford).
struct Moments {
    std::uint64_t count = 0;
    double mean = 0;
    double squares = 0;

    void add(double value);
    [[nodiscard]] double variance() const; // of the sample; 0 below two values

    bool operator==(const Moments&) const = default;
};

enum class Sides : std::uint8_t { One, Two };

// The number of units at which the sequence is tightest.
inline constexpr double oneSidedHorizon = 1000;
inline constexpr double twoSidedHorizon = 5000;

[[nodiscard]] double sequenceScale(double alpha, Sides sides, double horizon);
// Half of the width at n units, when a unit has this variance.
[[nodiscard]] double sequenceHalfWidth(double variance, double n, double alpha, Sides sides, double horizon);

struct MeanDifference {
    double difference = 0; // canary − margin × stable
    double halfWidth = 0;
};

// nullopt: fewer than `least` units in an arm. The margin scales the stable arm: "more than M times as expensive".
[[nodiscard]] std::optional<MeanDifference> compareMeans(const Both<Moments>& arms, double alpha, Sides sides,
                                                         std::uint64_t least, double margin = 1);
// The canary is taken to vary no less than stable does: without that, equal values by chance would look like
// certainty.
[[nodiscard]] Both<Moments> steadied(const Both<Moments>& arms);
// The lower end of a one-sided sequence of one mean; nullopt below `least` units.
[[nodiscard]] std::optional<double> lowerMean(const Moments& arm, double alpha, std::uint64_t least);

} // namespace signalbox::evidence
