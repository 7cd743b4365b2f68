// One chart of the Live page: stable beside canary (and shadow) as steps over the real width of their intervals,
// guardrail line, markers, crosshair. UI thread. Qt Charts gives plot and grid; what stands in it is painted from
// PlottedSeries. setPicture() only stores; refresh(), called by the page's scheduler, brings it onto the screen.
#pragma once

#include <memory>

#include <QtCharts/QChartView>
#include <QtCharts/QDateTimeAxis>
#include <QtCharts/QValueAxis>

#include "ui/live/chart_geometry.h"
#include "ui/live/chart_scale.h"

namespace signalbox::ui::live {

class MetricChart : public QChartView {
    Q_OBJECT

public:
    explicit MetricChart(Measure measure, QWidget* parent = nullptr);

    void setMeasure(const Measure& measure);
    // The picture must outlive the chart or be replaced before it ends.
    void setPicture(std::shared_ptr<const Picture> picture);
    void refresh();
    void setCrosshair(std::optional<WallTime> time);

    // What stands in the chart since the last refresh().
    [[nodiscard]] const std::vector<PlottedSeries>& series() const { return m_series; }

    [[nodiscard]] int drawnPoints() const;

Q_SIGNALS:
    // The pointer (or the arrow keys) stands at this time; hoverEnded when it left.
    void hovered(qint64 millisecondsSinceEpoch);
    void hoverEnded();

protected:
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void showAxes();
    void applyColours();
    [[nodiscard]] PlotFrame frame(const QRectF& plot) const;
    void paintScale(QPainter& painter, const QRectF& plot) const;
    void paintLimit(QPainter& painter, const QRectF& plot) const;
    void paintMarkers(QPainter& painter, const QRectF& plot) const;
    double paintMarkerWords(QPainter& painter, const QRectF& plot, double x, std::optional<double> free,
                            const client::Marker& marker) const;
    void paintCrosshair(QPainter& painter, const QRectF& plot) const;
    [[nodiscard]] double xOf(WallTime time, const QRectF& plot) const;
    [[nodiscard]] QString readout() const;

    Measure m_measure;
    std::shared_ptr<const Picture> m_picture;
    QDateTimeAxis* m_time;
    QValueAxis* m_value; // labels of both axes are painted here, with units
    std::vector<PlottedSeries> m_series;
    ValueScale m_scale;
    std::optional<WallTime> m_crosshair;
    bool m_shown = false; // refreshed at least once
};

} // namespace signalbox::ui::live
