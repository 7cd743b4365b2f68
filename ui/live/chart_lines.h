// What one chart draws, as points: pooled counts turned into values, cut into pieces where there was no data. Pure; any
// thread. x is milliseconds since 1970, y the metric's unit.
#pragma once

#include <optional>
#include <vector>

#include <QPointF>

#include "ui/live/picture.h"

namespace signalbox::ui::live {

struct ChartLine {
    traffic::Role role = traffic::Role::Stable;
    bool replaced = false;                    // of a version that another has replaced in this role
    std::vector<std::vector<QPointF>> pieces; // each unbroken; rising x; never empty
};

// A ratio over the three requests of one bucket jumps between 0 and 33 %: each point of a ratio stands for the buckets
// up to it until they hold this many requests, but never for more than this many buckets.
inline constexpr std::uint64_t enoughRequests = 50;
inline constexpr int widestWindow = 20;

// A lonely bucket becomes a dash as wide as the bucket, so that it can be seen.
[[nodiscard]] std::vector<ChartLine> chartLines(const Picture& picture, const Measure& measure);
[[nodiscard]] double largestValue(const std::vector<ChartLine>& lines);
// The value of a role's bucket at this moment; nullopt: no data there.
[[nodiscard]] std::optional<double> valueAt(const Picture& picture, const Measure& measure, traffic::Role role,
                                            WallTime time);

} // namespace signalbox::ui::live
