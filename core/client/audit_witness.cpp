#include "core/client/audit_witness.h"

#include <QHostAddress>

#include "core/client/console_log.h"

namespace signalbox::client {

using namespace Qt::StringLiterals;

std::string identityOf(const QUrl& control, const protocol::BackendInfo& info) {
    const bool isLocal = control.host() == "localhost"_L1 || QHostAddress(control.host()).isLoopback();
    if (isLocal && !info.instance.empty())
        return "local/" + info.instance;
    QString address = control.toString(QUrl::RemoveUserInfo);
    while (address.endsWith(u'/'))
        address.chop(1);
    return address.toStdString();
}

AuditWitness::AuditWitness(BackendMirror& mirror, ConsoleLog* log, QObject* parent)
    : QObject(parent),
      m_mirror(mirror),
      m_log(log) {
    connect(&mirror, &BackendMirror::linkChanged, this, &AuditWitness::linkChanged);
    connect(&mirror, &BackendMirror::backendChanged, this, &AuditWitness::linkChanged);
    QMetaObject::invokeMethod(this, &AuditWitness::linkChanged, Qt::QueuedConnection); // so that an alarm is heard
}

void AuditWitness::linkChanged() {
    const bool connected = m_mirror.isFresh() && m_mirror.backend().has_value();
    if (connected && !m_connected)
        check();
    m_connected = connected;
}

std::optional<audit::Glimpse> AuditWitness::seenOf(const std::string& backend) const {
    return m_log != nullptr ? m_log->seenOf(backend) : m_seen;
}

void AuditWitness::check() {
    if (m_asking || !m_mirror.backend())
        return;
    const std::string backend = identityOf(m_mirror.session().url(), *m_mirror.backend());
    std::uint64_t from = 0;
    if (const auto seen = seenOf(backend)) {
        const auto size = audit::sizeOf(*seen);
        if (!size) {
            raise(size.error()); // what was remembered here was tampered with
            return;
        }
        from = *size;
    }
    m_asking = true;
    m_mirror.session().fetchProof(from, this, [this, backend](const Result<protocol::AuditProof>& proof) {
        m_asking = false;
        take(backend, proof);
    });
}

void AuditWitness::take(const std::string& backend, const Result<protocol::AuditProof>& proof) {
    const auto seen = seenOf(backend);
    if (!proof) {
        // A link that breaks says so itself. A backend that has fewer entries than were seen cannot give a proof.
        if (seen && proof.error().code == "bad_range")
            raise({Errc::Corrupt,
                   "audit_shrank",
                   "The audit log has fewer signed entries than were seen before.",
                   "Keep the backend's files as they are and compare them with a copy.",
                   {}});
        return;
    }
    const audit::Glimpse now{proof->checkpoint, proof->publicKey};
    if (now.checkpoint.empty() && !seen)
        return; // an empty log
    const auto size = audit::sizeOf(now);
    const auto good = seen ? audit::checkGrowth(*seen, now, proof->nodes) : Result<void>();
    if (!good || !size) {
        raise(good ? size.error() : good.error());
        return;
    }
    if (m_log != nullptr)
        m_log->remember(backend, now, this, [this](const Result<void>& kept) {
            if (!kept)
                raise(kept.error());
        });
    m_seen = now;
    m_provenSize = *size;
    m_alarm.reset();
    Q_EMIT changed();
}

void AuditWitness::raise(Error error) {
    m_alarm = std::move(error);
    Q_EMIT alarmed(*m_alarm);
    Q_EMIT changed();
}

} // namespace signalbox::client
