// What was measured before this daemon started: the minute roll-ups of the past seven days, read once. Immutable after
// it is made; any thread. A point of the past is as long as what was counted in it: never beyond this daemon's start,
// nor into the first bucket of its own.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "core/metrics/store.h"

namespace signalbox::server {

class PastMetrics {
public:
    PastMetrics() = default;

    // `countedFrom`: when this daemon began to count.
    PastMetrics(std::vector<metrics::Series> minutes, WallTime countedFrom)
        : m_minutes(std::move(minutes)),
          m_countedFrom(countedFrom) {}

    [[nodiscard]] WallTime countedFrom() const { return m_countedFrom; }

    // Puts the past before what is `live`: the answer of metrics::Store::query with the same bounds. A past bucket is
    // `step` long, at least a minute, and says so.
    [[nodiscard]] std::vector<metrics::Series> before(std::vector<metrics::Series> live, const std::string& agent,
                                                      WallTime from, WallTime to, std::chrono::seconds step) const;

private:
    std::vector<metrics::Series> m_minutes;
    WallTime m_countedFrom = WallTime::max();
};

} // namespace signalbox::server
