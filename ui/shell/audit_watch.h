// Watches the audit log of one backend for the status line: has it verified when the link comes up, remembers its
// newest checkpoint in the console's own log and says when a log became shorter than it was. UI thread.
#pragma once

#include <optional>

#include <QTimer>

#include "core/client/backend_mirror.h"
#include "ui/shell/status_line.h"

namespace signalbox::client {
class ConsoleLog;
}

namespace signalbox::ui::shell {

class AuditWatch : public QObject {
    Q_OBJECT

public:
    AuditWatch(client::BackendMirror& mirror, client::ConsoleLog* log, QObject* parent = nullptr);

    [[nodiscard]] const AuditSeen& seen() const { return m_seen; }

    void verify();

Q_SIGNALS:
    void changed();
    void alarm(const signalbox::Error& error); // the history was rewritten, does not verify or cannot be written

private:
    void linkChanged();
    void rememberCheckpoint();
    void askBackend();
    void takeBackend(const protocol::BackendInfo& backend);

    client::BackendMirror& m_mirror;
    client::ConsoleLog* m_log;
    AuditSeen m_seen;
    bool m_connected = false;
    QTimer m_again; // verifies what was added since
    QTimer m_ask;   // a while after a change: could it be recorded?
};

} // namespace signalbox::ui::shell
