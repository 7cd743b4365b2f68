#include "ui/live/metric_chart.h"

#include <ranges>

#include <QDateTime>
#include <QGraphicsLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QtCharts/QChart>

#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/live/series_painter.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::live {

namespace {

constexpr double emptyShareScale = 0.02;
constexpr double shareRoom = 0.05; // how far off a share of solid points may be, in the picture

QDateTime toDateTime(WallTime time) {
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count());
}

} // namespace

MetricChart::MetricChart(Measure measure, QWidget* parent)
    : QChartView(parent),
      m_measure(measure),
      m_time(new QDateTimeAxis),
      m_value(new QValueAxis) {
    auto* chart = this->chart();
    chart->setAnimationOptions(QChart::NoAnimation);
    chart->legend()->hide();
    chart->setMargins({fontMetrics().averageCharWidth() * 7, fontMetrics().height() / 2, 0, fontMetrics().height()});
    chart->setContentsMargins(0, 0, 0, 0);
    chart->setBackgroundVisible(false);
    chart->addAxis(m_time, Qt::AlignBottom);
    chart->addAxis(m_value, Qt::AlignLeft);
    m_time->setTickCount(3);
    m_time->setLabelsVisible(false);
    m_value->setTickCount(3);
    m_value->setLabelsVisible(false);
    setRenderHint(QPainter::Antialiasing, false);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setFocusPolicy(Qt::TabFocus);
    setMinimumHeight(130);
    applyColours();
    connect(themeNotifier(), &ThemeNotifier::changed, this, [this] {
        applyColours();
        refresh();
    });
}

void MetricChart::setMeasure(const Measure& measure) {
    m_measure = measure;
}

void MetricChart::setPicture(std::shared_ptr<const Picture> picture) {
    m_picture = std::move(picture);
}

void MetricChart::applyColours() {
    const auto& colours = theme();
    setBackgroundBrush(colours.surface);
    for (QAbstractAxis* axis : {static_cast<QAbstractAxis*>(m_time), static_cast<QAbstractAxis*>(m_value)}) {
        axis->setLabelsColor(colours.mutedText);
        axis->setLabelsFont(scaledFont(font(), 0.85));
        axis->setLinePen(QPen(colours.border, 1));
        axis->setGridLinePen(QPen(colours.border, 1));
    }
    m_time->setGridLineVisible(false);
}

void MetricChart::refresh() {
    if (!m_picture)
        return;
    m_series = plottedSeries(*m_picture, m_measure);
    const double largest = largestValue(m_series, isShare(m_measure.metric) ? shareRoom : 0);
    const auto* limit = guardrailOf(m_measure, m_picture->guardrails);
    m_scale = scaleFor(largest, limit ? std::optional(limit->limit) : std::nullopt);
    if (isShare(m_measure.metric)) // never above 100 %, and 0 % is not shown on a scale of 100 %
        m_scale.top = largest > 0 || m_scale.showsLimit ? std::min(m_scale.top, 1.0) : emptyShareScale;
    showAxes();
    chart()->layout()->activate(); // the plot as it will be painted
    m_shown = true;
    viewport()->update();
}

void MetricChart::showAxes() {
    const auto& span = m_picture->shown;
    m_time->setRange(toDateTime(span.from), toDateTime(span.to));
    m_value->setRange(0, m_scale.top);
}

int MetricChart::drawnPoints() const {
    int points = 0;
    for (const PlottedSeries& series : m_series)
        points += static_cast<int>(series.points.size());
    return points;
}

PlotFrame MetricChart::frame(const QRectF& plot) const {
    return {.plot = plot, .from = m_picture->shown.from, .to = m_picture->shown.to, .top = m_scale.top};
}

double MetricChart::xOf(WallTime time, const QRectF& plot) const {
    return frame(plot).xOf(time);
}

