// For each commit, the nearest versions of every agent at or below it, as a persistent binary trie over agents: a
// commit shares with its parent all that its own tags do not change. A merge costs what differs between its sides; what
// all merges together may cost is bounded, so that a tangled or hostile graph can't hold up a list. Pure; one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace signalbox::versions {

class NearestVersions {
public:
    using State = std::uint32_t;
    static constexpr State nothing = 0;

    NearestVersions(std::uint32_t agents, std::size_t versions);

    // After a commit that carries this version: it alone is nearest for its agent; what was nearest are its parents.
    State published(State before, std::uint32_t agent, std::uint32_t version);
    // After a commit with two parents: both sides' nearest, without those that are ancestors of another one.
    State merged(State a, State b);

    [[nodiscard]] std::vector<std::vector<std::uint32_t>> takeParents() { return std::move(m_parents); }

private:
    struct Node { // an inner node's children, or in the last level the index of a set in `left`
        State left = nothing;
        State right = nothing;
    };

    using Set = std::vector<std::uint32_t>; // versions, rising

    State insert(State node, int level, std::uint32_t agent, std::uint32_t version);
    State merge(State a, State b, int level);
    State mergeSets(State a, State b);
    [[nodiscard]] bool isAncestor(std::uint32_t ancestor, std::uint32_t version);
    State addNode(Node node);

    int m_levels = 0;
    std::size_t m_budget = 20'000'000; // steps of merging
    std::vector<Node> m_nodes{{}};     // 0 is nothing
    std::vector<Set> m_sets{{}};
    std::vector<Set> m_parents;         // by version
    std::vector<std::uint32_t> m_order; // by version: when it was published; ancestors come earlier
    std::vector<std::uint32_t> m_mark;  // by version: the last search that saw it
    std::uint32_t m_published = 0;
    std::uint32_t m_search = 0;
};

} // namespace signalbox::versions
