#include "core/versions/history.h"

#include <string_view>

#include "core/versions/git.h"
#include "core/versions/nearest.h"

namespace signalbox::versions {

namespace {

constexpr std::size_t mostCommits = 4'000'000;
constexpr std::size_t largestCommit = 1024 * 1024;

// Takes "key <hex>\n" off the front of a raw commit.
bool takeId(std::string_view& text, std::string_view key, git_oid& id) {
    const std::size_t length = key.size() + 1 + GIT_OID_SHA1_HEXSIZE + 1;
    if (text.size() < length || !text.starts_with(key) || text[key.size()] != ' ' || text[length - 1] != '\n' ||
        git_oid_fromstrn(&id, text.data() + key.size() + 1, GIT_OID_SHA1_HEXSIZE) != 0)
        return false;
    text.remove_prefix(length);
    return true;
}

} // namespace

std::uint32_t History::load(const git_oid& commit) {
    std::vector<std::uint32_t> waiting;
    const std::uint32_t index = add(commit, waiting);
    if (waiting.empty() && index != none && !m_commits[index].readable)
        waiting.push_back(index); // it may have been fetched since
    while (!waiting.empty()) {
        const std::uint32_t next = waiting.back();
        waiting.pop_back();
        read(next, m_ids[next], waiting);
    }
    return index != none && m_commits[index].readable ? index : none;
}

std::uint32_t History::add(const git_oid& id, std::vector<std::uint32_t>& waiting) {
    if (const auto known = m_indexes.find(id); known != m_indexes.end())
        return known->second;
    if (m_commits.size() >= mostCommits)
        return none;
    const auto index = static_cast<std::uint32_t>(m_commits.size());
    m_indexes.emplace(id, index);
    m_commits.emplace_back();
    m_ids.push_back(id);
    waiting.push_back(index);
    return index;
}

void History::read(std::uint32_t index, const git_oid& id, std::vector<std::uint32_t>& waiting) {
    git::RawObjectHandle object;
    if (git_odb_read(git::out(object), m_database, &id) != 0 ||
        git_odb_object_type(object.get()) != GIT_OBJECT_COMMIT || git_odb_object_size(object.get()) > largestCommit)
        return;
    std::string_view text(static_cast<const char*>(git_odb_object_data(object.get())),
                          git_odb_object_size(object.get()));
    Commit commit;
    if (!takeId(text, "tree", commit.tree))
        return;
    std::vector<std::uint32_t> parents;
    git_oid parent;
    while (takeId(text, "parent", parent))
        if (const std::uint32_t added = add(parent, waiting); added != none)
            parents.push_back(added);
    commit.readable = true;
    commit.firstParent = static_cast<std::uint32_t>(m_parents.size());
    commit.parentCount = static_cast<std::uint32_t>(parents.size());
    m_parents.insert(m_parents.end(), parents.begin(), parents.end());
    m_commits[index] = commit;
}

std::vector<std::uint32_t> History::parentsFirst() const {
    std::vector<std::uint32_t> order;
    order.reserve(m_commits.size());
    std::vector<std::uint32_t> nextParent(m_commits.size(), 0);
    std::vector<bool> entered(m_commits.size(), false);
    std::vector<std::uint32_t> path;
    for (std::uint32_t start = 0; start < m_commits.size(); ++start) {
        if (entered[start])
            continue;
        entered[start] = true;
        path.push_back(start);
        while (!path.empty()) {
            const std::uint32_t at = path.back();
            const Commit& commit = m_commits[at];
            if (nextParent[at] == commit.parentCount) {
                order.push_back(at);
                path.pop_back();
                continue;
            }
            const std::uint32_t parent = m_parents[commit.firstParent + nextParent[at]++];
            if (!entered[parent]) { // ids are hashes of contents, so that a parent can't be on the path
                entered[parent] = true;
                path.push_back(parent);
            }
        }
    }
    return order;
}

std::vector<std::vector<std::uint32_t>> History::nearestAncestors(const std::vector<Tagged>& versions) const {
    // Versions of one commit as a list, in the order given.
    std::vector<std::uint32_t> first(m_commits.size(), none);
    std::vector<std::uint32_t> following(versions.size(), none);
    std::uint32_t agents = 0;
    for (auto i = static_cast<std::uint32_t>(versions.size()); i-- > 0;) {
        following[i] = first[versions[i].commit];
        first[versions[i].commit] = i;
        agents = std::max(agents, versions[i].agent + 1);
    }
    NearestVersions nearest(agents, versions.size());
    std::vector<NearestVersions::State> states(m_commits.size(), NearestVersions::nothing);
    for (const std::uint32_t at : parentsFirst()) {
        const Commit& commit = m_commits[at];
        auto state = NearestVersions::nothing;
        for (std::uint32_t i = 0; i < commit.parentCount; ++i)
            state = nearest.merged(state, states[m_parents[commit.firstParent + i]]);
        for (std::uint32_t version = first[at]; version != none; version = following[version])
            state = nearest.published(state, versions[version].agent, version);
        states[at] = state;
    }
    return nearest.takeParents();
}

} // namespace signalbox::versions
