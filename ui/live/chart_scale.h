// Where a chart's axis ends and which lines it gets: round numbers a person can read. Pure; any thread.
#pragma once

#include <optional>
#include <span>

#include <QPointF>

namespace signalbox::ui::live {

struct ValueScale {
    double top = 1;          // end of the axis; it begins at 0
    bool showsLimit = false; // the guardrail line lies inside
};

// The smallest round number (1, 2, 2.5 or 5 times a power of ten) that has room for the largest value. A limit is taken
// into the picture when that leaves at least a quarter of the height to the values.
[[nodiscard]] ValueScale scaleFor(double largest, std::optional<double> limit);
[[nodiscard]] double roundUp(double value);

} // namespace signalbox::ui::live
