#include "ui/base/chip.h"

#include "ui/base/elided_label.h"
#include "ui/base/icons.h"

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

bool hasSign(const ChipSpec& spec) {
    return spec.role.has_value() || spec.tone != Tone::Neutral;
}

QString signOf(Tone tone) {
    switch (tone) {
    case Tone::Good:
        return u"check"_s;
    case Tone::Warning:
        return u"warning"_s;
    case Tone::Bad:
        return u"error"_s;
    case Tone::Neutral:
        break;
    }
    return {};
}

int signSide(const QFontMetrics& metrics) {
    return qRound(metrics.ascent() * 0.9);
}

} // namespace

QColor colorOf(Tone tone) {
    switch (tone) {
    case Tone::Good:
        return theme().good;
    case Tone::Warning:
        return theme().warning;
    case Tone::Bad:
        return theme().bad;
    case Tone::Neutral:
        break;
    }
    return theme().text;
}

QSize chipSize(const ChipSpec& spec, const QFontMetrics& metrics) {
    const int sign = hasSign(spec) ? signSide(metrics) + space::xs : 0;
    return {textWidth(metrics, spec.text) + sign + 2 * space::s, metrics.height() + space::xs};
}

void paintChip(QPainter& painter, const QRect& rect, const ChipSpec& spec) {
    const QColor color = spec.role ? theme().of(*spec.role) : colorOf(spec.tone);
    const QFontMetrics metrics = painter.fontMetrics();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor edge = spec.role || spec.tone != Tone::Neutral ? color : theme().border;
    painter.setPen(QPen(edge, 1, spec.role ? penStyleOf(*spec.role) : Qt::SolidLine));
    painter.setBrush(theme().raised);
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);

    QRect inner = rect.adjusted(space::s, 0, -space::s, 0);
    if (hasSign(spec)) {
        const int side = signSide(metrics);
        const QRect square(inner.left(), inner.center().y() - side / 2, side, side);
        if (spec.role)
            paintRoleMark(painter, square, *spec.role);
        else
            icon(signOf(spec.tone), spec.tone == Tone::Good      ? IconColor::Good
                                    : spec.tone == Tone::Warning ? IconColor::Warning
                                                                 : IconColor::Bad)
                .paint(&painter, square);
        inner.setLeft(square.right() + 1 + space::xs);
    }
    painter.setPen(color);
    painter.drawText(inner, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     fitted(metrics, spec.text, inner.width()));
    painter.restore();
}

Chip::Chip(ChipSpec spec, QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(themeNotifier(), &ThemeNotifier::changed, this, qOverload<>(&QWidget::update));
    setSpec(spec);
}

void Chip::setSpec(const ChipSpec& spec) {
    m_spec = spec;
    setAccessibleName(spec.text);
    updateGeometry();
    update();
}

QSize Chip::sizeHint() const {
    return chipSize(m_spec, fontMetrics());
}

QSize Chip::minimumSizeHint() const {
    const QSize whole = sizeHint();
    return {std::min(whole.width(), fontMetrics().height() * 4), whole.height()};
}

void Chip::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    paintChip(painter, rect(), m_spec);
}

} // namespace signalbox::ui
