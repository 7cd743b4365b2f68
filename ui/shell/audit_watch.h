// Watches the audit log of one backend for the status line: has it verified when the link comes up, and has a witness
// ask for the proof that it only grew since it was last seen. UI thread.
#pragma once

#include <optional>

#include <QTimer>

#include "core/client/audit_witness.h"
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
    void showAlarm();
    void askBackend();
    void takeBackend(const protocol::BackendInfo& backend);

    client::BackendMirror& m_mirror;
    client::AuditWitness m_witness;
    AuditSeen m_seen;
    bool m_connected = false;
    QTimer m_again; // verifies what was added since
    QTimer m_ask;   // a while after a change: could it be recorded?
};

} // namespace signalbox::ui::shell
