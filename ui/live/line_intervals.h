// The stretches of time that one line of the Live page is made of: as wide as its own traffic needs, so that each
// number has company, and never looking beyond its own ends. Chart and table show these. Pure; any thread. Counts add
// up exactly, and so do quantiles but for those of a backend that gives no histograms (see sum()): they are
// `estimated`.
#pragma once

#include <optional>

#include "ui/live/pooling.h"

namespace signalbox::ui::live {

struct Interval { // [from, to)
    WallTime from{};
    WallTime to{};
    protocol::MetricPoint counts;
    bool estimated = false; // its quantiles

    [[nodiscard]] std::chrono::milliseconds length() const { return to - from; }
};

// From so many requests on a number stands by itself; with fewer it is drawn as a point that shows how little it knows.
inline constexpr std::uint64_t enoughRequests = 50;
// What an interval should hold: of 150 requests without an error at most 2.5 % fail, which a limit can be held against.
inline constexpr std::uint64_t wantedRequests = 150;

struct LineBounds {
    TimeSpan span;
    std::chrono::seconds width{1};         // of an interval whose points are not wider
    std::optional<WallTime> countedFrom{}; // silence is known to be silence from here on
    bool serving = true;                   // runs to the end of the span; else it ends with its last point
};

// The narrowest width in which this traffic brings wantedRequests; there are at least eight of them in the span.
[[nodiscard]] std::chrono::seconds widthFor(std::span<const protocol::MetricPoint> points, const TimeSpan& span);
// Rising, apart from each other. A silence that is known is an interval without requests; what nobody counted is a gap.
[[nodiscard]] std::vector<Interval> intervalsOf(std::span<const protocol::MetricPoint> points,
                                                const LineBounds& bounds);

} // namespace signalbox::ui::live
