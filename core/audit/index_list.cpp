#include "core/audit/index_list.h"

#include <limits>

#include <QSqlError>
#include <QVariant>

namespace signalbox::audit {

using namespace Qt::StringLiterals;

namespace {

constexpr std::uint32_t nobody = std::numeric_limits<std::uint32_t>::max();

std::expected<std::size_t, Finding> countRows(const Database& database) {
    auto row = database.run(u"SELECT count(*) FROM entries INDEXED BY entries_by_agent"_s);
    if (!row)
        return finding(row.error());
    return row->next() ? static_cast<std::size_t>(row->value(0).toLongLong()) : 0U;
}

} // namespace

std::unexpected<Finding> misplaced(std::uint64_t sequence) {
    return finding(sequence, "The list of an agent's entries does not hold the entries that are there.");
}

std::expected<IndexList, Finding> readIndex(const Database& database) {
    const auto size = countRows(database);
    if (!size)
        return std::unexpected(size.error());
    auto rows = database.run(u"SELECT CAST(agent AS BLOB), sequence FROM entries INDEXED BY entries_by_agent "
                             "ORDER BY agent, sequence"_s);
    if (!rows)
        return finding(rows.error());
    IndexList list{{}, std::vector(*size, nobody)};
    std::uint64_t before = 0; // the sequence in the row before, of the same agent
    while (rows->next()) {
        const QByteArray agent = rows->value(0).toByteArray();
        const auto sequence = static_cast<std::uint64_t>(rows->value(1).toLongLong());
        const bool begins = list.agents.empty() || viewOf(agent) != list.agents.back();
        const bool rises = !begins ? sequence > before : list.agents.empty() || viewOf(agent) > list.agents.back();
        if (!rises || sequence < 1 || sequence > list.agentOf.size() || list.agentOf[sequence - 1] != nobody)
            return misplaced(sequence);
        if (begins)
            list.agents.emplace_back(viewOf(agent));
        list.agentOf[sequence - 1] = static_cast<std::uint32_t>(list.agents.size() - 1);
        before = sequence;
    }
    if (rows->lastError().isValid())
        return finding(sqlFailure(rows->lastError()).error());
    return list;
}

} // namespace signalbox::audit
