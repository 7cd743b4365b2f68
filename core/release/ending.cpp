#include <algorithm>
#include <format>

#include "core/release/verbs.h"

namespace signalbox::release {

namespace {

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

void quarantine(AgentState& state, const agents::VersionRef& version, const Context& context) {
    if (!isQuarantined(state, version))
        state.quarantine.push_back({.version = version, .reason = context.reason, .since = context.now});
}

} // namespace

Result<Decision> abort(AgentState state) {
    if (!state.release)
        return refuseIdle(state, "abort");
    state.stable = state.release->baseline;
    state.release.reset();
    state.lastEnding = Ending::Aborted;
    return Decision{.after = std::move(state), .direction = Direction::Safer, .action = "release.abort"};
}

Result<Decision> rollBack(AgentState state, const RollBack& event, const Context& context) {
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
                   .lastEnding = state.lastEnding};
    quarantine(state, *undo.quarantined, context);
    if (*target != state.stable)
        state.lastGood = goodBefore(state, *target);
    state.stable = *target;
    state.release.reset();
    state.undo = std::move(undo);
    state.lastEnding = Ending::RolledBack;
    return Decision{.after = std::move(state), .direction = Direction::Safer, .action = "release.roll_back"};
}

Result<Decision> alarm(AgentState state, const Alarm& event, const Context& context) {
    const bool runs = state.release && state.release->id == event.releaseId;
    if (runs && event.action == GuardAction::RollBack)
        return rollBack(std::move(state), {}, context);
    if (runs && event.action == GuardAction::Pause && !state.release->paused)
        return pause(std::move(state), context);
    return Decision{.after = std::move(state), .direction = Direction::Safer, .action = {}};
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
    state.lastEnding = point.lastEnding;
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
