#include "core/release/guarded_metrics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <format>

#include "core/release/plan_words.h"

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

Result<void> checkGuardrail(const Guardrail& guardrail, const std::string& field) {
    const GuardedMetric* known = guardedMetric(guardrail.metric);
    if (known == nullptr)
        return refusePlan(
            std::format("\"{}\" is not a metric that can be guarded.", guardrail.metric), field + "/metric",
            "Use error_rate, latency_p95, cost, tokens, tool_calls, refusal, contract_violation, tool_failure, "
            "low_quality or signal:NAME.");
    if (known->limit != LimitRule::Needed && guardrail.limit == 0)
        return {};
    if (known->limit == LimitRule::None)
        return refusePlan("A signal has no limit: any change against stable counts.", field + "/limit",
                          "Leave the limit out.");
    if (std::isfinite(guardrail.limit) && guardrail.limit > 0 && guardrail.limit < known->most)
        return {};
    return refusePlan(std::format("The limit of {} is {}.", guardrail.metric, guardrail.limit), field + "/limit",
                      std::format("Use a {}, and more than 0.", known->unit));
}

} // namespace signalbox::release
