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
    std::vector<std::vector<QPointF>> pieces; // each unbroken; rising x; never empty
};

// A lonely bucket becomes a dash as wide as the bucket, so that it can be seen.
[[nodiscard]] std::vector<ChartLine> chartLines(const Picture& picture, const Measure& measure);
[[nodiscard]] double largestValue(const std::vector<ChartLine>& lines);
// The value of a role's bucket at this moment; nullopt: no data there.
[[nodiscard]] std::optional<double> valueAt(const Picture& picture, const Measure& measure, traffic::Role role,
                                            WallTime time);

} // namespace signalbox::ui::live
