#include "core/metrics/ring.h"

#include <algorithm>

namespace signalbox::metrics {

Ring::Ring(std::chrono::seconds length, std::int64_t capacity) : m_length(length), m_capacity(capacity) {}

std::int64_t Ring::numberOf(WallTime time) const {
    return std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count() / m_length.count();
}

std::deque<Ring::Slot>::const_iterator Ring::from(std::int64_t number) const {
    return std::ranges::lower_bound(m_slots, number, {}, &Slot::number);
}

Ring::Slot* Ring::slotAt(WallTime time) {
    const std::int64_t number = numberOf(time);
    if (m_slots.empty() || number > m_slots.back().number) {
        if (!m_slots.empty())
            m_slots.back().bucket.pack();
        m_slots.push_back({.number = number, .bucket = {}});
        trim(time);
        return &m_slots.back();
    }
    if (number <= m_slots.back().number - m_capacity)
        return nullptr;
    auto slot = m_slots.begin() + (from(number) - m_slots.cbegin());
    if (slot->number != number)
        slot = m_slots.insert(slot, {.number = number, .bucket = {}});
    return &*slot;
}

void Ring::trim(WallTime newest) {
    const std::int64_t oldest = numberOf(newest) - m_capacity + 1;
    while (!m_slots.empty() && m_slots.front().number < oldest)
        m_slots.pop_front();
}

void Ring::forgetAfter(WallTime time) {
    while (!m_slots.empty() && m_slots.back().number > numberOf(time))
        m_slots.pop_back();
}

} // namespace signalbox::metrics
