// The console's own audit log: what was asked from here, of which backend, and how it ended; and the newest checkpoint
// seen of each backend, so that a rewritten history is noticed on the next connect. An audit::Log (hash tree, signed
// checkpoints) in the user's state directory. Called on the GUI thread, which never waits for the disk: the log lives
// on a thread of its own, in the order of the calls; answers come back on the GUI thread, and not at all after
// `context` is destroyed. The destructor waits until all that was asked is on the disk. A second console of the same
// user writes into a log of its own beside the first.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QObject>
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

struct ConsolePage {
    std::vector<ConsoleEntry> entries; // newest first
    std::uint64_t size = 0;            // of the whole log
};

class ConsoleLog {
public:
    template <class T> using Done = std::function<void(Result<T>)>;

    // `directory` empty: the user's state directory ($XDG_STATE_HOME/signalbox). Waits for the disk.
    [[nodiscard]] static Result<std::unique_ptr<ConsoleLog>> open(const QString& directory, Clock& clock);
    ~ConsoleLog();

    // `done` gets the entry's sequence once it is durable; it may be empty.
    void record(const ConsoleAction& action, QObject* context, Done<std::uint64_t> done);
    // Entries with sequence <= before (0: from the newest).
    void read(std::uint64_t before, int limit, QObject* context, Done<ConsolePage> done) const;
    [[nodiscard]] QString file() const;
    // Reads the whole file; takes as long as the log is large, so call it from a worker (any thread).
    [[nodiscard]] audit::Verification verify() const;

    // What this user last saw of a backend's audit log, from any console; what remember() was told counts at once.
    // Whether it may be replaced is AuditWitness's to say.
    [[nodiscard]] std::optional<audit::Glimpse> seenOf(const std::string& backend) const;
    // `done` is not called when this is what was seen already.
    void remember(const std::string& backend, const audit::Glimpse& seen, QObject* context, Done<void> done);

private:
    class Private;
    explicit ConsoleLog(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace signalbox::client
