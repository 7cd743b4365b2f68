#include "ui/shell/audit_watch.h"

#include "core/client/console_log.h"

namespace signalbox::ui::shell {

AuditWatch::AuditWatch(client::BackendMirror& mirror, client::ConsoleLog* log, QObject* parent)
    : QObject(parent),
      m_mirror(mirror),
      m_log(log) {
    connect(&mirror, &client::BackendMirror::linkChanged, this, &AuditWatch::linkChanged);
    connect(&mirror, &client::BackendMirror::backendChanged, this, [this] {
        if (const auto& backend = m_mirror.backend())
            takeBackend(*backend);
        linkChanged();
    });
    connect(&mirror, &client::BackendMirror::auditChanged, this, [this](quint64 size) {
        m_seen.size = size;
        Q_EMIT changed();
    });
    m_ask.setSingleShot(true);
    m_ask.setInterval(std::chrono::milliseconds(300));
    connect(&m_ask, &QTimer::timeout, this, &AuditWatch::askBackend);
    connect(&mirror, &client::BackendMirror::agentChanged, &m_ask, qOverload<>(&QTimer::start));
    m_again.setInterval(std::chrono::minutes(1));
    connect(&m_again, &QTimer::timeout, this, [this] {
        if (m_connected)
            askBackend();
        if (m_connected && (!m_seen.verified || m_seen.size != m_seen.verified->size))
            verify();
    });
    m_again.start();
    linkChanged();
}

void AuditWatch::linkChanged() {
    const bool connected = m_mirror.isFresh() && m_mirror.backend().has_value();
    if (connected && !m_connected) {
        verify();
        rememberCheckpoint();
    }
    m_connected = connected;
}

void AuditWatch::askBackend() {
    m_mirror.session().fetchBackend(this, [this](const Result<protocol::BackendInfo>& backend) {
        if (backend)
            takeBackend(*backend);
    });
}

void AuditWatch::takeBackend(const protocol::BackendInfo& backend) {
    if (backend.auditDegraded && !m_seen.degraded)
        Q_EMIT alarm({Errc::Io, "audit_degraded", "The audit log of this backend cannot be written.",
                      "Rolling back and pausing still work but are not recorded. Make room on the backend's disk and "
                      "start it again."});
    m_seen.degraded = backend.auditDegraded;
    m_seen.size = std::max(m_seen.size, backend.auditSize);
    Q_EMIT changed();
}

void AuditWatch::verify() {
    m_mirror.session().verifyAudit(this, [this](Result<protocol::AuditVerification> result) {
        if (!result)
            return; // the link says what is wrong
        m_seen.verified = *result;
        if (!result->good)
            Q_EMIT alarm({Errc::Corrupt, "audit_bad", result->message,
                          "Keep this backend's files as they are and compare them with a copy."});
        Q_EMIT changed();
    });
}

void AuditWatch::rememberCheckpoint() {
    if (m_log == nullptr)
        return;
    m_mirror.session().fetchAudit(0, 1, this, [this](Result<protocol::AuditPage> page) {
        if (!page || page->checkpoint.empty() || !m_mirror.backend())
            return;
        if (const auto kept = m_log->remember(m_mirror.backend()->name, page->checkpoint); !kept)
            Q_EMIT alarm(kept.error());
    });
}

} // namespace signalbox::ui::shell
