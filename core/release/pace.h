// How fast a release goes: ready-made ramps that a plan can take, so that nobody has to make one to be careful. What
// else the plan says (guardrails, gates, freeze windows, conversations, comparison) stays. Values; any thread.
#pragma once

#include <array>
#include <optional>

#include "core/release/plan.h"

namespace signalbox::release {

// Careful: smaller shares first, each for twice as long, an approval before all requests. Usual: as the agent's
// release.yaml says. LowTraffic: few steps of a day or more and a long watch, where waiting for evidence would take
// weeks; no shadow, whose few pairs would say little.
enum class Pace { Careful, Usual, LowTraffic };

inline constexpr std::array allPaces{Pace::Careful, Pace::Usual, Pace::LowTraffic};

// `plan` at this pace; `agents` is the agent's own plan. Allowed (checkPlan) where both are.
[[nodiscard]] Plan atPace(Plan plan, Pace pace, const Plan& agents);
// Whose ramp this is; of two that are alike, Usual. The shadow is no part of it.
[[nodiscard]] std::optional<Pace> paceOf(const Plan& plan, const Plan& agents);

} // namespace signalbox::release
