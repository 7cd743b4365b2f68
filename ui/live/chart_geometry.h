// Where a plotted series lies in the pixels of a chart: level steps over the real width of each interval, joined where
// both sides are solid and touch; a band of what is not known behind solid ones; mark and whisker on those of few
// requests. Pure; any thread. Pixels of the plot.
#pragma once

#include <QLineF>
#include <QRectF>

#include "ui/live/plotted_series.h"

namespace signalbox::ui::live {

struct PlotFrame {
    QRectF plot;
    WallTime from{}; // at plot.left()
    WallTime to{};
    double top = 1; // at plot.top(); 0 at plot.bottom()

    [[nodiscard]] double xOf(WallTime time) const;
    [[nodiscard]] double yOf(double value) const; // what lies above the top is cut there
};

struct DrawnSeries {
    std::vector<QLineF> steps;  // one for each point that is seen
    std::vector<QLineF> risers; // between touching solid points
    std::vector<QRectF> bands;
    std::vector<QLineF> whiskers;
    std::vector<QPointF> marks; // middles
};

[[nodiscard]] DrawnSeries drawn(const PlottedSeries& series, const PlotFrame& frame);

} // namespace signalbox::ui::live
