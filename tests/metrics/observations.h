// Observations of one agent at moments that a test names.
#pragma once

#include <string>

#include "core/metrics/store.h"

namespace signalbox::metrics {

inline const WallTime start{
    std::chrono::seconds{1'767'225'600}}; // 2026-01-01T00:00:00Z, a multiple of every ring's slot

inline Observation at(std::chrono::milliseconds offset, const std::string& version = "1.0.0") {
    Observation observation;
    observation.agent = "refunds";
    observation.version = version;
    observation.started = Monotonic{} + std::chrono::hours{1} + offset;
    observation.startedWall = start + offset;
    observation.latency = std::chrono::microseconds{0};
    return observation;
}

} // namespace signalbox::metrics
