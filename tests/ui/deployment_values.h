// Made-up deployments of an agent, one an hour. Values only.
#pragma once

#include <vector>

#include "core/protocol/messages.h"

namespace signalbox::uitest {

inline WallTime at(std::uint64_t minute) {
    return WallTime(std::chrono::milliseconds(1'767'225'600'000)) + std::chrono::minutes(minute);
}

inline std::vector<protocol::Deployment> deployments() {
    std::vector<protocol::Deployment> rows;
    for (std::uint64_t i = 1; i <= 8; ++i) {
        protocol::Deployment row;
        row.agent = "refunds";
        row.version = i % 2 == 0 ? "2.1.0" : "2.2.0";
        row.role = i % 2 == 0 ? traffic::Role::Stable : traffic::Role::Canary;
        row.weight = traffic::Weight::percent(static_cast<std::uint32_t>(i % 2 == 0 ? 100 - 5 * i : 5 * i));
        row.from = at(i * 60);
        if (i < 7)
            row.until = at((i + 2) * 60);
        row.actor = "release manager";
        row.action = i == 5 ? "release.pause" : "release.advance";
        row.reason = i == 3 ? "invented reason, with a comma and \"quotes\"" : "";
        row.sequence = i;
        rows.push_back(row);
    }
    return rows;
}

} // namespace signalbox::uitest
