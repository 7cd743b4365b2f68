#include "ui/base/busy_overlay.h"

#include <QEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/base/plain_text.h"
#include "ui/base/theme.h"

namespace signalbox::ui {

using namespace std::chrono_literals;

BusyOverlay::BusyOverlay(QWidget* covered)
    : QWidget(covered),
      m_what(new PlainLabel(this)),
      m_bar(new QProgressBar(this)),
      m_cancel(new QPushButton(tr("Cancel"), this)) {
    hide();
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(space::m);
    layout->addStretch(1);
    layout->addWidget(m_what, 0, Qt::AlignHCenter);
    layout->addWidget(m_bar, 0, Qt::AlignHCenter);
    layout->addWidget(m_cancel, 0, Qt::AlignHCenter);
    layout->addStretch(1);
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(240);
    m_cancel->setAccessibleName(m_cancel->text());
    m_delay.setSingleShot(true);
    m_delay.setInterval(100ms);
    connect(&m_delay, &QTimer::timeout, this, [this] {
        setGeometry(parentWidget()->rect());
        raise();
        show();
    });
    connect(m_cancel, &QPushButton::clicked, this, &BusyOverlay::cancel);
    covered->installEventFilter(this);
}

void BusyOverlay::start(const QString& what, Cancellable cancellable) {
    m_what->setText(what);
    m_bar->setAccessibleName(what);
    setAccessibleName(what);
    m_cancel->setVisible(cancellable == Cancellable::Yes);
    m_bar->setRange(0, 0);
    m_running = true;
    if (!isVisible() && !m_delay.isActive())
        m_delay.start();
}

void BusyOverlay::setProgress(int done, int whole) {
    m_bar->setRange(0, whole);
    m_bar->setValue(done);
}

void BusyOverlay::stop() {
    m_running = false;
    m_delay.stop();
    hide();
}

void BusyOverlay::cancel() {
    if (!m_running)
        return;
    stop();
    Q_EMIT cancelled();
}

bool BusyOverlay::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize)
        setGeometry(parentWidget()->rect());
    return QWidget::eventFilter(watched, event);
}

void BusyOverlay::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    QColor veil = theme().window;
    veil.setAlpha(235);
    painter.fillRect(rect(), veil);
}

void BusyOverlay::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && m_cancel->isVisibleTo(this))
        cancel();
    else
        QWidget::keyPressEvent(event);
}

} // namespace signalbox::ui
