// The data plane as the release controller sees it: apply a table, say what is in effect. The embedded gateway is the
// first implementation; drivers of existing data planes follow. Called from the control thread only; may block it
// until the effect has been observed.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/traffic/route_table.h"
#include "core/traffic/unit_shares.h"

namespace signalbox::traffic {

struct Applied {
    std::uint64_t revision = 0;                  // of the table now in effect
    std::chrono::microseconds effectiveAfter{0}; // from the call until no request starts on the former table
};

class TrafficPlane {
public:
    TrafficPlane() = default;
    TrafficPlane(const TrafficPlane&) = delete;
    TrafficPlane& operator=(const TrafficPlane&) = delete;
    virtual ~TrafficPlane() = default;

    // Returns only after the table is in effect in the data path: no later request is answered by the former one.
    [[nodiscard]] virtual Result<Applied> apply(RouteTablePtr table) = 0;
    // What the data path uses at this moment; null before the first apply().
    [[nodiscard]] virtual RouteTablePtr observed() const = 0;

    // Sticky units that the agent's canary has answered within the last ten minutes: what a roll back would move.
    // nullopt: this data plane does not know. A few seconds old at most.
    [[nodiscard]] virtual std::optional<std::uint64_t> conversations(const std::string& agent) const {
        static_cast<void>(agent);
        return std::nullopt;
    }

    // How the agent's requests spread over units lately. nullopt: this data plane does not know. A few seconds old at
    // most.
    [[nodiscard]] virtual std::optional<AgentUnits> units(const std::string& agent) const {
        static_cast<void>(agent);
        return std::nullopt;
    }
};

} // namespace signalbox::traffic
