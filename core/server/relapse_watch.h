// After a guardrail has rolled an agent back: whether the version it went back to is bad as well. Looks at what stable
// has answered since, against the hard limits of the plan, with exact bounds. Pure; any thread.
#pragma once

#include <optional>
#include <string>

#include "core/base/time.h"
#include "core/metrics/store.h"
#include "core/release/state.h"

namespace signalbox::server {

struct Relapse {
    std::string guard;    // "error_rate"
    std::string sentence; // for the record and for people
};

// The moment since which stable is watched, while it is: an hour after automation's roll back, until a person acts.
[[nodiscard]] std::optional<WallTime> watchedSince(const release::AgentState& state, WallTime now);
// `answered`: all series of the agent since then. nullopt: nothing is proven.
[[nodiscard]] std::optional<Relapse> relapseOf(const release::AgentState& state,
                                               const std::vector<metrics::Series>& answered);

} // namespace signalbox::server
