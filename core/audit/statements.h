// The statements of a log's writer, prepared once, and reading of single rows. Private to core/audit; lives on the
// thread of its Database and must not outlive it.
#pragma once

#include <optional>
#include <vector>

#include "core/audit/database.h"
#include "core/audit/tree.h"

namespace signalbox::audit {

// Complete subtrees of these levels are stored; the ones between are put together from them.
constexpr int storedLevelStep = 4;

[[nodiscard]] constexpr bool isStored(int level) {
    return level > 0 && level % storedLevelStep == 0;
}

struct StoredCheckpoint {
    std::uint64_t size = 0;
    std::string text;
};

class Statements {
public:
    [[nodiscard]] static Result<Statements> make(const Database& database);

    [[nodiscard]] Result<void> insertEntry(std::uint64_t sequence, std::string_view bytes);
    [[nodiscard]] Result<void> insertNode(const Node& node, const Digest& hash);
    [[nodiscard]] Result<void> insertCheckpoint(const StoredCheckpoint& checkpoint);

    [[nodiscard]] Result<std::uint64_t> size();
    [[nodiscard]] Result<std::string> entryBytes(std::uint64_t sequence);
    [[nodiscard]] Result<Digest> node(const Node& node);
    [[nodiscard]] Result<std::optional<StoredCheckpoint>> newestCheckpoint();

private:
    Statements(QSqlQuery entry, QSqlQuery nodeRow, QSqlQuery checkpoint, QSqlQuery bytes, QSqlQuery hash,
               const Database& database);

    QSqlQuery m_insertEntry;
    QSqlQuery m_insertNode;
    QSqlQuery m_insertCheckpoint;
    QSqlQuery m_bytes;
    QSqlQuery m_hash;
    const Database* m_database;
};

} // namespace signalbox::audit
