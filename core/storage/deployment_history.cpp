#include "core/storage/deployment_history.h"

#include <algorithm>
#include <format>

#include <QSqlError>
#include <QVariant>

namespace signalbox::storage {

using namespace Qt::StringLiterals;

namespace {

constexpr int pageSize = 500;

QString textOf(traffic::Role role) {
    return QString::fromLatin1(traffic::toString(role));
}

traffic::Role roleFrom(const std::string& word) {
    for (const auto role : {traffic::Role::Canary, traffic::Role::Shadow}) {
        if (word == traffic::toString(role))
            return role;
    }
    return traffic::Role::Stable;
}

WallTime timeFrom(const QVariant& value) {
    return WallTime{std::chrono::milliseconds(value.toLongLong())};
}

qint64 numberOf(WallTime time) {
    return time.time_since_epoch().count();
}

DeploymentRow rowFrom(const QSqlQuery& query) {
    DeploymentRow row;
    row.agent = fromText(query, 0);
    row.version = fromText(query, 1);
    row.role = roleFrom(fromText(query, 2));
    row.weight = traffic::Weight::thousandths(query.value(3).toUInt());
    row.from = timeFrom(query.value(4));
    if (!query.value(5).isNull())
        row.until = timeFrom(query.value(5));
    row.actor = fromText(query, 6);
    row.reason = fromText(query, 7);
    row.action = fromText(query, 8);
    row.sequence = static_cast<std::uint64_t>(query.value(9).toLongLong());
    return row;
}

} // namespace

Result<void> DeploymentHistory::catchUp(const audit::Log& log) {
    auto last = lastSequence();
    if (!last)
        return failure(std::move(last.error()));
    const bool isOther = *last > log.size();
    const std::uint64_t from = isOther ? 0 : *last;
    std::vector<audit::Entry> entries; // newest first
    for (std::uint64_t before = log.size(); before > from;) {
        auto page = log.read(before, pageSize);
        if (!page)
            return failure(std::move(page.error()));
        if (page->empty())
            break;
        before = page->back().sequence - 1;
        std::ranges::move(*page, std::back_inserter(entries));
    }
    std::erase_if(entries, [from](const audit::Entry& entry) { return entry.sequence <= from; });
    if (entries.empty() && !isOther)
        return {};
    return m_file.inTransaction([&]() -> Result<void> {
        if (isOther) {
            if (auto done = m_file.run(u"DELETE FROM deployments"_s); !done)
                return done;
        }
        for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
            if (auto done = take(*entry); !done)
                return done;
        }
        return m_file.run(u"INSERT OR REPLACE INTO marks(name, value) VALUES('deployments', %1)"_s.arg(log.size()));
    });
}

Result<std::uint64_t> DeploymentHistory::lastSequence() const {
    auto query = m_file.prepare(u"SELECT value FROM marks WHERE name = 'deployments'"_s);
    if (!query)
        return failure(std::move(query.error()));
    if (auto done = execute(*query); !done)
        return failure(std::move(done.error()));
    return query->next() ? static_cast<std::uint64_t>(query->value(0).toLongLong()) : 0U;
}

Result<void> DeploymentHistory::take(const audit::Entry& entry) {
    const std::string agent = entry.value.value("agent"_L1).toString().toStdString();
    const auto open = select(u"agent = ? AND until IS NULL ORDER BY id DESC"_s, agent, 3);
    if (!open)
        return failure(open.error());
    const auto change = changeBy(entry, *open);
    if (!change)
        return failure(change.error());
    for (const traffic::Role role : change->ended) {
        auto update =
            m_file.prepare(u"UPDATE deployments SET until = ? WHERE agent = ? AND role = ? AND until IS NULL"_s);
        if (!update)
            return failure(std::move(update.error()));
        update->bindValue(0, numberOf(change->at));
        update->bindValue(1, toText(agent));
        update->bindValue(2, textOf(role));
        if (auto done = execute(*update); !done)
            return done;
    }
    for (const DeploymentRow& row : change->begun) {
        if (auto done = insert(row); !done)
            return done;
    }
    return {};
}

Result<void> DeploymentHistory::insert(const DeploymentRow& row) {
    auto query = m_file.prepare(u"INSERT INTO deployments(agent, version, role, weight, since, until, actor, reason, "
                                "action, sequence) VALUES(?, ?, ?, ?, ?, NULL, ?, ?, ?, ?)"_s);
    if (!query)
        return failure(std::move(query.error()));
    query->addBindValue(toText(row.agent));
    query->addBindValue(toText(row.version));
    query->addBindValue(textOf(row.role));
    query->addBindValue(row.weight.thousandths());
    query->addBindValue(numberOf(row.from));
    query->addBindValue(toText(row.actor));
    query->addBindValue(toText(row.reason));
    query->addBindValue(toText(row.action));
    query->addBindValue(static_cast<qint64>(row.sequence));
    return execute(*query);
}

Result<std::vector<DeploymentRow>> DeploymentHistory::rows(const std::string& agent, int limit) const {
    return select(u"agent = ? ORDER BY id DESC"_s, agent, limit);
}

Result<std::vector<DeploymentRow>> DeploymentHistory::select(const QString& where, const std::string& agent,
                                                             int limit) const {
    auto query = m_file.prepare(u"SELECT agent, version, role, weight, since, until, actor, reason, action, sequence "
                                "FROM deployments WHERE "_s +
                                where + u" LIMIT ?"_s);
    if (!query)
        return failure(std::move(query.error()));
    query->bindValue(0, toText(agent));
    query->bindValue(1, limit);
    if (auto done = execute(*query); !done)
        return failure(std::move(done.error()));
    std::vector<DeploymentRow> rows;
    while (query->next())
        rows.push_back(rowFrom(*query));
    return rows;
}

Result<void> DeploymentHistory::checkAgainst(std::vector<audit::Entry> entries) const {
    const auto expected = rowsOf(std::move(entries));
    if (!expected)
        return failure(expected.error());
    auto query = m_file.prepare(u"SELECT agent, version, role, weight, since, until, actor, reason, action, sequence "
                                "FROM deployments ORDER BY id"_s);
    if (!query)
        return failure(std::move(query.error()));
    if (auto done = execute(*query); !done)
        return done;
    std::size_t index = 0;
    for (; query->next(); ++index) {
        const DeploymentRow row = rowFrom(*query);
        if (index >= expected->size() || row != (*expected)[index])
            return failure(Errc::Corrupt, "history_differs",
                           std::format("The deployment history of {} does not follow from audit entry {}.", row.agent,
                                       row.sequence),
                           "The audit log counts; remove the history file to have it built again.");
    }
    if (index < expected->size())
        return failure(
            Errc::Corrupt, "history_differs",
            std::format("The deployment history lacks what audit entry {} says.", (*expected)[index].sequence),
            "The audit log counts; remove the history file to have it built again.");
    return {};
}

} // namespace signalbox::storage
