// What must hold after every event of a simulated history; the events themselves are in simulation.cpp.
#include <algorithm>
#include <format>

#include "tests/release/simulation.h"

namespace signalbox::release::testing {

using namespace std::chrono_literals;

namespace {

traffic::Weight canaryWeightIn(const traffic::RouteTable& table) {
    const auto route = table.routes().find(agentName);
    return route == table.routes().end() || !route->second.canary ? traffic::Weight{} : route->second.canaryWeight;
}

bool isSafer(const Event& event) {
    return std::holds_alternative<RollBack>(event) || std::holds_alternative<Abort>(event) ||
           std::holds_alternative<Pause>(event) || std::holds_alternative<StepBack>(event);
}

bool isQueued(const AgentState& before, const Event& event) {
    const Start* start = std::get_if<Start>(&event);
    return start && before.release && start->plan.whenRunning == WhenRunning::Queue;
}

bool movesForward(const AgentState& before, const Event& event) {
    return (std::holds_alternative<Start>(event) && !isQueued(before, event)) ||
           std::holds_alternative<StartQueued>(event) || std::holds_alternative<AdvanceStep>(event) ||
           std::holds_alternative<Resume>(event) || std::holds_alternative<Promote>(event) ||
           std::holds_alternative<Undo>(event);
}

// Whether the units 0 … 99 all get the stable version.
bool onlyStableAnswers(const traffic::RouteTable& table, const agents::VersionRef& stable) {
    for (int i = 0; i < 100; ++i) {
        const auto choice = table.choose(agentName, "user-" + std::to_string(i));
        if (!choice || choice->role != traffic::Role::Stable || choice->arm->version != stable)
            return false;
    }
    return true;
}

} // namespace

void Simulation::afterCommand(const CommandRequest& request, const AgentState& before,
                              const Result<CommandOutcome>& outcome) {
    const Event& event = request.event;
    const AgentState& after = *m_coordinator->state(agentName);
    const bool isRollBack = std::holds_alternative<RollBack>(event);
    const Alarm* alarm = std::get_if<Alarm>(&event);
    const bool concerned = alarm && before.release && before.release->id == alarm->releaseId;
    const bool mustRollBack = isRollBack ? !std::get<RollBack>(event).target && before.release.has_value()
                                         : concerned && alarm->action == GuardAction::RollBack && !before.freeze &&
                                               alarm->subject == Alarm::Subject::Candidate;
    if (!outcome) {
        if (outcome.error().message.empty())
            violation("I2 an error without a sentence");
        if (outcome.error().code == "not_applied" && after.revision > before.revision)
            ++m_counts.takenBack;
        else if (routingOf(after) != routingOf(before))
            violation("I9 a refused command changed the weights");
        // I3: with a release running, only a data plane that refuses can stand in the way of a roll back.
        if (mustRollBack && !m_planeSick)
            violation("I3 a roll back of a running release failed: " + outcome.error().message);
        return;
    }
    // I9: what was decided on an old screen is never carried out.
    if (!isRollBack && !alarm && request.expectedRevision != before.revision)
        violation("I9 a command with an old revision was carried out");
    if (movesForward(before, event) && before.freeze && !request.breakGlass)
        violation("I4 a frozen agent moved forward");
    if (const std::string held = heldByNow(before);
        !held.empty() && !request.breakGlass && after.revision != before.revision &&
        (std::holds_alternative<AdvanceStep>(event) || std::holds_alternative<Promote>(event)))
        violation("I5 a person moved forward against what holds: " + held);
    if (std::holds_alternative<Approve>(event) && after.revision != before.revision &&
        (before.release->startedBy == request.actor) !=
            (after.lastChange.ownApproval && before.release->plan.ownApproval == OwnApproval::Allowed))
        violation("I5 a release was approved by who started it");
    if (after.lastChange.breakGlass && after.revision != before.revision && !request.breakGlass)
        violation("I4 glass was broken that nobody broke");
    if (isSafer(event) || concerned || routingOf(before) != routingOf(after))
        checkAcknowledged(after);
    if (outcome->recordFailure)
        ++m_counts.unrecorded;
    promise(*outcome);
    if (const Start* start = std::get_if<Start>(&event)) {
        if (m_startIsBroken)
            violation("I6 a plan that guards nothing was started");
        if (isQuarantined(before, start->candidate))
            violation("I4 a quarantined version was started");
        isQueued(before, event) ? afterQueueing(*start, before, after) : afterStart(*start, before, after);
    }
    checkQueue(before, after, event);
    if (std::holds_alternative<StartQueued>(event) &&
        (before.release || !before.queued || after.release->id != before.queued->releaseId ||
         isQuarantined(before, before.queued->candidate)))
        violation("I14 another release started than was queued");
    if (alarm)
        afterAlarm(*alarm, before, after);
    else if (after.revision != before.revision)
        m_automationActed = false;
    if (mustRollBack || isRollBack)
        checkRollBack(before, *outcome);
    if (std::holds_alternative<Abort>(event) && after.revision != before.revision)
        checkConversations(before, after);
}

void Simulation::afterStart(const Start& start, const AgentState& before, const AgentState& after) {
    if (after.release->inStep != 0ms || after.release->id != start.releaseId || after.release->approved ||
        !after.release->gates.empty())
        violation("I14 a new release began with the evidence of an old one");
    if (after.release->plan != start.plan || after.release->candidate != start.candidate)
        violation("I14 another plan or candidate runs than was given");
    if (before.release &&
        (start.plan.whenRunning != WhenRunning::Supersede || before.release->phase == Phase::Observing))
        violation("I14 a release was replaced by another");
    if (!start.plan.gates.empty() && routingOf(after).canary)
        violation("I5 a candidate got traffic in front of its gates");
}

void Simulation::afterAlarm(const Alarm& alarm, const AgentState& before, const AgentState& after) {
    const bool runs = before.release && before.release->id == alarm.releaseId;
    const bool ended = alarm.subject == Alarm::Subject::Stable && !before.release && before.undo &&
                       before.undo->release && before.undo->release->id == alarm.releaseId;
    if (!runs && !ended && after != before)
        violation("I14 an alarm about another release changed this one");
    if (after.revision == before.revision)
        return;
    ++m_counts.alarms;
    m_automationActed = true;
    if (routingOf(after).canaryWeight > routingOf(before).canaryWeight)
        violation("I4 an alarm made traffic riskier");
    if (before.freeze)
        violation("I4 automation acted on a frozen agent");
    // Both are bad: nobody is moved to and fro.
    if (alarm.subject == Alarm::Subject::Stable && (!after.freeze || routingOf(after) != routingOf(before)))
        violation("I4 a bad target did not freeze the agent");
    m_counts.freezes += after.freeze && !before.freeze ? 1 : 0;
}

// I16: acknowledged means in effect.
void Simulation::checkAcknowledged(const AgentState& after) {
    const auto table = m_plane->observed();
    const Routing intended = routingOf(after);
    const auto route = table->routes().find(agentName);
    if (route == table->routes().end() || route->second.stable.version != intended.stable ||
        route->second.canary.has_value() != intended.canary.has_value() ||
        route->second.canaryWeight != intended.canaryWeight)
        violation("I16 acknowledged, but the data path does something else");
}

void Simulation::checkRollBack(const AgentState& before, const CommandOutcome& outcome) {
    ++m_counts.rollBacks;
    const AgentState& after = outcome.after;
    // I1: counted in the data path, not read from the state.
    if (!onlyStableAnswers(*m_plane->observed(), after.stable))
        violation("I1 another version answered after a roll back was acknowledged");
    if (after.release || isQuarantined(after, after.stable))
        violation("I2 a roll back did not end at a good version");
    if (before.release && !isQuarantined(after, before.release->candidate))
        violation("I4 the rolled back candidate is not in quarantine");
    if (before.release && after.leaving) {
        ++m_counts.leavings;
        if (after.leaving->version != before.release->candidate ||
            before.release->plan.conversations == ConversationPolicy::Move)
            violation("I1 conversations stay on a version against the plan");
    }
    const auto again = m_coordinator->execute({.agent = agentName,
                                               .event = RollBack{},
                                               .actor = "ben",
                                               .reason = {},
                                               .expectedRevision = {},
                                               .requestId = {}});
    if (before.revision != after.revision && (!again || again->after != after))
        violation("I2 the same roll back a second time did something else");
}

void Simulation::afterTime(const AgentState& before, std::chrono::milliseconds time,
                           const std::vector<std::string>& changed) {
    if (m_sinceProgress >= 5s && m_coordinator->unrecorded() == 0)
        m_sinceProgress = 0ms; // the coordinator promises to have noted it
    const AgentState& after = *m_coordinator->state(agentName);
    const bool healthy = !m_journalSick && !m_planeSick && !m_storeSick && m_crashIn < 0;
    if (!before.release && after.release)
        afterNextStarted(before, after);
    else if (healthy && mayStartNext(before) && m_coordinator->unrecorded() == 0 && after.queued->held.empty())
        violation("I12 what waited was not started");
    checkQueue(before, after, Tick{time});
    if (changed.empty() && after.revision != before.revision && m_coordinator->unrecorded() == 0 && !m_planeSick)
        violation("I9 a tick changed a state without saying so");
    // I12: the clock of a step counts what has passed, no more and no less.
    if (before.release && after.revision == before.revision &&
        after.release->inStep != before.release->inStep + (before.release->paused ? 0ms : time))
        violation("I12 the clock of a step drifts");
    if (before.release && after.revision == before.revision + 1)
        checkMoved(before, after, time);
    else if (healthy && m_coordinator->unrecorded() == 0 && mustMove(before, time))
        violation("I12 an automatic release stands still although nothing holds it");
    if (after.release && after.release->paused && before.release && !before.release->paused)
        m_automationActed = true; // it could not move, and leaves it to a person
}

// What automation may do: the next step, when every hold allows it. The holds are reckoned here once more.
void Simulation::checkMoved(const AgentState& before, const AgentState& after, std::chrono::milliseconds time) {
    const Release& was = *before.release;
    ++m_counts.climbs;
    m_counts.completions += after.lastEnding == Ending::Completed && !after.release ? 1 : 0;
    if (m_automationActed)
        violation("I4 automation that had made things safer made them riskier again");
    if (was.paused)
        violation("I4 time moved a paused release");
    if (was.phase != Phase::Observing && was.plan.advance != Advance::Automatic)
        violation("I4 a plan that waits for persons moved by itself");
    if (before.freeze)
        violation("I4 automation moved a frozen agent");
    if (freezeAt(was.plan.freeze, m_clock.wall()))
        violation("I4 automation moved in a freeze window");
    if (was.phase == Phase::Testing && !std::ranges::all_of(was.plan.gates, [&](const std::string& gate) {
            return std::ranges::contains(was.gates, std::pair(gate, true), [](const GateReport& report) {
                return std::pair(report.gate, report.passed);
            });
        }))
        violation("I5 a gate was passed that nobody opened");
    // I5, I7, I8: only fresh, sufficient evidence that speaks for it; an outage is not evidence.
    if (routingOf(before).canary && m_evidence && (m_evidence->isWorse || !m_evidence->holds.empty()))
        violation("I5 a release moved on against what its guardrails say");
    if (was.phase == Phase::Ramping && was.plan.evidence == MinimumEvidence::Needed &&
        (!m_evidence || m_evidence->units < m_evidence->minimum))
        violation("I7 a release moved on before it had its minimum evidence");
    const Step& step = was.plan.steps[static_cast<std::size_t>(was.step)];
    const auto needed = was.phase == Phase::Testing     ? 0ms
                        : was.phase == Phase::Shadowing ? was.plan.shadowTime
                        : was.phase == Phase::Ramping   ? step.minimumTime
                                                        : std::max(step.minimumTime, was.plan.observeTime);
    if (was.inStep + time < needed)
        violation("I12 a step ended before its time");
    if (was.phase != Phase::Testing && was.phase != Phase::Shadowing && step.approval == Approval::Needed &&
        !was.approved)
        violation("I5 a step ended without its approval");
    const bool shadowsNext = was.phase == Phase::Testing && was.plan.shadowTime > 0ms;
    const auto expected = shadowsNext                                                    ? traffic::Weight{}
                          : was.phase == Phase::Testing || was.phase == Phase::Shadowing ? was.plan.steps.front().weight
                          : was.phase == Phase::Ramping ? was.plan.steps[static_cast<std::size_t>(was.step) + 1].weight
                                                        : traffic::Weight{};
    if (routingOf(after).canaryWeight != expected || (after.release && after.release->inStep != 0ms))
        violation("I12 automation skipped a step or its time");
}

void Simulation::check() {
    checkRecords();
    const AgentState* state = m_coordinator->state(agentName);
    if (state == nullptr)
        return violation("I11 the agent is gone");
    if (isQuarantined(*state, state->stable) || (state->release && isQuarantined(*state, state->release->candidate)))
        violation("I4 a quarantined version has traffic");
    if (state->release && state->release->baseline != state->stable)
        violation("I2 the baseline is not what serves the rest");
    if (state->leaving &&
        (state->release || state->leaving->remaining > 24h || state->leaving->version == state->stable))
        violation("I1 a version that is leaving is used otherwise");
    checkWayBack(*state);
    // A state that could not be put into effect is repaired by the next tick with a healthy data plane.
    if (!m_planeSick && m_crashIn < 0 && !m_coordinator->isInEffect()) {
        tick(0ms);
        if (!m_coordinator->isInEffect())
            violation("I16 the data path was not repaired");
    }
    if (m_coordinator->isInEffect())
        checkShadow(*m_coordinator->state(agentName));
}

// I2, I3: from every state one step leads back to a named good version, or is refused in words. It needs no revision,
// no evidence, no disk and no store.
void Simulation::checkWayBack(const AgentState& state) {
    const auto back =
        m_settings.decider(state, RollBack{}, {.now = {}, .actor = "carl", .reason = {}, .expectedRevision = {}});
    if (!back) {
        if (state.release)
            return violation("I3 a running release cannot be rolled back: " + back.error().message);
        if (back.error().message.empty() || back.error().hint.empty())
            violation("I2 a refused roll back does not say what to do");
        return;
    }
    const Routing routing = routingOf(back->after);
    if (routing.canary || routing.shadow || back->after.release || back->direction != Direction::Safer)
        violation("I2 a roll back leaves a version that is not proven in traffic");
    if (state.release && routing.stable != state.release->baseline)
        violation("I2 a roll back ends at another version than the baseline");
}

// I19: a shadow gets copies only while the plan says so, never more than its share, and never answers.
void Simulation::checkShadow(const AgentState& state) {
    const auto table = m_plane->observed();
    const traffic::AgentRoute& route = table->routes().at(agentName);
    const bool shadows = state.release && state.release->phase == Phase::Shadowing;
    if (route.shadow.has_value() != shadows)
        violation("I19 a shadow at the wrong time");
    if (shadows && (route.shadowShare != state.release->plan.shadowShare || route.canary ||
                    route.shadow->version != state.release->candidate || !onlyStableAnswers(*table, state.stable)))
        violation("I19 a shadow answers, or gets more than its share");
}

// Asked by the data plane before a table takes effect: is that much trust in the candidate on record?
void Simulation::checkRiskIsRecorded(const traffic::RouteTable& table) {
    const traffic::Weight weight = canaryWeightIn(table);
    if (weight == traffic::Weight{})
        return;
    if (m_journal.records.empty())
        return violation("safe order: a canary before anything was recorded");
    const Routing recorded = routingOf(m_journal.records.back().after);
    const auto& canary = table.routes().at(agentName).canary->version;
    const bool fullyTrusted = recorded.stable == canary; // a completed release on its way into effect
    const bool former = m_coordinator && m_plane->table && canaryWeightIn(*m_plane->table) >= weight;
    if (!fullyTrusted && !former && (recorded.canary != canary || recorded.canaryWeight < weight))
        violation("safe order: more canary traffic than is on record");
}

} // namespace signalbox::release::testing
