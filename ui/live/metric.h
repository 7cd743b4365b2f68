// The metrics of the Live page: how each is computed from counts, named and written. Pure; any thread (texts: UI
// thread). A ratio over nothing is absent, never 0. Units: seconds, USD, requests per second.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include <QString>

#include "core/protocol/messages.h"

namespace signalbox::ui::live {

enum class Metric {
    RequestRate,
    ErrorRate,
    Latency,
    FirstToken,
    Tokens,
    Cost,
    ToolCalls,
    ContractViolations,
    ToolFailures,
    Refusals
};
// In the order of the page: what a person who was paged looks for comes first.
inline constexpr std::array allMetrics{
    Metric::ErrorRate,    Metric::RequestRate, Metric::Latency,   Metric::FirstToken,
    Metric::Tokens,       Metric::Cost,        Metric::ToolCalls, Metric::ContractViolations,
    Metric::ToolFailures, Metric::Refusals};

enum class Quantile { P50, P95, P99 };

[[nodiscard]] double shareOf(Quantile quantile); // 0.95

struct Measure { // what a panel shows; the quantile matters for latency and first token only
    Metric metric = Metric::RequestRate;
    Quantile quantile = Quantile::P95;

    bool operator==(const Measure&) const = default;
};

// `span` is the time over which the point's counts were collected.
[[nodiscard]] std::optional<double> valueOf(const Measure& measure, const protocol::MetricPoint& point,
                                            std::chrono::milliseconds span);
[[nodiscard]] bool isShare(Metric metric); // from 0 to 1
[[nodiscard]] bool isQuantile(Metric metric);
// What a number is formed over: the requests of which it is known. A failed answer has no tokens, no cost and no time
// that would say how long answers take.
[[nodiscard]] std::uint64_t baseOf(Metric metric, const protocol::MetricPoint& point);
// What of it a ratio counts; 0 for those that count nothing.
[[nodiscard]] std::uint64_t partOf(Metric metric, const protocol::MetricPoint& point);
// The limit that the plan sets for this measure, if any.
[[nodiscard]] const release::Guardrail* guardrailOf(const Measure& measure,
                                                    const std::vector<release::Guardrail>& guardrails);

[[nodiscard]] QString titleOf(const Measure& measure);
[[nodiscard]] QString quantileName(Quantile quantile);
[[nodiscard]] QString formatValue(Metric metric, const std::optional<double>& value); // "no data" when absent
// "0.1–1.3": without the unit, which stands at the value; times have theirs, "32 ms–1.20 s".
[[nodiscard]] QString formatBounds(Metric metric, double low, double high);
// What the number was formed over: "of 1,204", "of 310 judged", "of 300, 12 unknown"; empty when there is no number.
[[nodiscard]] QString formatBase(const Measure& measure, const protocol::MetricPoint& total);

} // namespace signalbox::ui::live
