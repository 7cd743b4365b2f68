// What was measured before this daemon started: the minute roll-ups of the past seven days, read once. Immutable after
// it is made; any thread.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "core/metrics/store.h"

namespace signalbox::server {

class PastMetrics {
public:
    PastMetrics() = default;

    explicit PastMetrics(std::vector<metrics::Series> minutes) : m_minutes(std::move(minutes)) {}

    // Puts the past before what is `live`: the answer of metrics::Store::query with the same bounds. A past bucket is
    // `step` long, at least a minute.
    [[nodiscard]] std::vector<metrics::Series> before(std::vector<metrics::Series> live, const std::string& agent,
                                                      WallTime from, WallTime to, std::chrono::seconds step) const;

private:
    std::vector<metrics::Series> m_minutes;
};

} // namespace signalbox::server
