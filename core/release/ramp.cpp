#include <algorithm>
#include <format>

#include "core/release/verbs.h"

namespace signalbox::release {

using namespace std::chrono_literals;

namespace {

bool allSatisfied(const std::vector<Hold>& holds) {
    return std::ranges::all_of(holds, &Hold::satisfied);
}

bool holdsPersons(const Hold& hold) {
    return !hold.satisfied && hold.scope == HoldScope::Everybody;
}

std::string openHolds(const std::vector<Hold>& holds) {
    std::string text;
    for (const Hold& hold : holds) {
        if (!holdsPersons(hold))
            continue;
        text += text.empty() ? "" : "; ";
        if (hold.kind == "time")
            text += std::format("time {}, {} s remain", hold.text,
                                std::chrono::ceil<std::chrono::seconds>(hold.remaining).count());
        else
            text += hold.text;
    }
    return text;
}

const EvidenceView* evidenceIn(const Context& context) {
    return context.evidence ? &*context.evidence : nullptr;
}

void enterNext(Release& release) {
    if (release.phase == Phase::Testing)
        leaveTests(release);
    else
        enterStep(release, release.phase == Phase::Ramping ? static_cast<std::size_t>(release.step) + 1 : 0);
}

// What a person needs to move forward by any way: every hold, or a broken glass, which ends a pause as well.
Result<void> passHolds(AgentState& state, const Context& context) {
    const auto holds = holdsOf(state, evidenceIn(context));
    if (!context.breakGlass && std::ranges::any_of(holds, holdsPersons))
        return refuseHeld("holds_open", std::format("The step is still held: {}.", openHolds(holds)),
                          state.release->paused ? "Resume it first, or break the glass with a reason."
                                                : "Wait for the holds, or break the glass with a reason.");
    state.release->paused = false;
    state.release->pauseReason.clear();
    return {};
}

Decision advanced(AgentState state) {
    if (state.release->phase == Phase::Observing)
        return complete(std::move(state));
    enterNext(*state.release);
    return {.after = std::move(state), .direction = Direction::Riskier, .action = "release.advance"};
}

} // namespace

Decision complete(AgentState state) {
    Release release = std::move(*state.release);
    state.release.reset();
    state.stable = release.candidate;
    state.lastGood = release.baseline;
    rememberGood(state, release.baseline);
    rememberGood(state, release.candidate);
    state.lastEnding = Ending::Completed;
    return {.after = std::move(state), .direction = Direction::Neutral, .action = "release.complete"};
}

Result<Decision> advanceStep(AgentState state, const Context& context) {
    if (!state.release)
        return refuseIdle(state, "advance");
    if (auto passed = passHolds(state, context); !passed)
        return failure(std::move(passed.error()));
    return advanced(std::move(state));
}

Result<Decision> approve(AgentState state, const Context& context) {
    if (!state.release)
        return refuseIdle(state, "approve");
    const auto holds = holdsOf(state);
    const auto hold = std::ranges::find(holds, "approval", &Hold::kind);
    if (hold == holds.end())
        return refuse("no_approval_needed", "This step does not wait for an approval.",
                      "Advance when its holds allow.");
    if (hold->satisfied)
        return refuse("already_approved", "This step is already approved.", "Advance when its holds allow.");
    if (isOwn(state, context) && state.release->plan.ownApproval == OwnApproval::Refused)
        return refuse("own_release",
                      std::format("{} started this release, so somebody else approves it.", context.actor),
                      "Ask another release manager; or let the agent's release.yaml allow it (approval: {own: true}).");
    state.release->approved = true;
    return Decision{.after = std::move(state), .direction = Direction::Neutral, .action = "release.approve"};
}

Result<Decision> pause(AgentState state, const Context& context) {
    if (!state.release)
        return refuseIdle(state, "pause");
    if (state.release->paused)
        return refuse("already_paused", std::format("The release of {} is already paused.", state.agent),
                      "Resume it, step back, or roll back.");
    state.release->paused = true;
    state.release->pauseReason = context.reason;
    return Decision{.after = std::move(state), .direction = Direction::Safer, .action = "release.pause"};
}

Result<Decision> resume(AgentState state) {
    if (!state.release)
        return refuseIdle(state, "resume");
    if (!state.release->paused)
        return refuse("not_paused", std::format("The release of {} is not paused.", state.agent),
                      "Advance when its holds allow.");
    state.release->paused = false;
    state.release->pauseReason.clear();
    return Decision{.after = std::move(state), .direction = Direction::Neutral, .action = "release.resume"};
}

Result<Decision> stepBack(AgentState state) {
    if (!state.release)
        return refuseIdle(state, "step back");
    Release& release = *state.release;
    const bool onRamp = release.phase == Phase::Ramping || release.phase == Phase::Observing;
    if (!onRamp || release.step == 0)
        return refuse("first_step", "There is no step before this one.",
                      "Pause to stay here, or abort to end the release.");
    enterStep(release, static_cast<std::size_t>(release.step) - 1);
    if (release.plan.advance == Advance::Automatic && !release.paused) {
        release.paused = true;
        release.pauseReason = "stepped back";
    }
    return Decision{.after = std::move(state), .direction = Direction::Safer, .action = "release.step_back"};
}

Result<Decision> promote(AgentState state, const Context& context) {
    if (!state.release)
        return refuseIdle(state, "promote");
    if (auto passed = passHolds(state, context); !passed)
        return failure(std::move(passed.error()));
    if (state.release->phase == Phase::Observing)
        return complete(std::move(state));
    Release& release = *state.release;
    enterStep(release, release.plan.steps.size() - 1);
    return Decision{.after = std::move(state), .direction = Direction::Riskier, .action = "release.promote"};
}

Result<Decision> gate(AgentState state, const Gate& event, const Context& context) {
    if (!state.release)
        return refuseIdle(state, "report a gate of");
    Release& release = *state.release;
    if (release.phase != Phase::Testing)
        return refuse("gates_passed", "The release is past its gates.", "Pause it, or roll it back.");
    if (!std::ranges::contains(release.plan.gates, event.gate))
        return refuse("unknown_gate", std::format("The plan has no gate named \"{}\".", event.gate),
                      "Look at the holds of the release; they name its gates.");
    GateReport report{.gate = event.gate, .passed = event.passed, .actor = context.actor, .at = context.now};
    const auto known = std::ranges::find(release.gates, event.gate, &GateReport::gate);
    if (known != release.gates.end() && known->passed == event.passed)
        return Decision{.after = std::move(state), .direction = Direction::Neutral, .action = {}};
    if (known != release.gates.end())
        *known = std::move(report);
    else
        release.gates.push_back(std::move(report));
    return Decision{.after = std::move(state), .direction = Direction::Neutral, .action = "release.gate"};
}

namespace {

// The last conversations of a version that was rolled back move when their time is over.
Decision countLeaving(AgentState state, const Tick& event) {
    state.leaving->remaining -= std::max(event.elapsed, 0ms);
    if (state.leaving->remaining > 0ms)
        return {.after = std::move(state), .direction = Direction::Neutral, .action = {}};
    state.leaving.reset();
    return {.after = std::move(state), .direction = Direction::Safer, .action = "conversations.moved"};
}

} // namespace

Result<Decision> tick(AgentState state, const Tick& event, const Context& context) {
    if (state.leaving)
        return countLeaving(std::move(state), event);
    if (!state.release && state.queued)
        return nextOfQueue(std::move(state), context);
    Decision counted{.after = std::move(state), .direction = Direction::Neutral, .action = {}};
    if (!counted.after.release || counted.after.release->paused)
        return counted;
    Release& release = *counted.after.release;
    release.inStep += std::max(event.elapsed, 0ms);
    const bool byItself = release.phase == Phase::Observing || release.plan.advance == Advance::Automatic;
    if (!byItself || !allSatisfied(holdsOf(counted.after, evidenceIn(context), context.window)))
        return counted;
    return advanced(std::move(counted.after));
}

} // namespace signalbox::release
