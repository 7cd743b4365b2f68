#include "ui/releases/ramp_line.h"

#include <algorithm>

#include <QEvent>
#include <QPainter>

#include "ui/base/accessible.h"
#include "ui/base/elided_label.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"

namespace signalbox::ui::releases {

using namespace Qt::StringLiterals;

namespace {

constexpr int leastLine = 28; // with the space at both its ends
constexpr int mostLine = 120;
constexpr int lineSpace = space::xs + 2;

QFont shareFont(const QFont& font) {
    return scaledFont(font, 1.0, QFont::DemiBold);
}

} // namespace

RampLine::RampLine(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(themeNotifier(), &ThemeNotifier::changed, this, qOverload<>(&QWidget::update));
}

void RampLine::setPoints(std::vector<RampPoint> points) {
    if (points == m_points)
        return;
    m_points = std::move(points);
    QStringList words;
    for (const RampPoint& point : m_points)
        words << (point.time.isEmpty() ? point.what : tr("%1: %2").arg(point.what, point.time));
    describe(this, tr("Steps of the release"), words.join(u", "_s));
    setToolTip(plainToolTip(words.join(u" → "_s)));
    updateGeometry();
    place();
}

std::vector<int> RampLine::widths() const {
    const QFontMetrics above(shareFont(font()));
    std::vector<int> widths;
    for (const RampPoint& point : m_points)
        widths.push_back(std::max(textWidth(above, point.what), textWidth(fontMetrics(), point.time)));
    return widths;
}

void RampLine::place() {
    m_places = rampPlaces(widths(), width(), leastLine, mostLine, textWidth(fontMetrics(), u"…"_s));
    update();
}

QSize RampLine::sizeHint() const {
    return {rampWidth(widths(), leastLine), QFontMetrics(shareFont(font())).height() + fontMetrics().height()};
}

QSize RampLine::minimumSizeHint() const {
    return {60, sizeHint().height()};
}

void RampLine::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    place();
}

void RampLine::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        updateGeometry();
        place();
    }
}

void RampLine::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    const QFont above = shareFont(font());
    const QFontMetrics aboveMetrics(above);
    const int middle = aboveMetrics.height() / 2;
    auto role = traffic::Role::Canary; // of the line behind what was left out
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        const RampPlace& at = m_places[i];
        const RampPoint* point = at.index < 0 ? nullptr : &m_points[static_cast<std::size_t>(at.index)];
        painter.setFont(above);
        painter.setPen(theme().text);
        const QString what = point == nullptr ? u"…"_s : point->what;
        painter.drawText(QPoint(at.left, aboveMetrics.ascent()), what);
        if (point != nullptr) {
            role = point->role;
            painter.setFont(font());
            painter.setPen(theme().mutedText);
            painter.drawText(QPoint(at.left, aboveMetrics.height() + fontMetrics().ascent()), point->time);
        }
        if (i + 1 == m_places.size())
            break;
        painter.setPen(QPen(theme().of(role), 2, penStyleOf(role)));
        const int from = at.left + textWidth(aboveMetrics, what) + lineSpace; // words below may be wider
        painter.drawLine(from, middle, m_places[i + 1].left - lineSpace, middle);
    }
}

} // namespace signalbox::ui::releases
