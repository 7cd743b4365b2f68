#include "core/audit/verifier.h"

#include <format>

#include <QSqlError>
#include <QVariant>

namespace signalbox::audit {

using namespace Qt::StringLiterals;

namespace {

std::string textOf(const QVariant& value) {
    return value.toString().toStdString();
}

} // namespace

std::unexpected<Finding> finding(std::optional<std::uint64_t> firstBad, std::string message) {
    return std::unexpected(Finding{firstBad, std::move(message)});
}

std::unexpected<Finding> finding(const Error& error) {
    return finding(std::nullopt, error.message);
}

Check Verifier::run() {
    if (auto check = checkStructure(); !check)
        return check;
    if (auto check = walk(); !check)
        return check;
    for (const auto step :
         {&Verifier::checkNewest, &Verifier::checkKnown, &Verifier::checkNodes, &Verifier::checkIndex}) {
        if (auto check = (this->*step)(); !check)
            return check;
    }
    return {};
}

Check Verifier::checkStructure() {
    if (auto schema = m_database.checkSchema(); !schema)
        return finding(schema.error());
    auto row = m_database.run(u"SELECT origin, public_key FROM log"_s);
    if (!row)
        return finding(row.error());
    if (!row->next())
        return finding(std::nullopt, "The row that names the log is missing.");
    m_name = textOf(row->value(0));
    const QByteArray recorded = row->value(1).toByteArray();
    if (viewOf(recorded) != std::string_view(reinterpret_cast<const char*>(m_key.data()), m_key.size()))
        return finding(std::nullopt, "The log was made with another signing key than the one beside it.");
    return row->next() ? finding(std::nullopt, "The log is named twice.") : Check();
}

Check Verifier::walk() {
    auto checkpoints = m_database.run(u"SELECT size, text FROM checkpoints ORDER BY size"_s);
    if (!checkpoints)
        return finding(checkpoints.error());
    static_cast<void>(checkpoints->next());
    auto rows = m_database.run(u"SELECT sequence, bytes, CAST(agent AS BLOB), CAST(action AS BLOB), "
                               "CAST(time AS BLOB) FROM entries ORDER BY sequence"_s);
    if (!rows)
        return finding(rows.error());
    EntryFields fields;
    while (rows->next()) {
        const QByteArray bytes = rows->value(1).toByteArray(); // the fields look into it
        if (auto check = checkEntry(*rows, fields, viewOf(bytes)); !check)
            return check;
        append(leafHash(viewOf(bytes)), fields.agent);
        if (auto check = takeCheckpoint(*checkpoints, fields); !check)
            return check;
        if (m_known && m_known->size == size())
            m_knownRoot = m_range.root();
    }
    if (rows->lastError().isValid())
        return finding(size() + 1, sqlFailure(rows->lastError()).error().message);
    return checkRest(*checkpoints);
}

Check Verifier::checkEntry(const QSqlQuery& row, EntryFields& fields, std::string_view bytes) {
    const std::uint64_t sequence = size() + 1;
    if (row.value(0).toLongLong() != static_cast<qint64>(sequence))
        return finding(sequence, std::format("Entry {} is missing.", sequence));
    if (!deriveFields(bytes, fields) || fields.sequence != sequence)
        return finding(sequence, std::format("Entry {} is not one that the log wrote at this place.", sequence));
    if (auto check = checkLink(sequence, fields); !check)
        return check;
    if (fields.epoch < m_epoch)
        return finding(sequence, std::format("Entry {} was written by a writer that had lost the log.", sequence));
    // As bytes: text would go to UTF-16 and back, and a million rows pay for it.
    if (viewOf(row.value(2).toByteArray()) != fields.agent || viewOf(row.value(3).toByteArray()) != fields.action ||
        viewOf(row.value(4).toByteArray()) != fields.time)
        return finding(sequence, std::format("Entry {} is listed under other words than it holds.", sequence));
    m_epoch = fields.epoch;
    return {};
}

Check Verifier::checkLink(std::uint64_t sequence, const EntryFields& fields) const {
    if (fields.previous != m_previous) {
        // Either the entry before is not the one that this one was written after, or this one was changed. A checkpoint
        // between the two decides.
        const bool beforeIsGood = m_lastIsSigned && m_newest && isSealed(m_range, *m_newest);
        return beforeIsGood || sequence == 1
                   ? finding(sequence, std::format("Entry {} was changed, or put after another entry.", sequence))
                   : finding(sequence - 1,
                             std::format("Entry {} was changed after entry {} was written.", sequence - 1, sequence));
    }
    if (fields.checkpoint != m_newestHash) {
        const bool isGenuine = !m_newest || readCheckpoint(m_newest->text, m_key).has_value();
        return finding(isGenuine ? sequence : signedSize(),
                       std::format("Entry {} names another checkpoint than the one at {}.", sequence, signedSize()));
    }
    return {};
}

void Verifier::append(const Digest& leaf, const std::string& agent) {
    m_range.append(leaf, [this](const Node& node, const Digest& hash) {
        if (!isStored(node.level))
            return;
        const auto level = static_cast<std::size_t>(node.level / storedLevelStep - 1);
        m_nodes.resize(std::max(m_nodes.size(), level + 1));
        m_nodes[level].push_back(hash);
    });
    m_previous = leaf.hex();
    const auto known = m_agents.try_emplace(agent, static_cast<std::uint32_t>(m_agents.size()));
    m_agentOf.push_back(known.first->second);
}

Check Verifier::takeCheckpoint(QSqlQuery& rows, const EntryFields& fields) {
    const bool isHere = rows.isValid() && rows.value(0).toLongLong() <= static_cast<qint64>(size());
    m_lastIsSigned = fields.isSigned;
    if (!isHere && fields.isSigned)
        return finding(size(), std::format("The checkpoint of entry {} is missing.", size()));
    if (!isHere)
        return {};
    if (!fields.isSigned || rows.value(0).toLongLong() != static_cast<qint64>(size()))
        return finding(
            size(), std::format("There is a checkpoint at {} that the log did not write.", rows.value(0).toLongLong()));
    m_newest = StoredCheckpoint{size(), textOf(rows.value(1))};
    m_newestHash = sha256(m_newest->text).hex();
    m_newestRoot = {};
    if (!rows.next())
        m_newestRoot = m_range.root(); // the last one; the others are covered by the links
    return {};
}

Check Verifier::checkRest(QSqlQuery& checkpoints) const {
    if (checkpoints.isValid())
        return finding(size() + 1, std::format("The log ends at entry {}, but a checkpoint says that it had {}.",
                                               size(), checkpoints.value(0).toLongLong()));
    if (checkpoints.lastError().isValid())
        return finding(sqlFailure(checkpoints.lastError()).error());
    return {};
}

} // namespace signalbox::audit
