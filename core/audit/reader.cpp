#include "core/audit/reader.h"

#include <algorithm>

#include <QSqlError>
#include <QVariant>

namespace signalbox::audit {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t chunkRows = 4096;

std::optional<Error> errorOf(const QSqlQuery& query) {
    if (!query.lastError().isValid())
        return std::nullopt;
    return sqlFailure(query.lastError()).error();
}

} // namespace

Reader::Reader(QSqlQuery rows, QSqlQuery checkpoints) : m_rows(std::move(rows)), m_checkpoints(std::move(checkpoints)) {
    static_cast<void>(m_checkpoints.next());
}

Result<Reader> Reader::make(const Database& database) {
    auto checkpoints = database.run(u"SELECT size, text FROM checkpoints ORDER BY size"_s);
    if (!checkpoints)
        return failure(std::move(checkpoints.error()));
    // As bytes: text would go to UTF-16 and back, and a million rows pay for it.
    auto rows = database.run(u"SELECT sequence, bytes, CAST(time || x'FF' || action || x'FF' || agent AS BLOB) "
                             "FROM entries ORDER BY sequence"_s);
    if (!rows)
        return failure(std::move(rows.error()));
    return Reader(std::move(*rows), std::move(*checkpoints));
}

Chunk Reader::next() {
    Chunk chunk;
    chunk.rows.reserve(chunkRows);
    while (chunk.rows.size() < chunkRows && m_rows.next())
        chunk.rows.push_back(
            {m_rows.value(0).toLongLong(), m_rows.value(1).toByteArray(), m_rows.value(2).toByteArray()});
    if (chunk.rows.empty())
        return chunk;
    while (m_checkpoints.isValid() && m_checkpoints.value(0).toLongLong() <= chunk.rows.back().sequence) {
        // Below zero is as wrong as zero, and is found in the same way.
        const qint64 size = std::max<qint64>(0, m_checkpoints.value(0).toLongLong());
        chunk.checkpoints.push_back(
            {static_cast<std::uint64_t>(size), m_checkpoints.value(1).toString().toStdString()});
        static_cast<void>(m_checkpoints.next());
    }
    chunk.endsCheckpoints = !m_checkpoints.isValid();
    return chunk;
}

std::optional<Error> Reader::rowsFailed() const {
    return errorOf(m_rows);
}

std::optional<Error> Reader::checkpointsFailed() const {
    return errorOf(m_checkpoints);
}

std::optional<std::uint64_t> Reader::nextCheckpoint() const {
    if (!m_checkpoints.isValid())
        return std::nullopt;
    return static_cast<std::uint64_t>(m_checkpoints.value(0).toLongLong());
}

} // namespace signalbox::audit
