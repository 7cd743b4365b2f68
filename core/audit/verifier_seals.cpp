// What a verification checks after the walk: signatures, what was known before, and the tables that are derived.
#include <algorithm>
#include <format>
#include <limits>

#include <QSqlError>
#include <QVariant>

#include "core/audit/verifier.h"

namespace signalbox::audit {

using namespace Qt::StringLiterals;

bool Verifier::isSealed(const CompactRange& range, const StoredCheckpoint& checkpoint) const {
    const auto read = readCheckpoint(checkpoint.text, m_key);
    return read && read->name == m_name && read->head == TreeHead{range.size(), range.root()};
}

Check Verifier::checkNewest() const {
    if (!m_newest)
        return {};
    const auto read = readCheckpoint(m_newest->text, m_key);
    if (read && read->name == m_name && read->head == TreeHead{m_newest->size, m_newestRoot})
        return {};
    return locate();
}

// The newest seal does not fit: walks again and names the first entry that no seal vouches for.
std::unexpected<Finding> Verifier::locate() const {
    auto checkpoints = m_database.run(u"SELECT size, text FROM checkpoints ORDER BY size"_s);
    auto rows = m_database.run(u"SELECT bytes FROM entries ORDER BY sequence"_s);
    if (!checkpoints || !rows)
        return finding(checkpoints ? rows.error() : checkpoints.error());
    CompactRange range;
    std::uint64_t sealed = 0;
    while (checkpoints->next()) {
        const StoredCheckpoint checkpoint{static_cast<std::uint64_t>(checkpoints->value(0).toLongLong()),
                                          checkpoints->value(1).toString().toStdString()};
        while (range.size() < checkpoint.size && rows->next())
            range.append(leafHash(viewOf(rows->value(0).toByteArray())));
        if (isSealed(range, checkpoint)) {
            sealed = checkpoint.size;
            continue;
        }
        const auto read = readCheckpoint(checkpoint.text, m_key);
        if (!read || read->name != m_name || read->head.size != checkpoint.size)
            return finding(checkpoint.size,
                           std::format("The checkpoint at {} was not signed by this log.", checkpoint.size));
        return finding(sealed + 1, sealed + 1 == checkpoint.size
                                       ? std::format("Entry {} is not the one that was signed.", checkpoint.size)
                                       : std::format("The entries {} to {} are not the ones that were signed.",
                                                     sealed + 1, checkpoint.size));
    }
    return finding(std::nullopt, "The newest checkpoint does not fit the entries.");
}

// The row that names the log says whose anchors are meant.
Check Verifier::takeAnchors() {
    const Anchor* foreign = nullptr;
    for (const Anchor& anchor : m_anchors) {
        const auto key = publicKeyFrom(anchor.seen.publicKey);
        const auto read = key ? readCheckpoint(anchor.seen.checkpoint, *key) : failure(Errc::Corrupt, "bad_key", {});
        if (!read)
            return finding(std::nullopt, std::format("What {} holds of an audit log is damaged.", anchor.place));
        if (*key != m_key)
            foreign = &anchor;
        else if (read->head.size > 0)
            m_known.push_back({read->head.size, read->head.root, anchor.place});
    }
    if (m_known.empty() && foreign != nullptr)
        return finding(std::nullopt,
                       std::format("The log is signed by another key than the one whose entries {} holds: {}.",
                                   foreign->place, fingerprint(foreign->seen.publicKey)));
    std::ranges::stable_sort(m_known, {}, &KnownHead::size);
    return {};
}

Check Verifier::checkKnown() const {
    for (const KnownHead& known : m_known) {
        if (known.size > size())
            return finding(size() + 1,
                           std::format("The log ends at entry {}, but it had {} when it was last seen by {}.", size(),
                                       known.size, known.place));
        if (!known.fits)
            return finding(std::nullopt,
                           std::format("The first {} entries are not the ones that {} saw.", known.size, known.place));
    }
    return {};
}

Check Verifier::checkNodes() const {
    auto rows = m_database.run(u"SELECT level, position, hash FROM nodes ORDER BY level, position"_s);
    if (!rows)
        return finding(rows.error());
    for (std::size_t level = 0; level < m_nodes.size(); ++level) {
        const int height = static_cast<int>(level + 1) * storedLevelStep;
        for (std::size_t position = 0; position < m_nodes[level].size(); ++position) {
            const bool fits = rows->next() && rows->value(0).toInt() == height &&
                              rows->value(1).toLongLong() == static_cast<qint64>(position) &&
                              rows->value(2).toByteArray() == toBlob(m_nodes[level][position]);
            if (!fits)
                return finding((position << static_cast<unsigned>(height)) + 1,
                               "A stored hash of the tree does not belong to its entries.");
        }
    }
    if (rows->next())
        return finding(std::nullopt, "The tree holds hashes that belong to no entry.");
    return rows->lastError().isValid() ? finding(sqlFailure(rows->lastError()).error()) : Check();
}

Check Verifier::checkIndex(const IndexList& list) const {
    constexpr std::uint32_t unknown = std::numeric_limits<std::uint32_t>::max();
    std::vector<std::uint32_t> known; // this walk's number of each agent in the list
    for (const std::string& agent : list.agents) {
        const auto found = m_agents.find(agent);
        known.push_back(found == m_agents.end() ? unknown : found->second);
    }
    if (list.agentOf.size() != m_agentOf.size())
        return finding(std::nullopt, "The list of an agent's entries lacks some that are there.");
    for (std::size_t position = 0; position < m_agentOf.size(); ++position) {
        const std::uint32_t agent = list.agentOf[position];
        if (agent >= known.size() || known[agent] != m_agentOf[position])
            return misplaced(position + 1);
    }
    return {};
}

} // namespace signalbox::audit
