#include "core/evidence/spoken.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <format>

#include "core/base/grouped_text.h"

namespace signalbox::evidence {

namespace {

constexpr std::array spoken{
    Spoken{Metric::Errors, "Errors", "failed"},
    Spoken{Metric::ToolFailures, "Tool failures", "had a failing tool in"},
    Spoken{Metric::Refusals, "Refusals", "refused"},
    Spoken{Metric::ContractViolations, "Broken contracts", "broke its contract in"},
    Spoken{Metric::PolicyHits, "Policy hits", "hit a policy in"},
    Spoken{Metric::LowQuality, "Low quality", "was of low quality in"},
    Spoken{Metric::Latency, "Latency", "was slow in"},
    Spoken{Metric::Signal, "Signal", "had it in"},
    Spoken{Metric::Cost, "Cost", "cost", "USD"},
    Spoken{Metric::Tokens, "Tokens", "used", "tokens"},
    Spoken{Metric::ToolCalls, "Tool calls", "made", "tool calls"},
};

std::string evidenceText(double log) {
    return log > std::log(1e6) ? "more than 1,000,000" : std::format("{:.3g}", std::exp(log));
}

std::string oneIn(double alpha) {
    return groupedText(static_cast<std::uint64_t>(std::llround(1 / alpha)));
}

} // namespace

const Spoken& spokenOf(Metric metric) {
    const auto* const found = std::ranges::find(spoken, metric, &Spoken::metric);
    return found == spoken.end() ? spoken.front() : *found;
}

std::string percent(double share) {
    return std::format("{:.3g} %", share * 100);
}

std::string amountText(Metric metric, double amount) {
    const double size = std::abs(amount);
    const int decimals = size == 0 ? 0 : std::clamp(2 - static_cast<int>(std::floor(std::log10(size))), 0, 9);
    const std::string number = size >= 1000 ? groupedText(static_cast<std::uint64_t>(std::llround(size)))
                                            : std::format("{:.{}f}", size, decimals);
    return metric == Metric::Cost ? "$" + number : std::format("{} {}", number, spokenOf(metric).amount);
}

bool countsAnyChange(Metric metric) {
    return metric == Metric::Signal || metric == Metric::ToolCalls;
}

std::string titleOf(std::string_view guard) {
    const std::string_view name = guard.substr(0, guard.find('/')); // of two on one metric the second names its action
    if (name.starts_with("signal:"))
        return std::format("Signal \"{}\"", name.substr(7));
    if (name.starts_with("latency_"))
        return std::format("Latency {}", name.substr(8));
    const auto known = guardFor(name, 1, Action::Notify);
    return known ? std::string(spokenOf(known->metric).title) : std::string(name);
}

std::string deedOf(const Guard& guard) {
    std::string_view deed;
    switch (guard.action) {
    case Action::None:
        return {};
    case Action::Notify:
        deed = "notifies";
        break;
    case Action::Pause:
        deed = "pauses";
        break;
    case Action::StepBack:
        deed = "steps back";
        break;
    case Action::RollBack:
        deed = "rolls back";
        break;
    }
    const std::string_view compared = countsAnyChange(guard.metric) ? "when it changes" : "when worse";
    if (!guard.limit)
        return std::format("{} {}", deed, compared);
    switch (guard.metric) {
    case Metric::Latency:
        return std::format("{} when more than {} are slower than {:g} s, or {}", deed, percent(1 - guard.quantile),
                           *guard.limit, compared);
    case Metric::Cost:
    case Metric::Tokens:
    case Metric::ToolCalls:
        return std::format("{} above {} per request, or {}", deed, amountText(guard.metric, *guard.limit), compared);
    default:
        return std::format("{} above {}, or {}", deed, percent(*guard.limit), compared);
    }
}

std::string proofOf(const Explanation& explanation) {
    const std::string releases = oneIn(explanation.alpha);
    switch (explanation.method) {
    case Method::Ratio:
    case Method::TwoSided:
        return std::format("A healthy canary shows such a difference in at most 1 of {} releases, however often one "
                           "looks: E is {}, and {} is enough.",
                           releases, evidenceText(explanation.value), releases);
    case Method::AfterRelease:
        return std::format("A healthy version shows this in at most 1 of {} releases: E is {}, and {} is enough.",
                           releases, evidenceText(explanation.value), releases);
    case Method::MeanSequence:
        return std::format("A healthy canary shows such a difference in at most 1 of {} releases.", releases);
    case Method::ExactLimit:
        return std::format("With {} certainty more than {} are past the limit, which allows {}.",
                           percent(1 - explanation.alpha), percent(explanation.value), percent(explanation.bound));
    case Method::MeanLimit:
        return std::format("With {} certainty the mean is above {:.4g}, and the limit is {:.4g}.",
                           percent(1 - explanation.alpha), explanation.value, explanation.bound);
    case Method::Outage:
        return std::format("{:.0f} failed in a row, and {:.0f} are enough.", explanation.value, explanation.bound);
    }
    return {};
}

} // namespace signalbox::evidence
