#include "core/evidence/guard_set.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <format>

namespace signalbox::evidence {

namespace {

struct MetricWord {
    Metric metric;
    std::string_view word; // of the enum
    std::string_view name; // of a guardrail in a plan
};

constexpr std::array words = {
    MetricWord{Metric::Errors, "errors", "error_rate"},
    MetricWord{Metric::ToolFailures, "tool_failures", "tool_failure"},
    MetricWord{Metric::Refusals, "refusals", "refusal"},
    MetricWord{Metric::ContractViolations, "contract_violations", "contract_violation"},
    MetricWord{Metric::PolicyHits, "policy_hits", "policy_hit"},
    MetricWord{Metric::LowQuality, "low_quality", "low_quality"},
    MetricWord{Metric::Signal, "signal", "signal:"},
    MetricWord{Metric::Latency, "latency", "latency_p"},
    MetricWord{Metric::Cost, "cost", "cost"},
    MetricWord{Metric::Tokens, "tokens", "tokens"},
    MetricWord{Metric::ToolCalls, "tool_calls", "tool_calls"},
};

constexpr std::array<std::string_view, 5> actionWords = {"none", "notify", "pause", "step_back", "roll_back"};

// "latency_p95" → 0.95; "latency_p999" → 0.999
std::optional<double> quantileIn(std::string_view digits) {
    int number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size() || digits.size() < 2 || digits.size() > 4)
        return {};
    double scale = 1;
    for (std::size_t i = 0; i < digits.size(); ++i)
        scale *= 10;
    return number > 0 ? std::optional(number / scale) : std::nullopt;
}

std::unexpected<Error> unknownMetric(std::string_view metric) {
    return failure(Errc::Invalid, "unknown_metric", std::format("There is no metric named \"{}\".", metric),
                   "Use error_rate, tool_failure, refusal, contract_violation, policy_hit, low_quality, latency_p95, "
                   "cost, tokens, tool_calls or signal:NAME.");
}

} // namespace

Result<Guard> guardFor(std::string_view metric, std::optional<double> limit, Action action) {
    Guard guard{.name = std::string(metric), .action = action, .limit = limit};
    for (const MetricWord& word : words) {
        const bool prefix = word.metric == Metric::Signal || word.metric == Metric::Latency;
        if (prefix ? !metric.starts_with(word.name) : metric != word.name)
            continue;
        guard.metric = word.metric;
        const std::string_view rest = metric.substr(word.name.size());
        if (word.metric == Metric::Signal && rest.empty())
            return unknownMetric(metric);
        if (word.metric == Metric::Latency) {
            const auto quantile = quantileIn(rest);
            if (!quantile)
                return unknownMetric(metric);
            guard.quantile = *quantile;
        }
        return guard;
    }
    return unknownMetric(metric);
}

double GuardSet::alphaOf(const Guard& guard) const {
    const bool rollBack = guard.action == Action::RollBack;
    const auto sharing = std::ranges::count_if(
        guards, [&](const Guard& other) { return (other.action == Action::RollBack) == rollBack; });
    return (rollBack ? rollBackAlpha : pauseAlpha) / static_cast<double>(std::max<std::ptrdiff_t>(sharing, 1));
}

std::string_view toString(Metric metric) {
    return std::ranges::find(words, metric, &MetricWord::metric)->word;
}

std::optional<Metric> metricFrom(std::string_view text) {
    const auto* const found = std::ranges::find(words, text, &MetricWord::word);
    return found == words.end() ? std::nullopt : std::optional(found->metric);
}

std::string_view toString(Action action) {
    return actionWords.at(static_cast<std::size_t>(action));
}

std::optional<Action> actionFrom(std::string_view text) {
    const auto* const found = std::ranges::find(actionWords, text);
    return found == actionWords.end() ? std::nullopt : std::optional(static_cast<Action>(found - actionWords.begin()));
}

} // namespace signalbox::evidence
