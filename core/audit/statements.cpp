#include "core/audit/statements.h"

#include <format>

#include <QSqlError>
#include <QVariant>

#include "core/audit/entry.h"

namespace signalbox::audit {

using namespace Qt::StringLiterals;

namespace {

// Never null, so that empty text is stored as empty and not as NULL. The caller keeps the bytes until execution.
QByteArray blob(std::string_view bytes) {
    return bytes.empty() ? QByteArray("", 0)
                         : QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

std::unexpected<Error> missing(const std::string& what) {
    return failure(Errc::Corrupt, "audit_damaged", std::format("The audit log lacks {}.", what),
                   "Keep the file as evidence and move it away before a new log is begun.");
}

} // namespace

Statements::Statements(QSqlQuery entry, QSqlQuery nodeRow, QSqlQuery checkpoint, QSqlQuery bytes, QSqlQuery hash,
                       const Database& database)
    : m_insertEntry(std::move(entry)),
      m_insertNode(std::move(nodeRow)),
      m_insertCheckpoint(std::move(checkpoint)),
      m_bytes(std::move(bytes)),
      m_hash(std::move(hash)),
      m_database(&database) {}

Result<Statements> Statements::make(const Database& database) {
    // Bytes cast to TEXT keep what a bound string would lose (a leading byte order mark).
    auto entry = database.prepare(u"INSERT INTO entries(sequence, bytes, agent, action, time) "
                                  "VALUES(?, ?, CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT))"_s);
    auto nodeRow = database.prepare(u"INSERT INTO nodes(level, position, hash) VALUES(?, ?, ?)"_s);
    auto checkpoint = database.prepare(u"INSERT INTO checkpoints(size, text) VALUES(?, CAST(? AS TEXT))"_s);
    auto bytes = database.prepare(u"SELECT bytes FROM entries WHERE sequence = ?"_s);
    auto hash = database.prepare(u"SELECT hash FROM nodes WHERE level = ? AND position = ?"_s);
    for (auto* query : {&entry, &nodeRow, &checkpoint, &bytes, &hash}) {
        if (!*query)
            return failure(std::move(query->error()));
    }
    return Statements(std::move(*entry), std::move(*nodeRow), std::move(*checkpoint), std::move(*bytes),
                      std::move(*hash), database);
}

Result<void> Statements::insertEntry(std::uint64_t sequence, std::string_view bytes) {
    EntryFields fields;
    if (!deriveFields(bytes, fields))
        return failure(Errc::Internal, "bad_entry", "The entry does not have the form that the log writes.");
    m_insertEntry.bindValue(0, static_cast<qint64>(sequence));
    m_insertEntry.bindValue(1, blob(bytes));
    m_insertEntry.bindValue(2, blob(fields.agent));
    m_insertEntry.bindValue(3, blob(fields.action));
    m_insertEntry.bindValue(4, blob(fields.time));
    return execute(m_insertEntry);
}

Result<void> Statements::insertNode(const Node& node, const Digest& hash) {
    m_insertNode.bindValue(0, node.level);
    m_insertNode.bindValue(1, static_cast<qint64>(node.index));
    m_insertNode.bindValue(2, toBlob(hash));
    return execute(m_insertNode);
}

Result<void> Statements::insertCheckpoint(const StoredCheckpoint& checkpoint) {
    m_insertCheckpoint.bindValue(0, static_cast<qint64>(checkpoint.size));
    m_insertCheckpoint.bindValue(1, blob(checkpoint.text));
    return execute(m_insertCheckpoint);
}

Result<std::uint64_t> Statements::size() {
    auto query = m_database->run(u"SELECT max(sequence) FROM entries"_s);
    if (!query)
        return failure(std::move(query.error()));
    if (!query->next())
        return sqlFailure(query->lastError());
    return static_cast<std::uint64_t>(query->value(0).toLongLong());
}

Result<std::string> Statements::entryBytes(std::uint64_t sequence) {
    m_bytes.bindValue(0, static_cast<qint64>(sequence));
    if (auto done = execute(m_bytes); !done)
        return failure(std::move(done.error()));
    if (!m_bytes.next())
        return missing(std::format("entry {}", sequence));
    std::string bytes = m_bytes.value(0).toByteArray().toStdString();
    m_bytes.finish();
    return bytes;
}

Result<Digest> Statements::node(const Node& node) {
    if (node.level == 0) {
        const auto bytes = entryBytes(node.index + 1);
        return bytes ? Result<Digest>(leafHash(*bytes)) : failure(bytes.error());
    }
    if (!isStored(node.level)) {
        const auto left = this->node({node.level - 1, node.index * 2});
        if (!left)
            return left;
        const auto right = this->node({node.level - 1, node.index * 2 + 1});
        return right ? Result<Digest>(nodeHash(*left, *right)) : right;
    }
    m_hash.bindValue(0, node.level);
    m_hash.bindValue(1, static_cast<qint64>(node.index));
    if (auto done = execute(m_hash); !done)
        return failure(std::move(done.error()));
    const QByteArray found = m_hash.next() ? m_hash.value(0).toByteArray() : QByteArray();
    m_hash.finish();
    Digest digest;
    if (found.size() != static_cast<qsizetype>(digest.bytes.size()))
        return missing(std::format("the hash of its subtree {} at level {}", node.index, node.level));
    std::copy(found.begin(), found.end(), digest.bytes.begin());
    return digest;
}

Result<std::optional<StoredCheckpoint>> Statements::newestCheckpoint() {
    auto query = m_database->run(u"SELECT size, text FROM checkpoints ORDER BY size DESC LIMIT 1"_s);
    if (!query)
        return failure(std::move(query.error()));
    if (!query->next())
        return std::nullopt;
    return StoredCheckpoint{static_cast<std::uint64_t>(query->value(0).toLongLong()),
                            query->value(1).toString().toStdString()};
}

} // namespace signalbox::audit
