// Keeps the end of the audit log where whoever writes its file does not write: newest checkpoints as commits in the
// workspace's repository, at most one a second and the last one at a clean end. Looks at the whole log once when it
// starts; while that finds it bad nothing is kept, as that would vouch for what was found. Works on a thread of its own
// in the background; the calls are for any thread and never wait for the disk.
#pragma once

#include <filesystem>
#include <mutex>
#include <optional>

#include "core/audit/log.h"
#include "core/base/result.h"
#include "core/base/serial_queue.h"
#include "core/base/time.h"

namespace signalbox::server {

class AuditKeeper {
public:
    // Of a log as it was opened, which need not outlive this. One without entries has just been begun: there is nothing
    // to look at.
    AuditKeeper(std::filesystem::path workspace, std::filesystem::path logFile, const audit::Log& log, Clock& clock);
    ~AuditKeeper();

    void keep(audit::Glimpse newest);

    // Corrupt "audit_bad"; what keeping failed with. Empty while the first look goes on.
    [[nodiscard]] std::optional<Error> problem() const;

private:
    void look();
    void write();
    void take(std::optional<Error> problem);

    std::filesystem::path m_workspace;
    std::filesystem::path m_logFile;
    Clock& m_clock;
    mutable std::mutex m_mutex;
    std::optional<audit::Glimpse> m_waiting; // not kept yet
    std::optional<Error> m_problem;
    bool m_isTrusted = false; // the log was looked at, and good
    bool m_isAsked = false;   // a write is on its way
    Monotonic m_next{};       // not before
    SerialQueue m_queue;      // ends before what its tasks use
};

// The log held against every anchor that the workspace has. Any thread; takes as long as the log is large.
[[nodiscard]] audit::Verification verifyWithAnchors(const std::filesystem::path& logFile,
                                                    const std::filesystem::path& workspace);

} // namespace signalbox::server
