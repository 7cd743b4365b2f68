// Tells a person of an alert while the window is not looked at: a message of the desktop where there is a tray that
// shows some, and always a mark on the window in the task bar. Owned by the window; UI thread.
#pragma once

#include <QObject>
#include <QSystemTrayIcon>
#include <QWidget>

#include "core/protocol/alert_message.h"

namespace signalbox::ui::shell {

struct Notification {
    QString title; // "refunds 2.2.0 was rolled back"
    QString text;
};

// Pure. Hostile text is shown as it is; sinks of the desktop may read markup, so it is escaped by the notifier.
[[nodiscard]] Notification notificationOf(const protocol::Alert& alert);

class AlertNotifier : public QObject {
    Q_OBJECT

public:
    explicit AlertNotifier(QWidget& window);

    void tell(const protocol::Alert& alert);

Q_SIGNALS:
    void activated(); // the message was clicked

private:
    QWidget& m_window;
    QSystemTrayIcon* m_tray = nullptr; // made with the first message
};

} // namespace signalbox::ui::shell
