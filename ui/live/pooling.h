// The time that a chart is of, and counts of several points as one. Pure; any thread. Counts and histograms add up
// exactly. Quantiles do not: of a backend that gives no histograms their mean weighted by answers stands in, and
// whoever shows it says so.
#pragma once

#include <span>
#include <vector>

#include "core/protocol/messages.h"

namespace signalbox::ui::live {

struct TimeSpan { // [from, to), both multiples of step
    WallTime from{};
    WallTime to{};
    std::chrono::seconds step{1};

    [[nodiscard]] std::chrono::milliseconds length() const { return to - from; }

    [[nodiscard]] std::size_t buckets() const {
        return static_cast<std::size_t>(length() / std::chrono::milliseconds(step));
    }

    bool operator==(const TimeSpan&) const = default;
};

// The span that ends now and has 60 to 120 buckets. The newest two seconds are left out: their counts are on the way.
[[nodiscard]] TimeSpan spanFor(std::chrono::seconds range, WallTime now);

[[nodiscard]] WallTime floorTo(WallTime time, std::chrono::milliseconds step);
// All points as one; `time` is that of the first, `length` from there to the end of the last.
[[nodiscard]] protocol::MetricPoint sum(std::span<const protocol::MetricPoint> points);

// Whether its quantiles are those of all its answers, not a mean of quantiles.
[[nodiscard]] bool isExact(const protocol::MetricPoint& point);

// What was fetched (exact quantiles per bucket) until `cut`, and what was heard live since.
[[nodiscard]] std::vector<protocol::MetricPoint> join(std::span<const protocol::MetricPoint> fetched,
                                                      std::span<const protocol::MetricPoint> live, WallTime cut);

} // namespace signalbox::ui::live
