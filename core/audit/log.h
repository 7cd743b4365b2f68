// The append-only audit log: exact entry bytes in SQLite, an RFC 6962 tree over them, Ed25519-signed checkpoints in
// C2SP form. WAL with synchronous=FULL; an append is durable when it returns. One writer per file, kept by an exclusive
// lock beside it and a fencing epoch in every entry. One thread (the control thread); needs a QCoreApplication (QtSql).
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <QJsonObject>

#include "core/audit/growth.h"
#include "core/base/digest.h"
#include "core/base/result.h"
#include "core/base/time.h"

namespace signalbox::audit {

struct EntryDraft {
    std::string actor;
    std::string action;
    std::string agent; // empty: about the backend itself
    std::string reason;
    std::string requestId;
    QJsonObject before; // empty when there was nothing
    QJsonObject after;
    std::optional<WallTime> happened = {}; // before it could be recorded
};

struct Entry {
    std::uint64_t sequence = 0; // from 1
    std::string bytes;          // canonical JSON, exactly what is hashed
    QJsonObject value;          // the bytes, read
};

struct Checkpoint {
    std::uint64_t size = 0;
    Digest root;
    std::string text; // signed note: origin, size, base64 root, signature line
};

struct Verification {
    bool good = false;
    std::uint64_t size = 0;
    std::optional<std::uint64_t> firstBad; // sequence of the first entry that is not what it must be
    std::string message;                   // one sentence, also when good
    std::uint64_t anchored = 0;            // entries that something outside the log vouches for
    std::string key;                       // fingerprint of the key that signed it
};

enum class Sign { Now, Later }; // a checkpoint in the same transaction, or with the next one

class Log {
public:
    // Opens or makes FILE, its key (FILE.key, 0600) and its lock. Errors: Conflict "locked", Corrupt, Io.
    [[nodiscard]] static Result<std::unique_ptr<Log>> open(const std::filesystem::path& file, std::string origin,
                                                           Clock& clock);
    ~Log();

    [[nodiscard]] Result<std::uint64_t> append(const EntryDraft& draft, Sign sign);
    [[nodiscard]] std::uint64_t size() const;
    [[nodiscard]] std::uint64_t epoch() const;
    [[nodiscard]] std::optional<Checkpoint> checkpoint() const;
    [[nodiscard]] std::optional<Glimpse> glimpse() const; // the newest checkpoint, for who keeps it elsewhere
    // True after a failed append or fsync until the log has been opened again; appends are refused with Io meanwhile.
    [[nodiscard]] bool isDegraded() const;
    // After a failure: reads the file again and goes on where it ends. Errors: Io, Corrupt, Unavailable "log_in_use",
    // Conflict "superseded"; the log then stays as it was.
    [[nodiscard]] Result<void> reopen();
    // Entries with sequence <= before (0: from the newest), newest first.
    [[nodiscard]] Result<std::vector<Entry>> read(std::uint64_t before, int limit, const std::string& agent = {}) const;
    // The newest entry of every agent.
    [[nodiscard]] Result<std::vector<Entry>> latestPerAgent() const;
    [[nodiscard]] std::string publicKey() const; // base64 of 32 bytes
    // Nodes of the consistency proof between two sizes (RFC 6962 §2.1.2).
    [[nodiscard]] Result<std::vector<Digest>> consistencyProof(std::uint64_t from, std::uint64_t to) const;

private:
    class Private;
    explicit Log(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

// Reads the whole file by itself (also while a writer is at work) and checks bytes, links, derived columns, tree and
// every checkpoint; and that each anchor of this log is a prefix of it. Anchors of other keys are those of other logs,
// unless there are no others: then this log was begun anew, or signed again, by somebody else.
[[nodiscard]] Verification verify(const std::filesystem::path& file, std::span<const Anchor> anchors = {});

} // namespace signalbox::audit
