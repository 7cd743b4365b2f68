#include <algorithm>
#include <format>

#include "core/base/grouped_text.h"
#include "core/evidence/forecast.h"
#include "core/evidence/latency_learner.h"
#include "core/evidence/release_judge_private.h"

namespace signalbox::evidence {

namespace {

std::string_view nameOf(Arm arm) {
    return arm == Arm::Canary ? "the canary" : "stable";
}

} // namespace

std::string ReleaseJudge::Private::whyNoData(std::size_t guard) const {
    if (const auto silent = silentArm()) {
        if (!last.of(*silent))
            return std::format("Nothing has come from {} yet.", nameOf(*silent));
        return std::format("Nothing has come from {} for {}.", nameOf(*silent), aboutText(elapsed - *last.of(*silent)));
    }
    if (split.isDoubted() && !observing)
        return split.isWrong() ? "The split of traffic is not as it should be."
                               : "More conversations of the canary than its share have answered so far.";
    if (watches[guard]->guard().metric == Metric::Latency && !opening.guards.baseline.latency)
        return std::format("Nothing is known of stable's latency before the release; it is learned from its first {} "
                           "requests.",
                           LatencyLearner::needed);
    const bool mean = watches[guard]->usualMethod() == Method::MeanSequence;
    if (mean && requests.stable > 0 && requests.canary > 0)
        return std::format("A conversation counts when nothing has come from it for {}.",
                           aboutText(opening.guards.conversationTime));
    return "No request of both versions has said anything about it yet.";
}

Explanation ReleaseJudge::Private::describe(std::size_t guard, Method method, Verdict verdict) const {
    const Watch& watch = *watches[guard];
    Explanation explanation{.guard = watch.guard(), .verdict = verdict, .alpha = watch.alpha(), .at = elapsed};
    watch.describe(explanation, method);
    for (const Arm arm : {Arm::Stable, Arm::Canary}) {
        ArmCounts& counts = explanation.arms.of(arm);
        counts.requests = requests.of(arm);
        // Of a thinned sample both are estimates, each with a chance of its own; a unit with an event is a unit.
        counts.units = std::max(armCounts.of(arm), counts.events);
    }
    if (verdict == Verdict::NoData)
        explanation.reason = whyNoData(guard);
    return explanation;
}

Explanation ReleaseJudge::Private::explain(std::size_t guard) const {
    return latched[guard] ? *latched[guard] : describe(guard, watches[guard]->usualMethod(), shown[guard]);
}

// What most conversations of either version fail of, when that is the same.
std::string ReleaseJudge::Private::commonFailure() const {
    for (std::size_t i = 0; i < watches.size(); ++i) {
        if (!watches[i]->isEnvironment())
            continue;
        const auto failures = describe(i, watches[i]->usualMethod(), Verdict::NotThisVersion).failures;
        const auto mostOf = [&failures](Arm arm) {
            return std::ranges::max_element(failures, {}, [arm](const auto& each) { return each.units.of(arm); });
        };
        if (const auto most = mostOf(Arm::Canary); most != failures.end() && most == mostOf(Arm::Stable))
            return std::format(" ({})", most->name);
    }
    return {};
}

std::vector<std::string> ReleaseJudge::Private::holds() const {
    std::vector<std::string> sentences;
    if (const auto silent = silentArm())
        sentences.push_back(last.of(*silent) ? std::format("Nothing has come from {} for {}.", nameOf(*silent),
                                                           aboutText(elapsed - *last.of(*silent)))
                                             : std::format("Nothing has come from {} yet.", nameOf(*silent)));
    if (split.isWrong())
        sentences.push_back(std::format("{} conversations fell on the canary and {} on stable, which is not the split "
                                        "that was asked for: no verdict can be trusted until that is explained.",
                                        groupedText(unitCounts.canary), groupedText(unitCounts.stable)));
    else if (split.isDoubted() && !observing)
        sentences.push_back(std::format("{} conversations of the canary and {} of stable have answered so far, which "
                                        "is more than the canary's share: no verdict until those that are in flight "
                                        "are known.",
                                        groupedText(unitCounts.canary), groupedText(unitCounts.stable)));
    if (isEnvironment())
        sentences.push_back(std::format("Both versions fail alike{}: it is not this version but something that they "
                                        "share.",
                                        commonFailure()));
    return sentences;
}

} // namespace signalbox::evidence
