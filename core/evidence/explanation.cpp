#include "core/evidence/explanation.h"

#include <array>
#include <cmath>

#include "core/evidence/baseline_process.h"
#include "core/evidence/exact_bound.h"

namespace signalbox::evidence {

namespace {

constexpr std::array<std::string_view, 5> verdictWords = {"no_data", "not_yet", "clear", "not_this_version", "worse"};
constexpr std::array<std::string_view, 7> methodWords = {"ratio",      "two_sided", "mean_sequence", "exact_limit",
                                                         "mean_limit", "outage",    "after_release"};

double ratioValue(const Explanation& explanation) {
    std::vector<double> logs;
    for (const LevelCounts& level : explanation.levels) {
        RatioProcess process(level.grid, explanation.guard.margin, level.promised);
        process.restore(level.counts);
        logs.push_back(process.logEvidence());
    }
    return logs.empty() ? 0 : logMeanExp(logs);
}

double afterValue(const Explanation& explanation) {
    std::vector<double> logs;
    for (const BaselineCounts& counts : explanation.after)
        logs.push_back(BaselineProcess(counts.rate, counts.events, counts.units).logEvidence());
    return logs.empty() ? 0 : logMeanExp(logs);
}

double sequenceValue(const Explanation& explanation) {
    if (!explanation.moments)
        return 0;
    const Sides sides = explanation.guard.metric == Metric::ToolCalls ? Sides::Two : Sides::One;
    const auto now = compareMeans(steadied(*explanation.moments), explanation.alpha, sides, explanation.leastUnits,
                                  explanation.guard.margin);
    if (!now)
        return 0;
    return (sides == Sides::Two ? std::abs(now->difference) : now->difference) - now->halfWidth;
}

} // namespace

double reproduce(const Explanation& explanation) {
    switch (explanation.method) {
    case Method::Ratio:
    case Method::TwoSided:
        return ratioValue(explanation);
    case Method::AfterRelease:
        return afterValue(explanation);
    case Method::MeanSequence:
        return sequenceValue(explanation);
    case Method::MeanLimit:
        return explanation.moments
                   ? lowerMean(explanation.moments->canary, explanation.alpha, explanation.leastUnits).value_or(0)
                   : 0;
    case Method::ExactLimit:
        return explanation.window ? lowerShare(explanation.window->events.canary, explanation.window->units.canary,
                                               1 - explanation.alpha)
                                  : 0;
    case Method::Outage:
        return explanation.value; // a plain count
    }
    return explanation.value;
}

std::string_view toString(Verdict verdict) {
    return verdictWords.at(static_cast<std::size_t>(verdict));
}

std::string_view toString(Method method) {
    return methodWords.at(static_cast<std::size_t>(method));
}

} // namespace signalbox::evidence
