#include "ui/shell/alert_notifier.h"

#include <QApplication>

#include "ui/base/plain_text.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::shell {

Notification notificationOf(const protocol::Alert& alert) {
    const QString who = plainLine(alert.agent, 60) + u' ' + plainLine(alert.version, 40);
    const QString why = plainLine(alert.sentence, 240);
    switch (alert.deed) {
    case protocol::AlertDeed::RolledBack:
        return {AlertNotifier::tr("%1 was rolled back").arg(who), why};
    case protocol::AlertDeed::SteppedBack:
        return {AlertNotifier::tr("%1 was stepped back").arg(who), why};
    case protocol::AlertDeed::Paused:
        return {AlertNotifier::tr("%1 was paused").arg(who), why};
    case protocol::AlertDeed::Notified:
        break;
    }
    return {AlertNotifier::tr("%1 is worse than stable").arg(who), why};
}

AlertNotifier::AlertNotifier(QWidget& window) : QObject(&window), m_window(window) {}

void AlertNotifier::tell(const protocol::Alert& alert) {
    QApplication::alert(&m_window);
    if (m_window.isActiveWindow() || !QSystemTrayIcon::isSystemTrayAvailable() || !QSystemTrayIcon::supportsMessages())
        return; // who looks at the window sees it there
    if (m_tray == nullptr) {
        m_tray = new QSystemTrayIcon(QApplication::windowIcon(), this);
        connect(m_tray, &QSystemTrayIcon::messageClicked, this, &AlertNotifier::activated);
        connect(m_tray, &QSystemTrayIcon::activated, this, &AlertNotifier::activated);
        m_tray->show();
    }
    const Notification message = notificationOf(alert);
    m_tray->showMessage(message.title.toHtmlEscaped(), message.text.toHtmlEscaped(), QSystemTrayIcon::Warning);
}

} // namespace signalbox::ui::shell
