#include "ui/base/elided_label.h"

#include <QEvent>
#include <QPainter>

#include "ui/base/plain_text.h"

namespace signalbox::ui {

int textWidth(const QFontMetrics& metrics, const QString& text) {
    return metrics.horizontalAdvance(text) + 2;
}

QString fitted(const QFontMetrics& metrics, const QString& text, int width, Qt::TextElideMode mode) {
    return metrics.horizontalAdvance(text) <= width ? text : metrics.elidedText(text, mode, width);
}

ElidedLabel::ElidedLabel(QWidget* parent) : ElidedLabel(QString(), parent) {}

ElidedLabel::ElidedLabel(const QString& text, QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setText(text);
}

void ElidedLabel::setText(const QString& text) {
    m_text = text;
    setAccessibleName(text);
    updateToolTip();
    updateGeometry();
    update();
}

void ElidedLabel::setElideMode(Qt::TextElideMode mode) {
    m_mode = mode;
    update();
}

void ElidedLabel::setColor(const QColor& color) {
    m_color = color;
    update();
}

bool ElidedLabel::isElided() const {
    return fitted(fontMetrics(), m_text, contentsRect().width(), m_mode) != m_text;
}

QSize ElidedLabel::sizeHint() const {
    return {textWidth(fontMetrics(), m_text), fontMetrics().height()};
}

QSize ElidedLabel::minimumSizeHint() const {
    return {std::min(sizeHint().width(), fontMetrics().averageCharWidth() * 6), fontMetrics().height()};
}

void ElidedLabel::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setPen(m_color.isValid() ? m_color : palette().color(foregroundRole()));
    painter.drawText(contentsRect(), Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     fitted(fontMetrics(), m_text, contentsRect().width(), m_mode));
}

void ElidedLabel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    updateToolTip();
}

void ElidedLabel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        updateGeometry();
        updateToolTip();
    }
}

void ElidedLabel::updateToolTip() {
    setToolTip(isElided() ? plainToolTip(m_text) : QString());
}

} // namespace signalbox::ui
