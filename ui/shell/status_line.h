// The line at the bottom of the window: the link to the backend, how far its audit log was verified, and whether what
// one sees is simulated. UI thread.
#pragma once

#include <optional>

#include <QFrame>
#include <QToolButton>

#include "core/client/backend_session.h"

namespace signalbox::ui {
class Chip;
class ElidedLabel;
class PlainLabel;
} // namespace signalbox::ui

namespace signalbox::ui::shell {

// "production: connected, 12 ms", "stale since 14:02:11 · retrying in 3 s".
[[nodiscard]] QString linkText(const QString& backend, const client::Link& link);

struct AuditSeen {
    std::uint64_t size = 0;
    std::optional<protocol::AuditVerification> verified{}; // the newest verification asked for from here
    bool degraded = false;
};

[[nodiscard]] QString auditText(const AuditSeen& audit);

class StatusLine : public QFrame {
    Q_OBJECT

public:
    explicit StatusLine(QWidget* parent = nullptr);

    void setLink(const QString& backend, const client::Link& link);
    void setAudit(const AuditSeen& audit);
    // How many alerts nobody has acknowledged; 0 hides it.
    void setAlerts(std::size_t open);
    void setSimulated(bool simulated);
    void setMessage(const QString& message); // what the console itself has to say; empty: nothing
    void clear();

Q_SIGNALS:
    void alertsRequested();

protected:
    bool event(QEvent* event) override;

private:
    void drawIcon();

    client::LinkState m_state = client::LinkState::Connecting;
    PlainLabel* m_sign;
    ElidedLabel* m_link;
    PlainLabel* m_audit;
    QToolButton* m_alerts;
    ElidedLabel* m_message;
    Chip* m_simulated;
};

} // namespace signalbox::ui::shell
