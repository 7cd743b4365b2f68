// Remembers which version the newest requests were assigned, so that what is learned about an answer later can be
// counted where it belongs. Bounded: the oldest are forgotten. Owned by the gateway's plane; I/O thread only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/time.h"
#include "core/gateway/prepared.h"
#include "core/gateway/routing.h"

namespace signalbox::gateway {

class FeedbackBook {
public:
    struct Entry {
        std::uint64_t number = 0; // of the request; 0: empty
        PreparedPtr version;
        traffic::Role role = traffic::Role::Stable;
        traffic::Weight weight;
        std::uint64_t unit = 0;
        WallTime asked{};
    };

    // `requests`: how many are remembered. All room is taken at once: no request pays for growth.
    explicit FeedbackBook(std::size_t requests) : m_entries(requests) {}

    // `number` rises from request to request.
    void remember(std::uint64_t number, const Assigned& assigned, WallTime asked);
    // nullptr: forgotten, or there was none.
    [[nodiscard]] const Entry* find(std::uint64_t number) const;

private:
    std::vector<Entry> m_entries; // by the number's remainder; the oldest place is used again
};

} // namespace signalbox::gateway
