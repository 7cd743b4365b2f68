#include "ui/live/series_painter.h"

#include "ui/base/theme.h"

namespace signalbox::ui::live {

namespace {

constexpr double markSize = 9;
constexpr double whiskerEnd = 3; // half of its width

void paintWhisker(QPainter& painter, const QLineF& whisker) {
    painter.drawLine(whisker);
    for (const QPointF end : {whisker.p1(), whisker.p2()})
        painter.drawLine(end - QPointF(whiskerEnd, 0), end + QPointF(whiskerEnd, 0));
}

} // namespace

void paintSeries(QPainter& painter, const PlottedSeries& series, const PlotFrame& frame, Freshness freshness) {
    const bool isStale = freshness == Freshness::Stale;
    const DrawnSeries shapes = drawn(series, frame);
    const QColor colour = isStale ? theme().mutedText : theme().of(series.role);
    QColor shade = colour;
    shade.setAlpha(theme().scheme == Scheme::Dark ? 52 : 36);
    for (const QRectF& band : shapes.bands)
        painter.fillRect(band, shade);
    painter.setPen(QPen(colour, 1));
    for (const QLineF& whisker : shapes.whiskers)
        paintWhisker(painter, whisker);
    painter.drawLines(shapes.risers.data(), static_cast<int>(shapes.risers.size()));
    painter.setPen(QPen(colour, series.replaced ? 1 : 2, penStyleOf(series.role), Qt::FlatCap));
    painter.drawLines(shapes.steps.data(), static_cast<int>(shapes.steps.size()));
    const QPointF half(markSize / 2, markSize / 2);
    for (const QPointF& middle : shapes.marks) {
        const QRectF square(middle - half, QSizeF(markSize, markSize));
        if (isStale)
            painter.fillRect(square.adjusted(2, 2, -2, -2), colour);
        else
            paintRoleMark(painter, square, series.role);
    }
}

} // namespace signalbox::ui::live
