// The part of the coordinator that lets time pass: what automation does, and how the clocks of steps are kept.
#include <algorithm>

#include "core/release/coordinator.h"

namespace signalbox::release {

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds noteEvery = 5s;

bool isLasting(const Error& error) {
    return error.kind == Errc::Corrupt || error.kind == Errc::NotFound || error.kind == Errc::Invalid;
}

std::string_view reasonFor(std::string_view action) {
    if (action == "release.complete")
        return "the observation is over";
    if (action == "release.start")
        return "the release that it waited for was completed";
    if (action == "release.queue_held")
        return "it cannot be started";
    return action == "conversations.moved" ? "their time is over" : "the plan advances by itself";
}

} // namespace

// Of the plan that the event is about.
std::optional<std::string> Coordinator::windowOf(const AgentState& state, const Event& event) const {
    const Plan* plan = movingPlan(state);
    if (const Start* start = std::get_if<Start>(&event))
        plan = &start->plan;
    else if (std::holds_alternative<Undo>(event) && state.undo && state.undo->release)
        plan = &state.undo->release->plan;
    return plan ? freezeAt(plan->freeze, m_clock.wall()) : std::nullopt;
}

std::vector<std::string> Coordinator::tick() {
    const Monotonic now = m_clock.monotonic();
    const Monotonic former = m_lastTick.value_or(now);
    m_lastTick = now;
    static_cast<void>(flushUnrecorded());
    if (!isInEffect() && !m_states.empty())
        static_cast<void>(repair());
    std::vector<std::string> names;
    for (const auto& [name, state] : m_states) {
        if (state.release || state.leaving || state.queued)
            names.push_back(name);
    }
    std::vector<std::string> changed;
    for (const std::string& name : names) {
        // A step that began between two ticks must not be given the time before it.
        Monotonic& counted = m_countedUntil[name];
        counted = std::max(counted, former);
        const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - counted);
        counted += elapsed; // what is left of a millisecond counts next time
        tickAgent(name, elapsed, changed);
    }
    return changed;
}

void Coordinator::tickAgent(const std::string& agent, std::chrono::milliseconds elapsed,
                            std::vector<std::string>& changed) {
    const AgentState before = m_states.at(agent);
    const auto decision = m_decide(before, Tick{elapsed},
                                   {.now = m_clock.wall(),
                                    .actor = std::string(automation),
                                    .reason = {},
                                    .expectedRevision = {},
                                    .evidence = evidenceOf(before),
                                    .window = windowOf(before, Tick{})});
    if (!decision)
        return;
    const AgentState counted = countTime(agent, elapsed);
    if (decision->action.empty())
        return;
    const CommandRequest request{.agent = agent,
                                 .event = Tick{elapsed},
                                 .actor = std::string(automation),
                                 .reason = std::string(reasonFor(decision->action)),
                                 .expectedRevision = {},
                                 .requestId = {}};
    const auto outcome = carryOut(request, counted, *decision);
    if (!outcome && decision->action == "release.start" && isLasting(outcome.error()))
        holdQueue(request, outcome.error());
    if (outcome || m_states.at(agent).revision != before.revision)
        changed.push_back(agent);
}

// What waits cannot start as long as its content is missing; trying again every second would only hide that.
void Coordinator::holdQueue(const CommandRequest& request, const Error& why) {
    const AgentState before = m_states.at(request.agent);
    if (!before.queued)
        return;
    AgentState after = before;
    after.queued->held = why.message;
    after.revision = before.revision + 1;
    after.lastChange = {.action = "release.queue_held", .actor = request.actor, .at = m_clock.wall()};
    CommandRequest held = request;
    held.reason = why.message;
    static_cast<void>(carryOut(
        held, before, {.after = std::move(after), .direction = Direction::Neutral, .action = "release.queue_held"}));
}

AgentState Coordinator::countTime(const std::string& agent, std::chrono::milliseconds elapsed) {
    const AgentState before = m_states.at(agent);
    AgentState counted = before;
    if (counted.leaving)
        counted.leaving->remaining = std::max(counted.leaving->remaining - elapsed, 0ms);
    if (counted.release && !counted.release->paused)
        counted.release->inStep += elapsed;
    m_states[agent] = counted;
    if (!counted.release)
        return counted;
    // Noted before anything is tried: a move that fails must not cost the time that earned it. While something waits to
    // be recorded, the journal's newest state is another one.
    auto& unnoted = m_noted[agent];
    unnoted += counted.release->inStep - before.release->inStep;
    if (unnoted >= noteEvery && m_unrecorded.empty()) {
        unnoted = 0ms;
        m_journal.noteProgress(agent, counted.release->id, counted.release->inStep);
    }
    return counted;
}

} // namespace signalbox::release
