// One line of plain English about an action: "started 2.2.0 at 5 % beside 2.1.0". For the summaries of the audit log
// and of signalboxctl; the console words and translates its own. Pure; any thread. Names of versions only, no actor, no
// reason: the caller shows those beside it, made visible.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/release/coordinator.h"

namespace signalbox::release {

[[nodiscard]] std::string describe(std::string_view action, const std::optional<AgentState>& before,
                                   const AgentState& after);
[[nodiscard]] std::string describe(const Record& record);
// What answers now: "2.1.0 answers 95 %, canary 2.2.0 5 %".
[[nodiscard]] std::string describeTraffic(const AgentState& state);

// What waits: "2.3.0 is queued by ana: it starts when 2.2.0 is completed"; empty: nothing does. Names who queued it,
// and why it does not start; make those visible.
[[nodiscard]] std::string describeQueue(const AgentState& state);

} // namespace signalbox::release
