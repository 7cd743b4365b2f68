// Keeps a backend honest about its past: remembers the last signed checkpoint that was seen of its audit log and asks
// on every connect for the proof that the log has only grown since. Remembered in the console's own log when there is
// one, else for as long as this object lives. A log that was cut, rewritten or begun anew is an alarm until a proof
// fits again; what was remembered stays. Thread of the mirror, which must outlive it, as must the log.
#pragma once

#include <optional>
#include <string>

#include <QObject>
#include <QUrl>

#include "core/audit/growth.h"
#include "core/client/backend_mirror.h"

namespace signalbox::client {

class ConsoleLog;

class AuditWitness : public QObject {
    Q_OBJECT

public:
    AuditWitness(BackendMirror& mirror, ConsoleLog* log, QObject* parent = nullptr);

    [[nodiscard]] const std::optional<Error>& alarm() const { return m_alarm; }

    // How many entries are known to be a continuation of what was seen at first; 0 before the first proof.
    [[nodiscard]] std::uint64_t provenSize() const { return m_provenSize; }

    void check(); // now, once more

Q_SIGNALS:
    void changed();                              // provenSize() or alarm()
    void alarmed(const signalbox::Error& error); // each time that a proof does not fit

private:
    void linkChanged();
    void take(const std::string& backend, const Result<protocol::AuditProof>& proof);
    void raise(Error error);
    [[nodiscard]] std::optional<audit::Glimpse> seenOf(const std::string& backend) const;

    BackendMirror& m_mirror;
    ConsoleLog* m_log;
    std::optional<audit::Glimpse> m_seen; // without a log
    std::optional<Error> m_alarm;
    std::uint64_t m_provenSize = 0;
    bool m_connected = false;
    bool m_asking = false;
};

// Under which name a backend is remembered. A local one goes by what it calls itself, as its port may change.
[[nodiscard]] std::string identityOf(const QUrl& control, const protocol::BackendInfo& info);

} // namespace signalbox::client
