#include "ui/releases/weight_bar.h"

#include <QPainter>
#include <QPainterPath>

#include "ui/base/theme.h"

namespace signalbox::ui::releases {

WeightBar::WeightBar(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(themeNotifier(), &ThemeNotifier::changed, this, qOverload<>(&QWidget::update));
    setCanary({});
}

void WeightBar::setCanary(traffic::Weight weight) {
    m_canary = weight;
    const auto text = [](traffic::Weight value) { return QString::fromStdString(value.toString()); };
    setAccessibleName(tr("Traffic: stable %1, canary %2").arg(text(weight.rest()), text(weight)));
    update();
}

QSize WeightBar::sizeHint() const {
    return {160, fontMetrics().height() - 4};
}

QSize WeightBar::minimumSizeHint() const {
    return {60, fontMetrics().height() - 4};
}

void WeightBar::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF whole = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    QPainterPath outline;
    outline.addRoundedRect(whole, 4, 4);
    painter.setClipPath(outline);
    painter.fillPath(outline, theme().raised);
    // A canary that has any traffic is seen, however little it is.
    const qreal width = m_canary.thousandths() == 0 ? 0 : std::max(6.0, whole.width() * m_canary.share());
    QRectF stable = whole;
    stable.setRight(whole.right() - width);
    painter.fillRect(stable, theme().stable);
    if (width > 0) {
        QRectF canary = whole;
        canary.setLeft(stable.right() + 1);
        painter.save();
        painter.setClipRect(canary, Qt::IntersectClip);
        painter.setPen(QPen(theme().canary, 2.4));
        for (qreal x = canary.left() - canary.height(); x < canary.right(); x += 5)
            painter.drawLine(QPointF(x, canary.bottom()), QPointF(x + canary.height(), canary.top()));
        painter.restore();
        painter.fillRect(QRectF(stable.right(), whole.top(), 1.5, whole.height()), theme().surface);
    }
    painter.setClipping(false);
    painter.setPen(QPen(theme().border, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(outline);
}

} // namespace signalbox::ui::releases
