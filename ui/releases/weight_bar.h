// The share of traffic of stable and canary as one bar: stable solid from the left, canary hatched from the right, so
// that the two differ without colour. Shows confirmed weights only. UI thread.
#pragma once

#include <QWidget>

#include "core/traffic/weight.h"

namespace signalbox::ui::releases {

class WeightBar : public QWidget {
    Q_OBJECT

public:
    explicit WeightBar(QWidget* parent = nullptr);

    void setCanary(traffic::Weight weight);

    [[nodiscard]] traffic::Weight canary() const { return m_canary; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    traffic::Weight m_canary;
};

} // namespace signalbox::ui::releases
