#include "ui/shell/audit_watch.h"

namespace signalbox::ui::shell {

AuditWatch::AuditWatch(client::BackendMirror& mirror, client::ConsoleLog* log, QObject* parent)
    : QObject(parent),
      m_mirror(mirror),
      m_witness(mirror, log) {
    connect(&m_witness, &client::AuditWitness::alarmed, this, [this](const Error& error) {
        showAlarm();
        Q_EMIT alarm(error);
        Q_EMIT changed();
    });
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
        if (m_connected && (!m_seen.verified || m_seen.size != m_seen.verified->size)) {
            m_witness.check();
            verify();
        }
    });
    m_again.start();
    linkChanged();
}

void AuditWatch::linkChanged() {
    const bool connected = m_mirror.isFresh() && m_mirror.backend().has_value();
    if (connected && !m_connected)
        verify();
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
        Q_EMIT alarm(
            {Errc::Io, "audit_degraded", "The audit log of this backend cannot be written.",
             "Rolling back and pausing still work; they are kept and recorded as soon as the backend's disk has "
             "room."});
    m_seen.degraded = backend.auditDegraded;
    m_seen.size = std::max(m_seen.size, backend.auditSize);
    Q_EMIT changed();
}

void AuditWatch::verify() {
    m_mirror.session().verifyAudit(this, [this](Result<protocol::AuditVerification> result) {
        if (!result)
            return; // the link says what is wrong
        m_seen.verified = *result;
        showAlarm();
        if (!result->good)
            Q_EMIT alarm({Errc::Corrupt, "audit_bad", result->message,
                          "Keep this backend's files as they are and compare them with a copy."});
        Q_EMIT changed();
    });
}

// Nothing that the backend says about its own log outweighs that its history changed.
void AuditWatch::showAlarm() {
    if (const auto& error = m_witness.alarm())
        m_seen.verified = protocol::AuditVerification{false, m_seen.size, std::nullopt, error->message};
}

} // namespace signalbox::ui::shell
