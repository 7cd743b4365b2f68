// How far a number that was counted can be from the truth: 95 % intervals of a share, a quantile and a rate. Pure; any
// thread.
#pragma once

#include <cstdint>

#include "core/metrics/histogram.h"

namespace signalbox::metrics {

struct Interval {
    double low = 0;
    double high = 0;
};

// Wilson's score interval of a share; [0, 1] when nothing was counted. `events` is cut to `of`.
[[nodiscard]] Interval shareInterval(std::uint64_t events, std::uint64_t of);
// Of a quantile of what these values were drawn from, by their ranks; in the values' unit. `values` is not empty.
[[nodiscard]] Interval quantileInterval(const Histogram& values, double quantile);
// Of the number of events that a Poisson process brings in the same time (Byar's approximation).
[[nodiscard]] Interval countInterval(std::uint64_t events);

} // namespace signalbox::metrics
