// The newest N slots of one length, holding only those that have data. Owned by the store, under its lock.
// Slots are numbered by wall time / length. What is older than the newest slot - N is dropped.
#pragma once

#include <cstdint>
#include <deque>

#include "core/metrics/store.h"

namespace signalbox::metrics {

class Ring {
public:
    struct Slot {
        std::int64_t number = 0;
        Bucket bucket;
    };

    Ring(std::chrono::seconds length, std::int64_t capacity);

    // An Observation or a Label.
    template <class Value> void add(WallTime time, const Value& value) {
        if (Slot* slot = slotAt(time)) {
            slot->bucket.add(value);
            if (slot != &m_slots.back())
                slot->bucket.pack();
        }
    }

    // Drops what lies before the horizon of a newer time, also when this series itself has been silent since.
    void trim(WallTime newest);
    void forgetAfter(WallTime time);

    [[nodiscard]] std::chrono::seconds length() const { return m_length; }

    [[nodiscard]] std::chrono::seconds span() const { return m_length * m_capacity; }

    [[nodiscard]] std::int64_t numberOf(WallTime time) const;

    [[nodiscard]] WallTime timeOf(const Slot& slot) const { return WallTime{m_length * slot.number}; }

    [[nodiscard]] const std::deque<Slot>& slots() const { return m_slots; }

    // The first slot with at least this number.
    [[nodiscard]] std::deque<Slot>::const_iterator from(std::int64_t number) const;

private:
    [[nodiscard]] Slot* slotAt(WallTime time); // made when there is none; nullptr: the ring does not reach back so far

    std::chrono::seconds m_length;
    std::int64_t m_capacity;
    std::deque<Slot> m_slots; // rising; all but the last are packed
};

} // namespace signalbox::metrics
