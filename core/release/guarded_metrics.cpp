#include "core/release/guarded_metrics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <format>

#include "core/agents/yaml.h"
#include "core/release/plan_mistakes.h"

namespace signalbox::release {

namespace {

constexpr std::string_view signalPrefix = "signal:";
constexpr std::size_t longestSignal = 64;

constexpr std::array metrics{
    GuardedMetric{"error_rate", LimitRule::Needed, 1, "share from 0 to 1"},
    GuardedMetric{"latency_p50", LimitRule::Needed, 3600, "number of seconds below 3,600"},
    GuardedMetric{"latency_p90", LimitRule::Needed, 3600, "number of seconds below 3,600"},
    GuardedMetric{"latency_p95", LimitRule::Needed, 3600, "number of seconds below 3,600"},
    GuardedMetric{"latency_p99", LimitRule::Needed, 3600, "number of seconds below 3,600"},
    GuardedMetric{"cost", LimitRule::Needed, 1000, "number of USD per request below 1,000"},
    GuardedMetric{"tokens", LimitRule::Optional, 1e9, "number of tokens per request"},
    GuardedMetric{"tool_calls", LimitRule::Optional, 1000, "number of calls per request below 1,000"},
    GuardedMetric{"refusal", LimitRule::Optional, 1, "share from 0 to 1"},
    GuardedMetric{"contract_violation", LimitRule::Optional, 1, "share from 0 to 1"},
    GuardedMetric{"tool_failure", LimitRule::Optional, 1, "share from 0 to 1"},
    GuardedMetric{"low_quality", LimitRule::Optional, 1, "share from 0 to 1"},
    GuardedMetric{signalPrefix, LimitRule::None, 0, "no limit"},
};

bool isSignal(std::string_view metric) {
    const std::string_view name = metric.substr(std::min(metric.size(), signalPrefix.size()));
    return metric.starts_with(signalPrefix) && !name.empty() && name.size() <= longestSignal &&
           std::ranges::all_of(name, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
           });
}

Result<void> wrong(std::string message, std::string pointer, std::string hint, std::string write) {
    PlanMistakes mistakes;
    mistakes.add(std::move(message), std::move(pointer), std::move(hint), std::move(write));
    return mistakes.result();
}

std::string_view nearestMetric(std::string_view written) {
    std::vector<std::string_view> names;
    for (const GuardedMetric& metric : metrics)
        if (metric.name != signalPrefix)
            names.push_back(metric.name);
    const auto guess = agents::nearestWord(written, names);
    return guess.empty() ? metrics.front().name : guess;
}

} // namespace

std::span<const GuardedMetric> guardedMetrics() {
    return metrics;
}

const GuardedMetric* guardedMetric(std::string_view metric) {
    const auto* const found = std::ranges::find_if(metrics, [metric](const GuardedMetric& known) {
        return known.name == signalPrefix ? isSignal(metric) : known.name == metric;
    });
    return found == metrics.end() ? nullptr : found;
}

double usualLimit(const GuardedMetric& metric) {
    return metric.most <= 1 ? 0.02 : metric.name == "tokens" ? 10'000 : metric.name == "cost" ? 0.5 : 10;
}

Result<void> checkGuardrail(const Guardrail& guardrail, const std::string& field) {
    const GuardedMetric* known = guardedMetric(guardrail.metric);
    if (known == nullptr)
        return wrong(
            std::format("\"{}\" is not a metric that can be guarded.", guardrail.metric), field + "/metric",
            "Use error_rate, latency_p95, cost, tokens, tool_calls, refusal, contract_violation, tool_failure, "
            "low_quality or signal:NAME.",
            std::format("metric: {}", nearestMetric(guardrail.metric)));
    if (known->limit != LimitRule::Needed && guardrail.limit == 0)
        return {};
    if (known->limit == LimitRule::None)
        return wrong("A signal has no limit: any change against stable counts.", field + "/limit",
                     "Leave the limit out.", {});
    if (std::isfinite(guardrail.limit) && guardrail.limit > 0 && guardrail.limit < known->most)
        return {};
    return wrong(std::format("The limit of {} is {}.", guardrail.metric, guardrail.limit), field + "/limit",
                 std::format("Use a {}, and more than 0.", known->unit), std::format("limit: {}", usualLimit(*known)));
}

} // namespace signalbox::release
