#include "ui/base/stale_veil.h"

#include <QEvent>
#include <QPainter>

#include "ui/base/theme.h"

namespace signalbox::ui {

namespace {

constexpr int opacity = 120; // of 255: text keeps more than 3 : 1

} // namespace

StaleVeil::StaleVeil(QWidget* covered) : QWidget(covered->parentWidget()), m_covered(covered) {
    hide();
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
    setFocusPolicy(Qt::NoFocus);
    covered->installEventFilter(this);
}

bool StaleVeil::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_covered && (event->type() == QEvent::Resize || event->type() == QEvent::Move))
        follow();
    return QWidget::eventFilter(watched, event);
}

void StaleVeil::follow() {
    setGeometry(m_covered->geometry());
    raise();
}

void StaleVeil::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    follow();
}

void StaleVeil::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    QColor veil = theme().window;
    veil.setAlpha(opacity);
    painter.fillRect(rect(), veil);
}

} // namespace signalbox::ui
