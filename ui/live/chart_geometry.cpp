#include "ui/live/chart_geometry.h"

#include <algorithm>

namespace signalbox::ui::live {

double PlotFrame::xOf(WallTime time) const {
    const auto length = static_cast<double>((to - from).count());
    return length > 0 ? plot.left() + static_cast<double>((time - from).count()) / length * plot.width() : plot.left();
}

double PlotFrame::yOf(double value) const {
    return plot.bottom() - std::clamp(top > 0 ? value / top : 0.0, 0.0, 1.0) * plot.height();
}

DrawnSeries drawn(const PlottedSeries& series, const PlotFrame& frame) {
    DrawnSeries made;
    const PlottedPoint* before = nullptr;
    for (const PlottedPoint& point : series.points) {
        const double left = std::max(frame.xOf(point.from), frame.plot.left());
        const double right = std::min(frame.xOf(point.to), frame.plot.right());
        const double y = frame.yOf(point.value);
        if (right <= left)
            continue;
        made.steps.emplace_back(left, y, right, y);
        const double middle = (left + right) / 2;
        if (point.isSolid()) {
            if (point.hasBounds())
                made.bands.emplace_back(QPointF(left, frame.yOf(point.high)), QPointF(right, frame.yOf(point.low)));
            if (before && before->isSolid() && before->to == point.from)
                made.risers.emplace_back(left, frame.yOf(before->value), left, y);
        } else {
            made.marks.emplace_back(middle, y);
            if (point.hasBounds())
                made.whiskers.emplace_back(middle, frame.yOf(point.high), middle, frame.yOf(point.low));
        }
        before = &point;
    }
    return made;
}

} // namespace signalbox::ui::live
