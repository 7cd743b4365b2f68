#include <cmath>
#include <format>

#include "core/base/grouped_text.h"
#include "core/evidence/explanation.h"
#include "core/evidence/forecast.h"

namespace signalbox::evidence {

namespace {

std::string percent(double share) {
    return std::format("{:.3g} %", share * 100);
}

std::string evidenceText(double log) {
    return log > std::log(1e6) ? "more than 1,000,000" : std::format("{:.3g}", std::exp(log));
}

std::string oneIn(double alpha) {
    return groupedText(static_cast<std::uint64_t>(std::llround(1 / alpha)));
}

std::string_view happened(Metric metric) {
    switch (metric) {
    case Metric::Errors:
        return "failed";
    case Metric::ToolFailures:
        return "had a failing tool";
    case Metric::Refusals:
        return "were refused";
    case Metric::ContractViolations:
        return "broke the contract";
    case Metric::PolicyHits:
        return "hit a policy";
    case Metric::LowQuality:
        return "were of low quality";
    case Metric::Latency:
        return "were slow";
    default:
        return "had it";
    }
}

std::string countsText(const Explanation& explanation) {
    const auto arm = [](const ArmCounts& counts) {
        return std::format("{} of {} units", groupedText(counts.events), groupedText(counts.units));
    };
    return std::format("{} of the canary {}, {} of stable", arm(explanation.arms.canary),
                       happened(explanation.guard.metric), arm(explanation.arms.stable));
}

std::string meansText(const Explanation& explanation) {
    if (!explanation.moments)
        return "too few units";
    const auto& [stable, canary] = *explanation.moments;
    return std::format("{:.4g} on the canary ({} units), {:.4g} on stable ({} units)", canary.mean,
                       groupedText(canary.count), stable.mean, groupedText(stable.count));
}

std::string windowText(const Explanation& explanation) {
    if (!explanation.window)
        return "too few units";
    const WindowCounts& window = *explanation.window;
    return std::format("{} of {} units of the canary and {} of {} of stable in the window",
                       groupedText(window.events.canary), groupedText(window.units.canary),
                       groupedText(window.events.stable), groupedText(window.units.stable));
}

std::string worseText(const Explanation& explanation) {
    switch (explanation.method) {
    case Method::Outage:
        return std::format("{:.0f} different units in a row got no good answer from the canary; it takes {:.0f}",
                           explanation.value, explanation.bound);
    case Method::ExactLimit:
        return std::format("{}: with {} certainty more than {} of the canary's requests pass the limit, which allows "
                           "{}",
                           windowText(explanation), percent(1 - explanation.alpha), percent(explanation.value),
                           percent(explanation.bound));
    case Method::MeanLimit:
        return std::format("{}: with {} certainty the canary's mean is above {:.4g}, and the limit is {:.4g}",
                           meansText(explanation), percent(1 - explanation.alpha), explanation.value,
                           explanation.bound);
    case Method::MeanSequence:
        return std::format("{}; a healthy canary shows such a difference in at most 1 of {} releases",
                           meansText(explanation), oneIn(explanation.alpha));
    case Method::AfterRelease: {
        const BaselineCounts counts = explanation.after.empty() ? BaselineCounts{} : explanation.after.back();
        return std::format("{} of {} units today, against {} before the release; E is {}, and {} is enough",
                           groupedText(counts.events), groupedText(counts.units), percent(counts.rate),
                           evidenceText(explanation.value), oneIn(explanation.alpha));
    }
    default:
        return std::format("{}; a healthy canary shows such a difference in at most 1 of {} releases, however often "
                           "one looks (E is {}, {} is enough)",
                           countsText(explanation), oneIn(explanation.alpha), evidenceText(explanation.value),
                           oneIn(explanation.alpha));
    }
}

std::string soFarText(const Explanation& explanation) {
    if (explanation.moments)
        return meansText(explanation);
    if (explanation.method == Method::AfterRelease)
        return worseText(explanation);
    std::string text = std::format("{} (E is {} of {})", countsText(explanation), evidenceText(explanation.value),
                                   oneIn(explanation.alpha));
    if (explanation.unitsToWorse && explanation.unitsToClear)
        text += std::format("; a large rise would show after about {} more units, and about {} more show that there is "
                            "none",
                            groupedText(*explanation.unitsToWorse), groupedText(*explanation.unitsToClear));
    return text;
}

} // namespace

std::string sentenceOf(const Explanation& explanation) {
    const std::string& name = explanation.guard.name;
    const bool anyChange = explanation.guard.metric == Metric::Signal || explanation.guard.metric == Metric::ToolCalls;
    switch (explanation.verdict) {
    case Verdict::NoData:
        return std::format("{}: no data. {}", name, explanation.reason);
    case Verdict::NotYet:
        return std::format("{}: no evidence yet of {}. So far {}.", name, anyChange ? "a change" : "harm or safety",
                           soFarText(explanation));
    case Verdict::Clear:
        return std::format("{} is clear: shown not to be worse than {:g} times stable. {}.", name,
                           explanation.guard.clearMargin,
                           explanation.moments ? meansText(explanation) : countsText(explanation));
    case Verdict::NotThisVersion:
        return std::format("{} is bad on both versions, so it is not this version: {}.", name,
                           explanation.moments ? meansText(explanation) : windowText(explanation));
    case Verdict::Worse:
        return std::format("{} {}: {}.", name, anyChange ? "has changed" : "is worse", worseText(explanation));
    }
    return name;
}

} // namespace signalbox::evidence
