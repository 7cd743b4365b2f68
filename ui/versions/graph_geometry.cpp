#include "ui/versions/graph_geometry.h"

#include <algorithm>
#include <set>

namespace signalbox::ui::versions {

namespace {

double xOf(int lane, const QRectF& cell, double unit) {
    return cell.left() + (std::min(lane, maximalLanes) + 0.75) * unit;
}

} // namespace

GraphGeometry layOutRow(const signalbox::versions::LaneRow& row, const QRectF& cell, double unit) {
    GraphGeometry geometry;
    const QPointF centre(xOf(row.lane, cell, unit), cell.center().y());
    const double size = std::min(unit, cell.height()) * 0.85;
    geometry.node = QRectF(centre.x() - size / 2, centre.y() - size / 2, size, size);
    geometry.colour = row.colour;
    std::set<int> hidden;
    for (const auto& edge : row.edges) {
        for (const int lane : {edge.from, edge.to})
            if (lane >= maximalLanes)
                hidden.insert(lane);
        if (std::min(edge.from, edge.to) >= maximalLanes)
            continue;
        // An edge that starts here leaves from the node to the bottom; one that ends here comes from the top to the
        // node.
        const QPointF top = edge.startsHere ? centre : QPointF(xOf(edge.from, cell, unit), cell.top());
        const QPointF bottom = edge.endsHere ? centre : QPointF(xOf(edge.to, cell, unit), cell.bottom());
        geometry.lines.push_back({top, bottom, edge.colour});
    }
    geometry.hiddenLanes = static_cast<int>(hidden.size());
    return geometry;
}

double graphWidth(int lanes, double unit) {
    return (std::clamp(lanes, 1, maximalLanes + 1) + 0.75) * unit;
}

} // namespace signalbox::ui::versions
