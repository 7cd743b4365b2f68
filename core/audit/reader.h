// The rows of a log in order, for a verification: entries with the checkpoints that lie among them, a chunk at a time.
// Private to core/audit; next() on the thread of its Database, chunks may go to any other.
#pragma once

#include <optional>
#include <vector>

#include "core/audit/database.h"
#include "core/audit/statements.h"

namespace signalbox::audit {

struct Row {
    qint64 sequence = 0;
    QByteArray bytes;
    QByteArray words; // what it is listed under: time, action and agent, 0xFF between them, which no UTF-8 holds
};

struct Chunk {
    std::vector<Row> rows;                     // none: the entries end here, or could not be read
    std::vector<StoredCheckpoint> checkpoints; // in order; none is of a later entry than the last row
    bool endsCheckpoints = false;              // no chunk after this one has any
    std::size_t taken = 0;                     // checkpoints that the user of the chunk is done with
};

class Reader {
public:
    [[nodiscard]] static Result<Reader> make(const Database& database);

    [[nodiscard]] Chunk next();

    [[nodiscard]] std::optional<Error> rowsFailed() const;
    [[nodiscard]] std::optional<Error> checkpointsFailed() const;

    // The entries that the checkpoint counts which no row came up to.
    [[nodiscard]] std::optional<std::uint64_t> nextCheckpoint() const;

private:
    Reader(QSqlQuery rows, QSqlQuery checkpoints);

    QSqlQuery m_rows;
    QSqlQuery m_checkpoints; // stands on the first that no chunk holds
};

} // namespace signalbox::audit
