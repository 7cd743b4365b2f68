// What a log holds while it is open. Private to core/audit: log.cpp appends and reads, log_opening.cpp opens the file
// and, after a write has failed, opens it again.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/audit/entry.h"
#include "core/audit/files.h"
#include "core/audit/log.h"
#include "core/audit/note.h"
#include "core/audit/statements.h"

namespace signalbox::audit {

class Log::Private {
public:
    Private(WriterLock writerLock, std::unique_ptr<Database> database, SigningKey signingKey, Statements prepared,
            Clock& time)
        : lock(std::move(writerLock)),
          db(std::move(database)),
          key(std::move(signingKey)),
          statements(std::move(prepared)),
          clock(time),
          boot(bootIdentity()) {}

    [[nodiscard]] static std::string bootIdentity();

    [[nodiscard]] Result<void> resume();
    [[nodiscard]] Result<void> checkNewest();
    [[nodiscard]] Result<void> write(std::uint64_t sequence, const std::string& bytes,
                                     const std::vector<std::pair<Node, Digest>>& nodes);
    void take(std::optional<Checkpoint> checkpoint);
    [[nodiscard]] std::unexpected<Error> superseded();

    WriterLock lock;
    std::unique_ptr<Database> db; // outlives the statements below
    SigningKey key;
    mutable Statements statements;
    Clock& clock;
    std::string boot;
    std::string name;
    std::uint64_t epoch = 0;
    CompactRange range;
    std::string previous; // hex leaf hash of the newest entry
    std::optional<Checkpoint> newest;
    std::string newestHash; // hex SHA-256 of its text
    bool isDegraded = false;
    std::filesystem::path file = {};
};

[[nodiscard]] std::unexpected<Error> damagedLog(std::string message);

} // namespace signalbox::audit
