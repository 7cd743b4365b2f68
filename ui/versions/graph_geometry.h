// Where the lines and the node of one row of the version tree lie, in pixels. Plain values for the delegate to draw and
// for tests to check; pure, any thread. Rows of one tree have the same height, so that lines meet.
#pragma once

#include <vector>

#include <QPointF>
#include <QRectF>

#include "core/versions/lanes.h"

namespace signalbox::ui::versions {

struct GraphLine { // from the row's top, bottom or node to another of them; curved where the lane changes
    QPointF from;
    QPointF to;
    int colour = 0;
};

struct GraphGeometry {
    QRectF node; // square that the shape fills
    int colour = 0;
    std::vector<GraphLine> lines;
    int hiddenLanes = 0; // lanes right of the last one that is drawn
};

inline constexpr int maximalLanes = 12; // a wider tree says "+n" instead of growing

// `cell` is the row's graph cell; `unit` the distance of two lanes.
[[nodiscard]] GraphGeometry layOutRow(const signalbox::versions::LaneRow& row, const QRectF& cell, double unit);
[[nodiscard]] double graphWidth(int lanes, double unit);

} // namespace signalbox::ui::versions
