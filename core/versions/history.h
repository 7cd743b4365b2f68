// The commit graph behind the tags, and in it the nearest tagged ancestors of every version: one walk for all agents.
// Commits are read once and kept, so that the next look only reads what is new. Private to core/versions; one thread.
#pragma once

#include <cstdint>
#include <cstring>
#include <unordered_map>
#include <vector>

#include <git2/odb.h>

namespace signalbox::versions {

struct ObjectIdHash {
    std::size_t operator()(const git_oid& id) const noexcept {
        std::size_t value = 0;
        std::memcpy(&value, id.id, sizeof(value)); // already a hash
        return value;
    }
};

struct ObjectIdEqual {
    bool operator()(const git_oid& a, const git_oid& b) const noexcept {
        return std::memcmp(a.id, b.id, GIT_OID_SHA1_SIZE) == 0;
    }
};

class History {
public:
    static constexpr std::uint32_t none = UINT32_MAX;

    explicit History(git_odb* database) : m_database(database) {}

    // Reads the commit and all its ancestors that can be read (a shallow clone ends early). `none` when the commit
    // itself is missing or no commit.
    std::uint32_t load(const git_oid& commit);

    [[nodiscard]] const git_oid& treeOf(std::uint32_t commit) const { return m_commits[commit].tree; }

    struct Tagged {               // one version
        std::uint32_t agent = 0;  // index of the agent
        std::uint32_t commit = 0; // from load()
    };

    // For each version the indexes of its nearest tagged ancestors of the same agent. Of several versions of an agent
    // at one commit each follows the one before it in `versions`. Stops adding parents when a tangled graph costs too
    // much.
    [[nodiscard]] std::vector<std::vector<std::uint32_t>> nearestAncestors(const std::vector<Tagged>& versions) const;

private:
    struct Commit {
        git_oid tree{};
        std::uint32_t firstParent = 0; // into m_parents
        std::uint32_t parentCount = 0;
        bool readable = false;
    };

    std::uint32_t add(const git_oid& id, std::vector<std::uint32_t>& waiting);
    void read(std::uint32_t index, const git_oid& id, std::vector<std::uint32_t>& waiting);
    [[nodiscard]] std::vector<std::uint32_t> parentsFirst() const;

    git_odb* m_database;
    std::vector<Commit> m_commits;
    std::vector<git_oid> m_ids;
    std::vector<std::uint32_t> m_parents;
    std::unordered_map<git_oid, std::uint32_t, ObjectIdHash, ObjectIdEqual> m_indexes;
};

} // namespace signalbox::versions
