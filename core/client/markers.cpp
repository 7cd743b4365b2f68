#include "core/client/markers.h"

#include <format>

namespace signalbox::client {

namespace {

using release::AgentState;
using release::Phase;
using release::Release;

Marker marker(WallTime now, std::string action, std::string text) {
    return {now, std::move(action), std::move(text)};
}

std::optional<Marker> ending(const AgentState& before, const AgentState& after, WallTime now) {
    const std::string candidate = before.release->candidate.name();
    switch (after.lastEnding) {
    case release::Ending::RolledBack:
        return marker(now, "release.roll_back", std::format("rolled back to {}", after.stable.name()));
    case release::Ending::Aborted:
        return marker(now, "release.abort", std::format("release of {} aborted", candidate));
    case release::Ending::Completed:
        return marker(now, "release.complete", std::format("{} is stable", after.stable.name()));
    case release::Ending::None:
        break;
    }
    return std::nullopt;
}

std::optional<Marker> within(const AgentState& state, const Release& before, const Release& after, WallTime now) {
    const std::string candidate = after.candidate.name();
    if (!before.paused && after.paused)
        return marker(now, "release.pause", "paused");
    if (before.paused && !after.paused)
        return marker(now, "release.resume", "resumed");
    if (!before.approved && after.approved && before.step == after.step)
        return marker(now, "release.approve", "step approved");
    if (before.phase == after.phase && before.step == after.step)
        return std::nullopt;
    if (after.phase == Phase::Observing)
        return marker(now, "release.promote", std::format("{} promoted", candidate));
    if (after.phase == Phase::Shadowing)
        return marker(now, "release.advance", std::format("{} shadows", candidate));
    const std::string weight = routingOf(state).canaryWeight.toString();
    const bool back = after.phase == before.phase && after.step < before.step;
    return marker(now, back ? "release.step_back" : "release.advance", std::format("{} at {}", candidate, weight));
}

} // namespace

std::optional<Marker> markerBetween(const AgentState& before, const AgentState& after, WallTime now) {
    if (before.release && !after.release)
        return ending(before, after, now);
    if (after.release && (!before.release || before.release->id != after.release->id)) {
        const std::string weight = routingOf(after).canaryWeight.toString();
        return marker(now, before.undo ? "release.undo" : "release.start",
                      std::format("{} at {}", after.release->candidate.name(), weight));
    }
    if (before.release && after.release) {
        if (auto change = within(after, *before.release, *after.release, now))
            return change;
    }
    if (before.stable != after.stable) {
        const bool back = after.lastEnding == release::Ending::RolledBack;
        return marker(now, back ? "release.roll_back" : "release.stable",
                      std::format("{} {}", back ? "rolled back to" : "stable is", after.stable.name()));
    }
    return std::nullopt;
}

std::optional<Marker> markerOf(const protocol::AuditRow& row) {
    if (row.agent.empty() || (!row.action.starts_with("release.") && !row.action.starts_with("step.")))
        return std::nullopt;
    return Marker{row.time, row.action, row.summary};
}

} // namespace signalbox::client
