#include "core/versions/nearest.h"

#include <algorithm>
#include <bit>

namespace signalbox::versions {

namespace {

constexpr std::size_t largestSet = 64;

} // namespace

NearestVersions::NearestVersions(std::uint32_t agents, std::size_t versions)
    : m_levels(static_cast<int>(std::bit_width(agents))),
      m_parents(versions),
      m_order(versions, 0),
      m_mark(versions, 0) {}

NearestVersions::State NearestVersions::addNode(Node node) {
    m_nodes.push_back(node);
    return static_cast<State>(m_nodes.size() - 1);
}

NearestVersions::State NearestVersions::published(State before, std::uint32_t agent, std::uint32_t version) {
    m_order[version] = ++m_published;
    return insert(before, m_levels, agent, version);
}

NearestVersions::State NearestVersions::insert(State node, int level, std::uint32_t agent, std::uint32_t version) {
    Node copy = m_nodes[node];
    if (level == 0) {
        m_parents[version] = m_sets[copy.left];
        m_sets.push_back({version});
        copy.left = static_cast<State>(m_sets.size() - 1);
    } else if (((agent >> static_cast<unsigned>(level - 1)) & 1U) != 0) {
        copy.right = insert(copy.right, level - 1, agent, version);
    } else {
        copy.left = insert(copy.left, level - 1, agent, version);
    }
    return addNode(copy);
}

NearestVersions::State NearestVersions::merged(State a, State b) {
    return merge(a, b, m_levels);
}

NearestVersions::State NearestVersions::merge(State a, State b, int level) {
    if (a == b || b == nothing)
        return a;
    if (a == nothing)
        return b;
    if (m_budget == 0)
        return a;
    --m_budget;
    const Node left = m_nodes[a];
    const Node right = m_nodes[b];
    if (level == 0) {
        const State set = mergeSets(left.left, right.left);
        return set == left.left ? a : set == right.left ? b : addNode({set, nothing});
    }
    const Node node{merge(left.left, right.left, level - 1), merge(left.right, right.right, level - 1)};
    // Where one side has all that the other has, it is kept, so that later merges see at once that nothing differs.
    if (node.left == left.left && node.right == left.right)
        return a;
    if (node.left == right.left && node.right == right.right)
        return b;
    return addNode(node);
}

NearestVersions::State NearestVersions::mergeSets(State a, State b) {
    if (m_sets[a] == m_sets[b])
        return a;
    Set all;
    std::ranges::set_union(m_sets[a], m_sets[b], std::back_inserter(all));
    if (all.size() > largestSet)
        return a;
    Set kept;
    for (const std::uint32_t one : all)
        if (std::ranges::none_of(all, [&](std::uint32_t other) { return other != one && isAncestor(one, other); }))
            kept.push_back(one);
    if (kept == m_sets[a])
        return a;
    if (kept == m_sets[b])
        return b;
    m_sets.push_back(std::move(kept));
    return static_cast<State>(m_sets.size() - 1);
}

bool NearestVersions::isAncestor(std::uint32_t ancestor, std::uint32_t version) {
    if (m_order[ancestor] >= m_order[version])
        return false;
    ++m_search;
    std::vector<std::uint32_t> waiting{version};
    while (!waiting.empty() && m_budget > 0) {
        const std::uint32_t at = waiting.back();
        waiting.pop_back();
        for (const std::uint32_t parent : m_parents[at]) {
            if (parent == ancestor)
                return true;
            if (m_order[parent] > m_order[ancestor] && m_mark[parent] != m_search) {
                m_mark[parent] = m_search;
                waiting.push_back(parent);
                --m_budget;
                if (m_budget == 0)
                    break;
            }
        }
    }
    return false;
}

} // namespace signalbox::versions
