#include <algorithm>
#include <format>

#include "core/release/verbs.h"

namespace signalbox::release {

namespace {

constexpr std::chrono::hours longestFinish{24}; // conversations that never end do end

Result<agents::VersionRef> targetOf(const AgentState& state, const RollBack& event) {
    if (!event.target) {
        if (const auto target = rollBackTarget(state))
            return *target;
        return refuse("no_target", std::format("There is no earlier good version of {} to go back to.", state.agent),
                      std::format("{} stays in traffic. Name a version that was stable before.", state.stable.name()));
    }
    const agents::VersionRef& target = *event.target;
    // A version that was good once and is tried again now is what is rolled back from, not where to.
    if (state.release && target == state.release->candidate)
        return refuse("target_is_candidate", std::format("{} is the version that is being released.", target.name()),
                      std::format("Roll back to {}, or promote {}.", state.release->baseline.name(), target.name()));
    if (isQuarantined(state, target))
        return refuse("quarantined", std::format("{} was rolled back itself and is in quarantine.", target.name()),
                      "Choose a version that was stable and is not in quarantine.");
    const bool good = target == state.stable || (state.release && target == state.release->baseline) ||
                      target == state.lastGood || std::ranges::contains(state.knownGood, target);
    if (!good)
        return refuse("not_known_good", std::format("{} was never a completed stable version here.", target.name()),
                      "Roll back goes only to versions that have proven themselves; start a release for others.");
    return target;
}

// The newest good version that is older than this one and not in quarantine.
std::optional<agents::VersionRef> goodBefore(const AgentState& state, const agents::VersionRef& version) {
    std::optional<agents::VersionRef> before;
    for (const agents::VersionRef& good : state.knownGood) {
        if (good == version)
            break;
        if (!isQuarantined(state, good))
            before = good;
    }
    return before;
}

// What waited for a release that ended badly waits for a person then.
void holdQueued(AgentState& state, std::string why) {
    if (state.queued && state.queued->held.empty())
        state.queued->held = std::move(why);
}

void quarantine(AgentState& state, const agents::VersionRef& version, const Context& context) {
    if (!isQuarantined(state, version))
        state.quarantine.push_back({.version = version, .reason = context.reason, .since = context.now});
}

// What of the release's conversations stays where it is for now.
std::optional<Leaving> leavingOf(const Release& release, std::optional<ConversationPolicy> wanted) {
    const ConversationPolicy policy = wanted.value_or(release.plan.conversations);
    const bool answered = release.phase == Phase::Ramping || release.phase == Phase::Observing;
    const auto time = policy == ConversationPolicy::Drain ? release.plan.drainTime : longestFinish;
    if (!answered || policy == ConversationPolicy::Move || time <= std::chrono::milliseconds{0})
        return std::nullopt;
    return Leaving{.version = release.candidate, .policy = policy, .remaining = time};
}

Decision nothing(AgentState state) {
    return {.after = std::move(state), .direction = Direction::Safer, .action = {}};
}

// Going on would only move everybody between two versions that are both bad.
Decision freeze(AgentState state, const Context& context) {
    state.freeze = Freeze{.reason = context.reason, .actor = context.actor, .since = context.now};
    if (state.release && !state.release->paused) {
        state.release->paused = true;
        state.release->pauseReason = context.reason;
    }
    return {.after = std::move(state), .direction = Direction::Safer, .action = "agent.freeze"};
}

// One step down, and there it stays until a person says otherwise.
Result<Decision> retreat(AgentState state, const Context& context) {
    if (auto back = stepBack(state)) {
        back->after.release->paused = true;
        back->after.release->pauseReason = context.reason;
        return back;
    }
    return state.release->paused ? nothing(std::move(state)) : pause(std::move(state), context);
}

} // namespace

Result<Decision> abort(AgentState state) {
    if (!state.release)
        return refuseIdle(state, "abort");
    state.stable = state.release->baseline;
    state.leaving = leavingOf(*state.release, {});
    holdQueued(state, std::format("{} was ended without being promoted", state.release->candidate.name()));
    state.release.reset();
    state.lastEnding = Ending::Aborted;
    return Decision{.after = std::move(state), .direction = Direction::Safer, .action = "release.abort"};
}

Result<Decision> rollBack(AgentState state, const RollBack& event, const Context& context) {
    if (!state.release && state.leaving && !event.target && event.conversations == ConversationPolicy::Move) {
        state.leaving.reset();
        return Decision{.after = std::move(state), .direction = Direction::Safer, .action = "conversations.moved"};
    }
    // Two people press the same button: the second finds the work done. Going further back needs a named target.
    const bool justDone = !state.release && state.undo.has_value();
    if (justDone && !event.target)
        return Decision{.after = std::move(state), .direction = Direction::Safer, .action = {}};
    auto target = targetOf(state, event);
    if (!target)
        return failure(std::move(target.error()));
    if (!state.release && *target == state.stable)
        return Decision{.after = std::move(state), .direction = Direction::Safer, .action = {}};

    UndoPoint undo{.stable = state.stable,
                   .lastGood = state.lastGood,
                   .release = state.release,
                   .quarantined = state.release ? state.release->candidate : state.stable,
                   .lastEnding = state.lastEnding,
                   .queuedHeld = state.queued ? state.queued->held : std::string()};
    holdQueued(state, std::format("{} was rolled back", undo.quarantined->name()));
    quarantine(state, *undo.quarantined, context);
    if (*target != state.stable)
        state.lastGood = goodBefore(state, *target);
    state.leaving = state.release ? leavingOf(*state.release, event.conversations) : std::nullopt;
    state.stable = *target;
    state.release.reset();
    state.undo = std::move(undo);
    state.lastEnding = Ending::RolledBack;
    return Decision{.after = std::move(state), .direction = Direction::Safer, .action = "release.roll_back"};
}

Result<Decision> alarm(AgentState state, const Alarm& event, const Context& context) {
    const bool runs = state.release && state.release->id == event.releaseId;
    const bool justEnded = !state.release && state.undo && state.undo->release &&
                           state.undo->release->id == event.releaseId && state.lastEnding == Ending::RolledBack;
    if (state.freeze || (!runs && !justEnded))
        return nothing(std::move(state));
    if (event.subject == Alarm::Subject::Stable)
        return event.action == GuardAction::Notify ? nothing(std::move(state)) : freeze(std::move(state), context);
    if (justEnded)
        return nothing(std::move(state));
    switch (event.action) {
    case GuardAction::RollBack:
        return rollBack(std::move(state), {}, context);
    case GuardAction::StepBack:
        return retreat(std::move(state), context);
    case GuardAction::Pause:
        return state.release->paused ? nothing(std::move(state)) : pause(std::move(state), context);
    case GuardAction::Notify:
        break;
    }
    return nothing(std::move(state));
}

Result<Decision> freezeNow(AgentState state, const Context& context) {
    if (state.freeze)
        return refuse("already_frozen", std::format("{} is frozen since {}.", state.agent, toIso(state.freeze->since)),
                      "Unfreeze it when the cause is known.");
    if (context.reason.find_first_not_of(" \t\r\n") == std::string::npos)
        return failure(Errc::Invalid, "reason_needed", "Freezing an agent needs a reason.",
                       "Say why; everybody who looks at it sees it.", "/reason");
    return freeze(std::move(state), context);
}

Result<Decision> unfreeze(AgentState state) {
    if (!state.freeze)
        return refuse("not_frozen", std::format("{} is not frozen.", state.agent), "Nothing needs to be done.");
    state.freeze.reset();
    return Decision{.after = std::move(state), .direction = Direction::Neutral, .action = "agent.unfreeze"};
}

Result<Decision> undo(AgentState state) {
    if (!state.undo)
        return refuse("nothing_to_undo", std::format("The last action on {} was not a roll back.", state.agent),
                      "Start a release to bring a version back.");
    UndoPoint point = std::move(*state.undo);
    if (point.quarantined)
        std::erase_if(state.quarantine, [&](const Quarantined& held) { return held.version == *point.quarantined; });
    state.stable = point.stable;
    state.lastGood = point.lastGood;
    state.release = std::move(point.release);
    state.leaving.reset();
    state.lastEnding = point.lastEnding;
    if (state.queued)
        state.queued->held = std::move(point.queuedHeld);
    return Decision{.after = std::move(state), .direction = Direction::Riskier, .action = "release.undo"};
}

Result<Decision> unquarantine(AgentState state, const Unquarantine& event) {
    const auto removed =
        std::erase_if(state.quarantine, [&](const Quarantined& held) { return held.version == event.version; });
    if (removed == 0)
        return refuse("not_quarantined", std::format("{} is not in quarantine.", event.version.name()),
                      "Nothing needs to be done.");
    return Decision{.after = std::move(state), .direction = Direction::Neutral, .action = "version.unquarantine"};
}

} // namespace signalbox::release
