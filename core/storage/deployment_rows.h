// Which version had which role and weight, from when to when, derived from the states before and after each audit
// entry. Pure; values; any thread. Entries that hold no agent's state change nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/audit/log.h"
#include "core/base/time.h"
#include "core/traffic/route_table.h"

namespace signalbox::storage {

struct DeploymentRow {
    std::string agent;
    std::string version; // SemVer text
    traffic::Role role = traffic::Role::Stable;
    traffic::Weight weight;
    WallTime from{};
    std::optional<WallTime> until; // absent: still so
    std::string actor;             // who began it, why and by which action
    std::string reason;
    std::string action;
    std::uint64_t sequence = 0; // audit entry that began it

    bool operator==(const DeploymentRow&) const = default;
};

struct DeploymentChange {
    WallTime at{};
    std::vector<traffic::Role> ended; // open rows of these roles end now
    std::vector<DeploymentRow> begun;
};

// `open`: the rows of the entry's agent that have not ended. Errors: Corrupt, when a state cannot be read.
[[nodiscard]] Result<DeploymentChange> changeBy(const audit::Entry& entry, const std::vector<DeploymentRow>& open);

// Applies the entries in the order of their numbers, from nothing.
[[nodiscard]] Result<std::vector<DeploymentRow>> rowsOf(std::vector<audit::Entry> entries);

} // namespace signalbox::storage
