// What one measure of one line is, interval by interval: value, how far it can be from the truth, and of how many. The
// one thing that both the chart and its table twin are made of. Pure; any thread.
#pragma once

#include <optional>
#include <vector>

#include "ui/live/picture.h"

namespace signalbox::ui::live {

struct PlottedPoint { // over [from, to)
    WallTime from{};
    WallTime to{};
    double value = 0;
    double low = 0; // 95 %; equal to high where no interval can be said
    double high = 0;
    std::uint64_t n = 0;    // what the value is formed over
    bool estimated = false; // a quantile that is pooled from parts

    [[nodiscard]] bool hasBounds() const { return low < high; }

    // Enough to stand for itself, without a mark that says how little it knows.
    [[nodiscard]] bool isSolid() const { return n >= enoughRequests; }
};

struct PlottedSeries {
    traffic::Role role = traffic::Role::Stable;
    bool replaced = false;            // of a version that another has replaced in this role
    std::vector<PlottedPoint> points; // rising, apart; where there is no data there is no point
};

// nullopt: nothing is known of this measure in this interval.
[[nodiscard]] std::optional<PlottedPoint> plotted(const Interval& interval, const Measure& measure);
// One for each line of the picture, in its order.
[[nodiscard]] std::vector<PlottedSeries> plottedSeries(const Picture& picture, const Measure& measure);
// The end of the values, and of what is not known of them as far as that leaves the values to be seen.
// `room`: as much may always be taken by what is not known of solid points.
[[nodiscard]] double largestValue(const std::vector<PlottedSeries>& series, double room = 0);
// "0.52 % (0.1–1.3)", "≈ 412 ms"; "no data" for nullptr. UI thread.
[[nodiscard]] QString plottedText(const Measure& measure, const PlottedPoint* point);
// The point that covers this moment; nullptr: no data there.
[[nodiscard]] const PlottedPoint* pointAt(const PlottedSeries& series, WallTime time);

} // namespace signalbox::ui::live
