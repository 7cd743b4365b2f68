#include "core/release/controller.h"

#include <algorithm>
#include <array>
#include <format>
#include <utility>

#include "core/release/verbs.h"

namespace signalbox::release {

namespace {

template <class... Functions> struct Overload : Functions... {
    using Functions::operator()...;
};

bool needsRevision(const Event& event) {
    return !std::holds_alternative<RollBack>(event) && !std::holds_alternative<Adopt>(event) &&
           !std::holds_alternative<Alarm>(event) && !std::holds_alternative<Tick>(event);
}

Result<void> checkRevision(const AgentState& state, const Event& event, const Context& context) {
    if (!needsRevision(event))
        return {};
    if (!context.expectedRevision)
        return failure(Errc::Invalid, "revision_required",
                       std::format("The command does not say which state of {} it was given for.", state.agent),
                       std::format("Send the revision that was shown; it is {} now.", state.revision), "/revision");
    if (*context.expectedRevision == state.revision)
        return {};
    const Change& last = state.lastChange;
    return failure(Errc::Conflict, "revision_conflict",
                   std::format("{} changed since: revision {} became {} with {} by {} at {}.", state.agent,
                               *context.expectedRevision, state.revision,
                               last.action.empty() ? "an earlier change" : last.action,
                               last.actor.empty() ? "an unknown actor" : last.actor, toIso(last.at)),
                   "Look at the present state and decide again.", "/revision");
}

bool movesForward(const AgentState& state, const Event& event) {
    if (const Start* start = std::get_if<Start>(&event))
        return !state.release || start->plan.whenRunning != WhenRunning::Queue; // to wait in a queue is no move
    return std::holds_alternative<StartQueued>(event) || std::holds_alternative<AdvanceStep>(event) ||
           std::holds_alternative<Resume>(event) || std::holds_alternative<Promote>(event) ||
           std::holds_alternative<Undo>(event);
}

// A person who moves forward says why when the glass is broken or a freeze window is open; a frozen agent moves only
// so. Nothing of this stands in the way of what makes traffic safer.
Result<void> checkCaution(const AgentState& state, const Event& event, const Context& context) {
    if (!movesForward(state, event))
        return {};
    const bool silent = context.reason.find_first_not_of(" \t\r\n") == std::string::npos;
    if (context.breakGlass && silent)
        return failure(Errc::Invalid, "reason_needed", "Breaking the glass needs a reason.",
                       "Say why; the audit log keeps it.", "/reason");
    if (state.freeze && !context.breakGlass)
        return refuseHeld(
            "frozen",
            std::format("{} is frozen since {}: {}.", state.agent, toIso(state.freeze->since), state.freeze->reason),
            "Unfreeze it when the cause is known, or break the glass with a reason.");
    if (context.window && silent)
        return failure(Errc::Refused, "reason_needed",
                       std::format("A freeze window is open ({}), so this needs a reason.", *context.window),
                       "Say why it cannot wait; the audit log keeps it.", "/reason");
    return {};
}

Result<Decision> dispatch(const AgentState& state, const Event& event, const Context& context) {
    return std::visit(Overload{
                          [&](const Adopt& given) { return adopt(state, given); },
                          [&](const Start& given) { return start(state, given, context); },
                          [&](const AdvanceStep&) { return advanceStep(state, context); },
                          [&](const Approve&) { return approve(state, context); },
                          [&](const Pause&) { return pause(state, context); },
                          [&](const Resume&) { return resume(state); },
                          [&](const StepBack&) { return stepBack(state); },
                          [&](const Promote&) { return promote(state, context); },
                          [&](const Abort&) { return abort(state); },
                          [&](const RollBack& given) { return rollBack(state, given, context); },
                          [&](const Undo&) { return undo(state); },
                          [&](const Unquarantine& given) { return unquarantine(state, given); },
                          [&](const Gate& given) { return gate(state, given, context); },
                          [&](const FreezeNow&) { return freezeNow(state, context); },
                          [&](const Unfreeze&) { return unfreeze(state); },
                          [&](const StartQueued&) { return startQueued(state, context); },
                          [&](const Unqueue&) { return unqueue(state); },
                          [&](const Alarm& given) { return alarm(state, given, context); },
                          [&](const Tick& given) { return tick(state, given, context); },
                      },
                      event);
}

} // namespace

std::string_view nameOf(const Event& event) {
    return std::visit(
        Overload{
            [](const Adopt&) { return "adopt"; },         [](const Start&) { return "start"; },
            [](const AdvanceStep&) { return "advance"; }, [](const Approve&) { return "approve"; },
            [](const Pause&) { return "pause"; },         [](const Resume&) { return "resume"; },
            [](const StepBack&) { return "step_back"; },  [](const Promote&) { return "promote"; },
            [](const Abort&) { return "abort"; },         [](const RollBack&) { return "roll_back"; },
            [](const Undo&) { return "undo"; },           [](const Unquarantine&) { return "unquarantine"; },
            [](const Gate&) { return "gate"; },           [](const FreezeNow&) { return "freeze"; },
            [](const Unfreeze&) { return "unfreeze"; },   [](const StartQueued&) { return "start_queued"; },
            [](const Unqueue&) { return "unqueue"; },     [](const Alarm&) { return "alarm"; },
            [](const Tick&) { return "tick"; },
        },
        event);
}

// A release that another took the place of was ended for it.
void rememberEnd(const AgentState& before, AgentState& after, const Context& context) {
    if (after.release && after.ended && after.release->id == after.ended->releaseId)
        after.ended.reset(); // it goes on
    const bool goesOn = before.release && after.release && before.release->id == after.release->id;
    if (!before.release || goesOn)
        return;
    after.ended = Ended{.releaseId = before.release->id,
                        .candidate = before.release->candidate,
                        .ending = after.release ? Ending::Aborted : after.lastEnding,
                        .actor = context.actor,
                        .reason = context.reason,
                        .at = context.now};
}

Result<Decision> decide(const AgentState& before, const Event& event, const Context& context) {
    if (before.revision == 0 && !std::holds_alternative<Adopt>(event) && !std::holds_alternative<Tick>(event))
        return refuse("not_adopted", std::format("{} has no stable version yet.", before.agent),
                      "Name its stable version first (signalbox.yaml: stable).");
    if (auto seen = checkRevision(before, event, context); !seen)
        return failure(std::move(seen.error()));
    if (auto careful = checkCaution(before, event, context); !careful)
        return failure(std::move(careful.error()));
    auto decision = dispatch(before, event, context);
    if (!decision || decision->action.empty())
        return decision;
    AgentState& after = decision->after;
    after.revision = before.revision + 1;
    after.lastChange = {.action = decision->action,
                        .actor = context.actor,
                        .at = context.now,
                        .breakGlass = context.breakGlass && movesForward(before, event),
                        .ownApproval = std::holds_alternative<Approve>(event) && isOwn(before, context)};
    rememberEnd(before, after, context);
    // Only the action directly before can be undone; what automation does after a roll back is part of it.
    constexpr std::array partOfIt{"release.roll_back", "conversations.moved", "agent.freeze"};
    if (!std::ranges::contains(partOfIt, decision->action))
        after.undo.reset();
    return decision;
}

std::unexpected<Error> refuseHeld(std::string code, std::string message, std::string hint) {
    return failure(Errc::Conflict, std::move(code), std::move(message), std::move(hint));
}

bool isHeld(const Error& error) {
    return error.code == "holds_open" || error.code == "frozen";
}

bool isOwn(const AgentState& state, const Context& context) {
    return state.release && state.release->startedBy == context.actor;
}

std::unexpected<Error> refuse(std::string code, std::string message, std::string hint) {
    return failure(Errc::Refused, std::move(code), std::move(message), std::move(hint));
}

std::unexpected<Error> refuseIdle(const AgentState& state, std::string_view verb) {
    return refuse("no_release", std::format("{} has no release to {}.", state.agent, verb),
                  std::format("{} answers everything. Start a release first.", state.stable.name()));
}

} // namespace signalbox::release
