// The console's own audit log: what was asked from here, of which backend, and how it ended; and the newest checkpoint
// seen of each backend, so that a rewritten history is noticed on the next connect. An audit::Log (hash tree, signed
// checkpoints) in the user's state directory. GUI thread: an append is one fsync, and there is one per action.
// A second console of the same user writes into a log of its own beside the first.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QString>

#include "core/audit/growth.h"
#include "core/audit/log.h"
#include "core/protocol/messages.h"

namespace signalbox::client {

struct ConsoleAction {
    std::string action; // "release.roll_back", "console.connect", "audit.verify", …
    std::string agent;
    std::string backend; // name of the workspace, or its address
    std::string reason;
    std::string requestId;
    std::string outcome;               // "done", or the error's code
    std::uint64_t backendSequence = 0; // the backend's audit entry; 0 when there is none
    std::optional<double> effectiveAfterMs;
};

struct ConsoleEntry {
    std::uint64_t sequence = 0;
    WallTime time{};
    ConsoleAction action;
};

class ConsoleLog {
public:
    // `directory` empty: the user's state directory ($XDG_STATE_HOME/signalbox).
    [[nodiscard]] static Result<std::unique_ptr<ConsoleLog>> open(const QString& directory, Clock& clock);
    ~ConsoleLog();

    [[nodiscard]] Result<std::uint64_t> record(const ConsoleAction& action);
    // Newest first; entries with sequence <= before (0: from the newest).
    [[nodiscard]] Result<std::vector<ConsoleEntry>> read(std::uint64_t before, int limit) const;
    [[nodiscard]] std::uint64_t size() const;
    [[nodiscard]] QString file() const;
    // Reads the whole file; takes as long as the log is large, so call it from a worker (any thread).
    [[nodiscard]] audit::Verification verify() const;

    // What this user last saw of a backend's audit log, from any console. Whether it may be replaced is AuditWitness's
    // to say.
    [[nodiscard]] std::optional<audit::Glimpse> seenOf(const std::string& backend) const;
    [[nodiscard]] Result<void> remember(const std::string& backend, const audit::Glimpse& seen);

private:
    class Private;
    explicit ConsoleLog(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace signalbox::client