void MetricChart::drawForeground(QPainter* painter, const QRectF&) {
    painter->save();
    if (m_picture && m_shown) {
        const QRectF plot = chart()->plotArea();
        for (const PlottedSeries& series : m_series)
            paintSeries(*painter, series, frame(plot), m_picture->staleSince ? Freshness::Stale : Freshness::Fresh);
        paintScale(*painter, plot);
        paintLimit(*painter, plot);
        paintMarkers(*painter, plot);
        paintCrosshair(*painter, plot);
    }
    if (hasFocus()) { // also while it waits for its first values
        painter->setPen(QPen(theme().accent, 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(QRectF(viewport()->rect()).adjusted(1, 1, -1, -1));
    }
    painter->restore();
}

void MetricChart::paintScale(QPainter& painter, const QRectF& plot) const {
    painter.setFont(scaledFont(font(), 0.85));
    painter.setPen(theme().mutedText);
    const double height = painter.fontMetrics().height();
    for (const double part : {0.0, 0.5, 1.0}) {
        const double y = plot.bottom() - part * plot.height();
        painter.drawText(QRectF(0, y - height / 2, plot.left() - 6, height), Qt::AlignRight | Qt::AlignVCenter,
                         formatValue(m_measure.metric, part * m_scale.top));
    }
    const auto& span = m_picture->shown;
    const QString format = span.length() > std::chrono::hours(36)  ? u"d MMM"_s
                           : span.length() > std::chrono::hours(1) ? u"HH:mm"_s
                                                                   : u"HH:mm:ss"_s;
    const QRectF line(plot.left(), plot.bottom() + 3, plot.width(), height);
    const auto paintTime = [&](WallTime time, Qt::Alignment alignment) {
        painter.drawText(line, static_cast<int>(alignment),
                         QLocale(QLocale::English).toString(toDateTime(time), format));
    };
    paintTime(span.from, Qt::AlignLeft);
    paintTime(span.from + span.length() / 2, Qt::AlignHCenter);
    paintTime(span.to, Qt::AlignRight);
}

void MetricChart::paintLimit(QPainter& painter, const QRectF& plot) const {
    const auto* limit = guardrailOf(m_measure, m_picture->guardrails);
    if (!limit || !m_scale.showsLimit)
        return;
    const double y = plot.bottom() - limit->limit / m_scale.top * plot.height();
    painter.setPen(QPen(theme().bad, 1, Qt::DashDotLine));
    painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    painter.setFont(scaledFont(font(), 0.85));
    const QString text = tr("limit %1").arg(formatValue(m_measure.metric, limit->limit));
    const QFontMetrics metrics = painter.fontMetrics();
    QRectF patch(0, 0, metrics.horizontalAdvance(text) + 6, metrics.height());
    patch.moveBottomLeft(QPointF(plot.left() + 2, y - 2)); // left: the newest values are on the right
    painter.fillRect(patch, theme().surface);
    painter.drawText(patch, Qt::AlignCenter, text);
}

void MetricChart::paintMarkers(QPainter& painter, const QRectF& plot) const {
    painter.setBrush(theme().accent);
    painter.setFont(scaledFont(font(), 0.85));
    for (const auto& marker : m_picture->markers) {
        const double x = std::min(xOf(marker.time, plot), plot.right());
        if (x < plot.left())
            continue;
        painter.setPen(QPen(theme().accent, 1, Qt::DotLine));
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        painter.setPen(Qt::NoPen);
        const double tip = x + 7 > plot.right() ? x - 7 : x + 7;
        const QPointF flag[] = {{x, plot.top()}, {tip, plot.top() + 4}, {x, plot.top() + 8}};
        painter.drawPolygon(flag, 3);
    }
    // The newest is what one comes for: it has its words whatever stands there, the others where there is room.
    double free = plot.right();
    bool newest = true;
    for (const auto& marker : m_picture->markers | std::views::reverse) {
        const double x = std::min(xOf(marker.time, plot), plot.right());
        if (x < plot.left())
            continue;
        free = paintMarkerWords(painter, plot, x, newest ? std::optional<double>() : free, marker);
        newest = false;
    }
}

// Says beside the flag what happened, where the chart is wide. `free`: newer words and flags begin here; absent: there
// are none. Returns where these begin.
double MetricChart::paintMarkerWords(QPainter& painter, const QRectF& plot, double x, std::optional<double> free,
                                     const client::Marker& marker) const {
    constexpr double flag = 10;
    const QFontMetricsF metrics = painter.fontMetrics();
    if (plot.width() < metrics.averageCharWidth() * 70)
        return x;
    const QString words = plainLine(marker.text.empty() ? marker.action : marker.text, 60);
    const double width = metrics.horizontalAdvance(words) + 2;
    QRectF place(x + flag, plot.top() - 2, width, metrics.height());
    if (place.right() > free.value_or(plot.right())) {
        if (free)
            return std::min(x, *free);
        place.moveRight(x - flag);
    }
    painter.setPen(theme().accent);
    painter.fillRect(place, theme().surface);
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, words);
    return std::min(x, place.left()) - 4;
}

QString MetricChart::readout() const {
    QStringList parts{timeOfDayText(*m_crosshair)};
    for (const PlottedSeries& series : m_series)
        if (!series.replaced)
            parts += markOf(series.role) + u' ' + plottedText(m_measure, pointAt(series, *m_crosshair));
    for (const auto& marker : m_picture->markers)
        if (std::chrono::abs(marker.time - *m_crosshair) < m_picture->span.step)
            parts += plainLine(marker.text.empty() ? marker.action : marker.text, 40);
    return parts.join(u"  "_s);
}

void MetricChart::paintCrosshair(QPainter& painter, const QRectF& plot) const {
    if (!m_crosshair || *m_crosshair < m_picture->shown.from || *m_crosshair > m_picture->shown.to)
        return;
    const double x = xOf(*m_crosshair, plot);
    painter.setPen(QPen(theme().text, 1));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    painter.setFont(scaledFont(font(), 0.85));
    const QString text = readout();
    QRectF box(0, plot.top(), painter.fontMetrics().horizontalAdvance(text) + 12, painter.fontMetrics().height() + 4);
    box.moveLeft(x + 6 + box.width() <= plot.right() ? x + 6 : std::max(plot.left(), x - 6 - box.width()));
    painter.setPen(QPen(theme().border, 1));
    painter.setBrush(theme().raised);
    painter.drawRect(box);
    painter.setPen(theme().text);
    painter.drawText(box, Qt::AlignCenter, text);
}

void MetricChart::setCrosshair(std::optional<WallTime> time) {
    if (m_crosshair == time)
        return;
    m_crosshair = time;
    viewport()->update();
}

void MetricChart::mouseMoveEvent(QMouseEvent* event) {
    const QRectF plot = chart()->plotArea();
    if (!m_picture || plot.width() <= 0)
        return;
    const double share = (event->position().x() - plot.left()) / plot.width();
    if (share < 0 || share > 1) {
        Q_EMIT hoverEnded();
        return;
    }
    const auto& span = m_picture->shown;
    const auto offset = static_cast<qint64>(share * static_cast<double>(span.length().count()));
    Q_EMIT hovered(span.from.time_since_epoch().count() + offset);
}

void MetricChart::leaveEvent(QEvent* event) {
    QChartView::leaveEvent(event);
    Q_EMIT hoverEnded();
}

void MetricChart::keyPressEvent(QKeyEvent* event) {
    const bool back = event->key() == Qt::Key_Left;
    if (!m_picture || (!back && event->key() != Qt::Key_Right)) {
        if (event->key() == Qt::Key_Escape && m_crosshair)
            Q_EMIT hoverEnded();
        else
            event->ignore(); // the page scrolls
        return;
    }
    const auto& span = m_picture->shown;
    const WallTime middleOfLast = span.to - std::chrono::milliseconds(span.step) / 2;
    WallTime at = m_crosshair ? *m_crosshair + (back ? -1 : 1) * std::chrono::milliseconds(span.step) : middleOfLast;
    at = std::clamp(at, span.from, middleOfLast);
    Q_EMIT hovered(at.time_since_epoch().count());
}

void MetricChart::focusInEvent(QFocusEvent* event) {
    QChartView::focusInEvent(event);
    viewport()->update(); // the ring
}

void MetricChart::focusOutEvent(QFocusEvent* event) {
    QChartView::focusOutEvent(event);
    viewport()->update();
    Q_EMIT hoverEnded();
}

void MetricChart::wheelEvent(QWheelEvent* event) {
    event->ignore(); // the page scrolls
}

} // namespace signalbox::ui::live
