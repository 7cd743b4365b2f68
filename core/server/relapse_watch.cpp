#include "core/server/relapse_watch.h"

#include <algorithm>
#include <format>

#include "core/evidence/exact_bound.h"

namespace signalbox::server {

namespace {

constexpr std::chrono::hours watchTime{1};
constexpr std::uint64_t leastRequests = 50;
// Looked at every second for an hour; a false alarm costs a person's look, so the bound is far out.
constexpr double confidence = 0.9999;
constexpr std::string_view guardActor = "guardrail ";

} // namespace

std::optional<WallTime> watchedSince(const release::AgentState& state, WallTime now) {
    const release::Change& change = state.lastChange;
    const bool automatic = change.action == "release.roll_back" && change.actor.starts_with(guardActor);
    if (!automatic || state.release || state.freeze || !state.undo || !state.undo->release)
        return std::nullopt;
    return now >= change.at && now - change.at < watchTime ? std::optional(change.at) : std::nullopt;
}

std::optional<Relapse> relapseOf(const release::AgentState& state, const std::vector<metrics::Series>& answered) {
    if (!state.undo || !state.undo->release)
        return std::nullopt;
    metrics::Bucket total;
    for (const metrics::Series& series : answered)
        if (series.key.role == traffic::Role::Stable && series.key.version == state.stable.name())
            total.merge(series.total);
    const std::uint64_t requests = total.requests - std::min(total.requests, total.cancelled);
    if (requests < leastRequests)
        return std::nullopt;
    for (const release::Guardrail& guardrail : state.undo->release->plan.guardrails) {
        if (guardrail.metric != "error_rate" || guardrail.limit <= 0 ||
            guardrail.action == release::GuardAction::Notify)
            continue;
        const double least = evidence::lowerShare(total.errors, requests, confidence);
        if (least > guardrail.limit)
            return Relapse{.guard = guardrail.metric,
                           .sentence = std::format(
                               "{}, which traffic was rolled back to, is bad too: {} of {} requests "
                               "failed, at least {:.1f} %, and the limit is {:.1f} %.",
                               state.stable.name(), total.errors, requests, least * 100, guardrail.limit * 100)};
    }
    return std::nullopt;
}

} // namespace signalbox::server
