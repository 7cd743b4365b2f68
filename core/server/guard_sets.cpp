#include "core/server/guard_sets.h"

#include <algorithm>

#include "core/evidence/forecast.h"

namespace signalbox::server {

namespace {

evidence::Action actionOf(release::GuardAction action) {
    switch (action) {
    case release::GuardAction::Notify:
        return evidence::Action::Notify;
    case release::GuardAction::Pause:
        return evidence::Action::Pause;
    case release::GuardAction::StepBack:
        return evidence::Action::StepBack;
    case release::GuardAction::RollBack:
        return evidence::Action::RollBack;
    }
    std::unreachable();
}

std::chrono::microseconds quantile(const metrics::Histogram& histogram, double q) {
    return std::chrono::microseconds(static_cast<std::int64_t>(histogram.quantile(q).value_or(0)));
}

evidence::Baseline baselineOf(const std::string& version, const std::vector<metrics::Series>& past) {
    metrics::Bucket total;
    for (const metrics::Series& series : past)
        if (series.key.version == version && series.key.role == traffic::Role::Stable)
            total.merge(series.total);
    evidence::Baseline baseline;
    const std::uint64_t answered = total.requests - std::min(total.requests, total.cancelled);
    if (answered < evidence::leastKnownRequests)
        return baseline;
    baseline.rates["error_rate"] = static_cast<double>(total.errors) / static_cast<double>(answered);
    baseline.latency = evidence::Baseline::Latency{.p50 = quantile(total.latency, 0.50),
                                                   .p90 = quantile(total.latency, 0.90),
                                                   .p99 = quantile(total.latency, 0.99),
                                                   .samples = total.latency.count()};
    return baseline;
}

} // namespace

evidence::GuardSet guardSetOf(const release::Release& release, const std::vector<metrics::Series>& past) {
    evidence::GuardSet set;
    set.promisedRatio = release.plan.promise;
    set.baseline = baselineOf(release.baseline.name(), past);
    for (const release::Guardrail& guardrail : release.plan.guardrails) {
        const auto limit = guardrail.limit > 0 ? std::optional(guardrail.limit) : std::nullopt;
        auto guard = evidence::guardFor(guardrail.metric, limit, actionOf(guardrail.action));
        if (!guard)
            continue;
        if (std::ranges::contains(set.guards, guard->name, &evidence::Guard::name))
            guard->name.append("/").append(toString(guard->action));
        set.guards.push_back(std::move(*guard));
    }
    return set;
}

namespace {

// Of an observation or a label: both say what the request was assigned.
template <class Seen> evidence::UnitOutcome assignmentOf(const Seen& seen, std::chrono::milliseconds elapsed) {
    const bool canary = seen.role == traffic::Role::Canary;
    evidence::UnitOutcome outcome;
    outcome.unit = seen.unit;
    outcome.arm = canary ? evidence::Arm::Canary : evidence::Arm::Stable;
    outcome.canaryWeight = canary ? seen.weight : seen.weight.rest();
    outcome.version = seen.digest;
    outcome.elapsed = elapsed;
    return outcome;
}

} // namespace

evidence::UnitOutcome outcomeOf(const metrics::Observation& seen, std::chrono::milliseconds elapsed) {
    evidence::UnitOutcome outcome = assignmentOf(seen, elapsed);
    outcome.wall = seen.startedWall;
    outcome.age = std::chrono::floor<std::chrono::milliseconds>(seen.latency);
    if (seen.outcome == metrics::Outcome::Cancelled)
        return outcome; // assigned, but nothing is known about the version
    outcome.error = isError(seen.outcome);
    outcome.mayBeCallers = blameOf(seen.outcome) == metrics::Blame::Compared;
    if (blameOf(seen.outcome) != metrics::Blame::Nobody)
        outcome.failure = metrics::codeOf(metrics::reasonOf(seen));
    if (hasLatency(seen.outcome))
        outcome.latency = seen.latency;
    outcome.refusal = seen.refused;
    if (seen.cost)
        outcome.cost = static_cast<double>(*seen.cost) / agents::picoPerUsd;
    if (seen.inputTokens && seen.outputTokens)
        outcome.tokens = static_cast<double>(*seen.inputTokens + *seen.outputTokens);
    if (isAnswered(seen.outcome))
        outcome.toolCalls = seen.toolCalls;
    return outcome;
}

evidence::UnitOutcome hangingOutcomeOf(const metrics::Observation& seen, std::chrono::milliseconds elapsed) {
    evidence::UnitOutcome outcome = assignmentOf(seen, elapsed);
    outcome.wall = seen.startedWall;
    outcome.report = evidence::Report::Hanging;
    outcome.age = std::chrono::floor<std::chrono::milliseconds>(seen.latency);
    outcome.answering = seen.status != 0;
    outcome.latency = seen.latency;
    return outcome;
}

evidence::UnitOutcome labelledOutcomeOf(const metrics::Label& label, std::chrono::milliseconds elapsed) {
    evidence::UnitOutcome outcome = assignmentOf(label, elapsed);
    outcome.wall = label.asked;
    outcome.report = evidence::Report::Label;
    outcome.request = label.requestId;
    outcome.quality = label.quality;
    outcome.signals = label.signals;
    outcome.contractViolation = label.contractViolation;
    outcome.toolFailure = label.toolFailure;
    return outcome;
}

} // namespace signalbox::server
