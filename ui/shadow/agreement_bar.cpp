#include "ui/shadow/agreement_bar.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "core/evidence/exact_bound.h"
#include "ui/base/accessible.h"
#include "ui/base/formatting.h"
#include "ui/base/theme.h"

namespace signalbox::ui::shadow {

namespace {

constexpr double confidence = 0.975; // on each side
constexpr int laneHeight = 12;
constexpr double barThickness = 4;

} // namespace

AgreementBar::AgreementBar(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(themeNotifier(), &ThemeNotifier::changed, this, qOverload<>(&QWidget::update));
    setParts({}, {});
}

void AgreementBar::setParts(AgreementPart candidate, AgreementPart noise) {
    const auto laneOf = [](AgreementPart part) {
        Lane lane;
        lane.known = part.pairs > 0;
        if (!lane.known)
            return lane;
        lane.value = static_cast<double>(part.agreeing) / static_cast<double>(part.pairs);
        lane.low = evidence::lowerShare(part.agreeing, part.pairs, confidence);
        lane.high = evidence::upperShare(part.agreeing, part.pairs, confidence);
        return lane;
    };
    m_candidate = laneOf(candidate);
    m_noise = laneOf(noise);
    double lowest = 1;
    for (const Lane& lane : {m_candidate, m_noise})
        if (lane.known)
            lowest = std::min(lowest, lane.low);
    m_from = std::clamp(std::floor((lowest - 0.05) * 10) / 10, 0.0, 0.9); // a scale of whole tenths
    const auto words = [](const Lane& lane) {
        return lane.known ? tr("%1, between %2 and %3 with 95 % confidence")
                                .arg(percentText(lane.value, 1), percentText(lane.low, 1), percentText(lane.high, 1))
                          : noData();
    };
    const QString said = tr("Agreement %1. Stable with itself %2.").arg(words(m_candidate), words(m_noise));
    describe(this, said);
    setToolTip(said);
    update();
}

QSize AgreementBar::sizeHint() const {
    return {240, 2 * laneHeight + fontMetrics().height() + space::xs};
}

QSize AgreementBar::minimumSizeHint() const {
    return {120, sizeHint().height()};
}

double AgreementBar::place(const QRectF& band, double share) const {
    return band.left() + band.width() * std::clamp((share - m_from) / (1 - m_from), 0.0, 1.0);
}

void AgreementBar::paintLane(QPainter& painter, const Lane& lane, const QRectF& band, bool candidate) const {
    const QColor color = candidate ? theme().shadow : theme().stable;
    const double middle = band.center().y();
    painter.setPen(QPen(theme().border, 1));
    painter.drawLine(QPointF(band.left(), middle), QPointF(band.right(), middle));
    if (!lane.known)
        return;
    QColor soft = color;
    soft.setAlphaF(0.35F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(soft);
    painter.drawRoundedRect(QRectF(QPointF(place(band, lane.low), middle - barThickness),
                                   QPointF(place(band, lane.high), middle + barThickness)),
                            2, 2);
    const double size = laneHeight - 2;
    paintRoleMark(painter, QRectF(place(band, lane.value) - size / 2, middle - size / 2, size, size),
                  candidate ? traffic::Role::Shadow : traffic::Role::Stable);
}

void AgreementBar::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double inset = laneHeight / 2.0;
    const QRectF area = QRectF(rect()).adjusted(inset, 0, -inset, 0);
    paintLane(painter, m_candidate, {area.left(), 0, area.width(), laneHeight}, true);
    paintLane(painter, m_noise, {area.left(), laneHeight, area.width(), laneHeight}, false);
    painter.setPen(theme().mutedText);
    const QRectF ends(0, 2 * laneHeight, width(), fontMetrics().height());
    painter.drawText(ends, Qt::AlignLeft, percentText(m_from, 0));
    painter.drawText(ends, Qt::AlignRight, percentText(1.0, 0));
}

} // namespace signalbox::ui::shadow
