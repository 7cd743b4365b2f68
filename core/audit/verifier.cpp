#include "core/audit/verifier.h"

#include <format>
#include <future>

#include <QSqlError>
#include <QVariant>

namespace signalbox::audit {

using namespace Qt::StringLiterals;

namespace {

std::string textOf(const QVariant& value) {
    return value.toString().toStdString();
}

bool skip(std::string_view& rest, std::string_view expected) {
    const bool fits = rest.starts_with(expected);
    rest.remove_prefix(fits ? expected.size() : 0);
    return fits;
}

bool isListedAs(std::string_view words, const EntryFields& fields) {
    return skip(words, fields.time) && skip(words, "\xFF") && skip(words, fields.action) && skip(words, "\xFF") &&
           words == fields.agent;
}

} // namespace

std::unexpected<Finding> finding(std::optional<std::uint64_t> firstBad, std::string message) {
    return std::unexpected(Finding{firstBad, std::move(message)});
}

std::unexpected<Finding> finding(const Error& error) {
    return finding(std::nullopt, error.message);
}

Check Verifier::run() {
    for (const auto step : {&Verifier::checkStructure, &Verifier::takeAnchors, &Verifier::walk}) {
        if (auto check = (this->*step)(); !check)
            return check;
    }
    for (const auto step : {&Verifier::checkNewest, &Verifier::checkKnown, &Verifier::checkNodes}) {
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

// Reading goes on while the rows read before are checked: SQLite and hashing take about the same time.
Check Verifier::walk() {
    auto reader = Reader::make(m_database);
    if (!reader)
        return finding(reader.error());
    std::future<Check> checking;
    const auto checked = [&checking] { return checking.valid() ? checking.get() : Check(); };
    bool isDone = false;
    while (!isDone) {
        auto chunk = reader->next();
        isDone = chunk.rows.empty();
        if (auto check = checked(); !check)
            return check;
        if (!isDone)
            checking = std::async(std::launch::async,
                                  [this, chunk = std::move(chunk)]() mutable { return checkChunk(chunk); });
    }
    if (auto failed = reader->rowsFailed(); failed)
        return finding(size() + 1, failed->message);
    if (auto early = reader->nextCheckpoint(); early)
        return finding(size() + 1,
                       std::format("The log ends at entry {}, but a checkpoint says that it had {}.", size(), *early));
    if (auto failed = reader->checkpointsFailed(); failed)
        return finding(*failed);
    return {};
}

Check Verifier::checkChunk(Chunk& chunk) {
    EntryFields fields;
    for (const Row& row : chunk.rows) {
        if (auto check = checkEntry(row, fields); !check)
            return check;
        append(leafHash(viewOf(row.bytes)), fields.agent);
        if (auto check = takeCheckpoint(chunk, fields); !check)
            return check;
        for (; m_reached < m_known.size() && m_known[m_reached].size == size(); ++m_reached)
            m_known[m_reached].fits = m_known[m_reached].root == m_range.root();
    }
    return {};
}

Check Verifier::checkEntry(const Row& row, EntryFields& fields) {
    const std::uint64_t sequence = size() + 1;
    if (row.sequence != static_cast<qint64>(sequence))
        return finding(sequence, std::format("Entry {} is missing.", sequence));
    if (!deriveFields(viewOf(row.bytes), fields) || fields.sequence != sequence)
        return finding(sequence, std::format("Entry {} is not one that the log wrote at this place.", sequence));
    if (auto check = checkLink(sequence, fields); !check)
        return check;
    if (fields.epoch < m_epoch)
        return finding(sequence, std::format("Entry {} was written by a writer that had lost the log.", sequence));
    if (!isListedAs(viewOf(row.words), fields))
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

Check Verifier::takeCheckpoint(Chunk& chunk, const EntryFields& fields) {
    const bool isHere = chunk.taken < chunk.checkpoints.size() && chunk.checkpoints[chunk.taken].size <= size();
    m_lastIsSigned = fields.isSigned;
    if (!isHere && fields.isSigned)
        return finding(size(), std::format("The checkpoint of entry {} is missing.", size()));
    if (!isHere)
        return {};
    StoredCheckpoint& checkpoint = chunk.checkpoints[chunk.taken++];
    if (!fields.isSigned || checkpoint.size != size())
        return finding(size(), std::format("There is a checkpoint at {} that the log did not write.", checkpoint.size));
    m_newest = std::move(checkpoint);
    m_newestHash = sha256(m_newest->text).hex();
    // Only the last one's root is needed; the others are covered by the links.
    m_newestRoot = chunk.endsCheckpoints && chunk.taken == chunk.checkpoints.size() ? m_range.root() : Digest();
    return {};
}

} // namespace signalbox::audit
