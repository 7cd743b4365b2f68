// The way of a release as a line: its shares in a row, what each takes below it, the line of the candidate's role
// between them (dotted while nobody gets its answers, dashed as canary, solid once it answers all). Where there is no
// room for all points, the tool tip and the screen reader have them. UI thread.
#pragma once

#include <vector>

#include <QWidget>

#include "ui/releases/ramp_geometry.h"
#include "ui/releases/ramp_words.h"

namespace signalbox::ui::releases {

class RampLine : public QWidget {
    Q_OBJECT

public:
    explicit RampLine(QWidget* parent = nullptr);

    void setPoints(std::vector<RampPoint> points);

    [[nodiscard]] const std::vector<RampPoint>& points() const { return m_points; }

    [[nodiscard]] const std::vector<RampPlace>& places() const { return m_places; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] std::vector<int> widths() const;
    void place();

    std::vector<RampPoint> m_points;
    std::vector<RampPlace> m_places;
};

} // namespace signalbox::ui::releases
