// One walk over a log that checks everything verify() promises. Private to core/audit; made for one verification.
// Older checkpoints need no signature check of their own in a good log: every entry carries the hash of the newest
// checkpoint before it, so the newest signature covers them all. Only when it fails are all of them tried, to find
// where.
#pragma once

#include <expected>
#include <unordered_map>

#include "core/audit/entry.h"
#include "core/audit/note.h"
#include "core/audit/statements.h"

namespace signalbox::audit {

struct Finding {
    std::optional<std::uint64_t> firstBad;
    std::string message;
};

using Check = std::expected<void, Finding>;

[[nodiscard]] std::unexpected<Finding> finding(std::optional<std::uint64_t> firstBad, std::string message);
[[nodiscard]] std::unexpected<Finding> finding(const Error& error);

class Verifier {
public:
    Verifier(const Database& database, const PublicKey& key, const std::optional<Checkpoint>& known)
        : m_database(database),
          m_key(key),
          m_known(known) {}

    [[nodiscard]] Check run();

    [[nodiscard]] std::uint64_t size() const { return m_range.size(); }

    [[nodiscard]] std::uint64_t signedSize() const { return m_newest ? m_newest->size : 0; }

private:
    [[nodiscard]] Check checkStructure();
    [[nodiscard]] Check walk();
    [[nodiscard]] Check checkEntry(const QSqlQuery& row, EntryFields& fields, std::string_view bytes);
    [[nodiscard]] Check checkLink(std::uint64_t sequence, const EntryFields& fields) const;
    [[nodiscard]] Check takeCheckpoint(QSqlQuery& rows, const EntryFields& fields);
    [[nodiscard]] Check checkRest(QSqlQuery& checkpoints) const;
    [[nodiscard]] Check checkNewest() const;
    [[nodiscard]] Check checkKnown() const;
    [[nodiscard]] Check checkNodes() const;
    [[nodiscard]] Check checkIndex() const;
    [[nodiscard]] bool isSealed(const CompactRange& range, const StoredCheckpoint& checkpoint) const;
    [[nodiscard]] std::unexpected<Finding> locate() const;
    void append(const Digest& leaf, const std::string& agent);

    const Database& m_database;
    PublicKey m_key;
    const std::optional<Checkpoint>& m_known;
    std::string m_name;
    CompactRange m_range;   // of the entries walked over so far
    std::string m_previous; // hex leaf hash of the newest of them
    std::uint64_t m_epoch = 0;
    bool m_lastIsSigned = false;
    std::optional<StoredCheckpoint> m_newest;
    std::string m_newestHash;
    Digest m_newestRoot; // of the entries that the newest checkpoint covers
    std::optional<Digest> m_knownRoot;
    std::vector<std::vector<Digest>> m_nodes; // stored levels: 4, 8, …
    std::unordered_map<std::string, std::uint32_t> m_agents;
    std::vector<std::uint32_t> m_agentOf; // by position
};

} // namespace signalbox::audit
