// One walk over a log that checks everything verify() promises. Private to core/audit; made for one verification.
// Older checkpoints need no signature check of their own in a good log: every entry carries the hash of the newest
// checkpoint before it, so the newest signature covers them all. Only when it fails are all of them tried, to find
// where.
#pragma once

#include <unordered_map>

#include "core/audit/entry.h"
#include "core/audit/index_list.h"
#include "core/audit/note.h"
#include "core/audit/reader.h"
#include "core/audit/statements.h"

namespace signalbox::audit {

// What an anchor says that a log of this key and name must begin with.
struct KnownHead {
    std::uint64_t size = 0;
    Digest root;
    std::string place;
    bool fits = false; // once the walk has come up to it
};

class Verifier {
public:
    Verifier(const Database& database, const PublicKey& key, std::span<const Anchor> anchors)
        : m_database(database),
          m_key(key),
          m_anchors(anchors) {}

    // Everything but the list of each agent's entries.
    [[nodiscard]] Check run();

    // After run().
    [[nodiscard]] Check checkIndex(const IndexList& list) const;

    [[nodiscard]] std::uint64_t size() const { return m_range.size(); }

    [[nodiscard]] std::uint64_t signedSize() const { return m_newest ? m_newest->size : 0; }

    // The longest prefix that an anchor vouches for; nullptr: none does.
    [[nodiscard]] const KnownHead* anchored() const { return m_known.empty() ? nullptr : &m_known.back(); }

private:
    [[nodiscard]] Check checkStructure();
    [[nodiscard]] Check walk();
    [[nodiscard]] Check checkChunk(Chunk& chunk);
    [[nodiscard]] Check checkEntry(const Row& row, EntryFields& fields);
    [[nodiscard]] Check checkLink(std::uint64_t sequence, const EntryFields& fields) const;
    [[nodiscard]] Check takeCheckpoint(Chunk& chunk, const EntryFields& fields);
    [[nodiscard]] Check checkNewest() const;
    [[nodiscard]] Check takeAnchors();
    [[nodiscard]] Check checkKnown() const;
    [[nodiscard]] Check checkNodes() const;
    [[nodiscard]] bool isSealed(const CompactRange& range, const StoredCheckpoint& checkpoint) const;
    [[nodiscard]] std::unexpected<Finding> locate() const;
    void append(const Digest& leaf, const std::string& agent);

    const Database& m_database;
    PublicKey m_key;
    std::span<const Anchor> m_anchors;
    std::vector<KnownHead> m_known; // by size
    std::size_t m_reached = 0;      // of m_known, by the walk
    std::string m_name;
    CompactRange m_range;   // of the entries walked over so far
    std::string m_previous; // hex leaf hash of the newest of them
    std::uint64_t m_epoch = 0;
    bool m_lastIsSigned = false;
    std::optional<StoredCheckpoint> m_newest;
    std::string m_newestHash;
    Digest m_newestRoot;                      // of the entries that the newest checkpoint covers
    std::vector<std::vector<Digest>> m_nodes; // stored levels: 4, 8, …
    std::unordered_map<std::string, std::uint32_t> m_agents;
    std::vector<std::uint32_t> m_agentOf; // by position
};

} // namespace signalbox::audit
