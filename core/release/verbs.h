// The verbs of the controller, one function each: state → decision. Revision and record keeping are done by decide().
// Inside core/release only. Pure.
#pragma once

#include "core/release/controller.h"

namespace signalbox::release {

[[nodiscard]] Result<Decision> adopt(AgentState state, const Adopt& event);
[[nodiscard]] Result<Decision> start(AgentState state, const Start& event, const Context& context);
[[nodiscard]] Result<Decision> startQueued(AgentState state, const Context& context);
[[nodiscard]] Result<Decision> unqueue(AgentState state);
// Of a tick without a release: what waits is started, or held when it cannot be.
[[nodiscard]] Decision nextOfQueue(AgentState state, const Context& context);

[[nodiscard]] Result<Decision> advanceStep(AgentState state, const Context& context);
[[nodiscard]] Result<Decision> approve(AgentState state, const Context& context);
[[nodiscard]] Result<Decision> pause(AgentState state, const Context& context);
[[nodiscard]] Result<Decision> resume(AgentState state);
[[nodiscard]] Result<Decision> stepBack(AgentState state);
[[nodiscard]] Result<Decision> promote(AgentState state, const Context& context);
[[nodiscard]] Result<Decision> tick(AgentState state, const Tick& event, const Context& context);

[[nodiscard]] Result<Decision> gate(AgentState state, const Gate& event, const Context& context);

[[nodiscard]] Result<Decision> abort(AgentState state);
[[nodiscard]] Result<Decision> rollBack(AgentState state, const RollBack& event, const Context& context);
[[nodiscard]] Result<Decision> alarm(AgentState state, const Alarm& event, const Context& context);
[[nodiscard]] Result<Decision> freezeNow(AgentState state, const Context& context);
[[nodiscard]] Result<Decision> unfreeze(AgentState state);
[[nodiscard]] Result<Decision> undo(AgentState state);
[[nodiscard]] Result<Decision> unquarantine(AgentState state, const Unquarantine& event);

// Whether the release was started by who acts now.
[[nodiscard]] bool isOwn(const AgentState& state, const Context& context);
// The candidate becomes stable; the release ends.
[[nodiscard]] Decision complete(AgentState state);
// The first phase or the next step; to observing at 100 %.
void enterStep(Release& release, std::size_t step);

// To the shadow phase or the first step.
void leaveTests(Release& release);

void rememberGood(AgentState& state, const agents::VersionRef& version);
// The release waits: a conflict with its present state, which names what holds it.
[[nodiscard]] std::unexpected<Error> refuseHeld(std::string code, std::string message, std::string hint);
[[nodiscard]] std::unexpected<Error> refuse(std::string code, std::string message, std::string hint);
[[nodiscard]] std::unexpected<Error> refuseIdle(const AgentState& state, std::string_view verb);

} // namespace signalbox::release
