// What a release is judged by: its plan's guardrails, and stable's past as the gateway measured it. Pure; any thread.
#pragma once

#include <vector>

#include "core/evidence/guard_set.h"
#include "core/evidence/unit_outcome.h"
#include "core/metrics/store.h"
#include "core/release/state.h"

namespace signalbox::server {

// `past`: series of the agent over the time that stands for "before". Two guardrails of one metric get names of their
// own ("error_rate", "error_rate/pause"). A metric that cannot be judged is left out; its limit is still drawn.
[[nodiscard]] evidence::GuardSet guardSetOf(const release::Release& release, const std::vector<metrics::Series>& past);

// One observation as the judge takes it; `elapsed`: since the release began.
[[nodiscard]] evidence::UnitOutcome outcomeOf(const metrics::Observation& seen, std::chrono::milliseconds elapsed);
// The same for one that is still in flight.
[[nodiscard]] evidence::UnitOutcome hangingOutcomeOf(const metrics::Observation& seen,
                                                     std::chrono::milliseconds elapsed);

// What was learned later about an answered request.
[[nodiscard]] evidence::UnitOutcome labelledOutcomeOf(const metrics::Label& label, std::chrono::milliseconds elapsed);

} // namespace signalbox::server
