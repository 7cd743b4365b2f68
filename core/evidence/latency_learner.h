// Learns where slowness begins from stable's first requests, where nothing is known of its past: then the levels are
// frozen, and only what comes later is counted. As the levels do not depend on what they judge, the test stays valid.
// Pure; one owner; goes on with the same bits after toJson/fromJson.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include <QJsonArray>

#include "core/evidence/guard_set.h"

namespace signalbox::evidence {

class LatencyLearner {
public:
    static constexpr std::size_t needed = 200; // requests: enough for a 90th percentile

    void take(std::chrono::microseconds latency); // of stable; ignored once there are enough

    [[nodiscard]] bool isDone() const { return m_seen.size() >= needed; }

    // nullopt until it is done.
    [[nodiscard]] std::optional<Baseline::Latency> baseline() const;

    [[nodiscard]] QJsonArray toJson() const;              // µs
    [[nodiscard]] bool fromJson(const QJsonArray& array); // false: it cannot be read

private:
    std::vector<std::int64_t> m_seen; // µs
};

} // namespace signalbox::evidence
