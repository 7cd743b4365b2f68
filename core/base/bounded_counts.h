// Counts by key, with a bound on how many keys there are: what finds no place any more counts under a key that the
// caller names for the rest, so that a hostile source of keys can fill neither memory nor a monitoring system. Value;
// one owner.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>

namespace signalbox {

template <class Key> class BoundedCounts {
public:
    explicit BoundedCounts(std::size_t most) : m_most(most) {}

    // `rest` always has a place: so many keys for the rest as callers name may come on top of the bound.
    void add(const Key& key, const Key& rest, std::uint64_t times = 1) {
        const auto known = m_counts.find(key);
        if (known != m_counts.end())
            known->second += times;
        else
            m_counts[m_counts.size() < m_most ? key : rest] += times;
    }

    [[nodiscard]] const std::map<Key, std::uint64_t>& counts() const { return m_counts; }

private:
    std::size_t m_most;
    std::map<Key, std::uint64_t> m_counts;
};

} // namespace signalbox
