// Per-second counts pooled into the buckets of a chart: one second of one version is noise, a ratio needs company.
// Pure; any thread. Counts add up exactly. Quantiles cannot be added: where several points meet in a bucket their mean
// weighted by requests stands in, and the sum is marked as estimated by the caller.
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

// One point per bucket of the span that had requests, rising; `time` is the start of the bucket.
[[nodiscard]] std::vector<protocol::MetricPoint> pool(std::span<const protocol::MetricPoint> points,
                                                      const TimeSpan& span);
// All points as one; `time` is that of the first.
[[nodiscard]] protocol::MetricPoint sum(std::span<const protocol::MetricPoint> points);

// What was fetched (exact quantiles per bucket) until `cut`, and what was heard live since.
[[nodiscard]] std::vector<protocol::MetricPoint> join(std::span<const protocol::MetricPoint> fetched,
                                                      std::span<const protocol::MetricPoint> live, WallTime cut);

} // namespace signalbox::ui::live
