// What one release is judged by, frozen with it: guardrails, how much doubt is allowed, and the baseline that stable
// had before the canary began. Values; any thread. guardFor() maps one guardrail of a plan; guardSetFromJson refuses
// what it does not know with Invalid "bad_guards".
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <QJsonObject>

#include "core/base/result.h"

namespace signalbox::evidence {

enum class Metric : std::uint8_t {
    Errors,
    ToolFailures,
    Refusals,
    ContractViolations,
    PolicyHits,
    LowQuality, // quality below qualityBar
    Signal,     // a named business event (approved, flagged): any change counts, up or down
    Latency,
    Cost,
    Tokens,
    ToolCalls // any change counts, up or down
};

enum class Action : std::uint8_t { None, Notify, Pause, StepBack, RollBack }; // the later the safer

struct Guard {
    std::string name = {}; // as in the plan: "error_rate", "latency_p95", "signal:approved"
    Metric metric = Metric::Errors;
    Action action = Action::Pause;
    // In addition to the comparison with stable. Share of requests (0 … 1) for events, seconds for latency, USD,
    // tokens or calls per request for the others.
    std::optional<double> limit = {};
    double quantile = 0.95; // latency: the limit is for this quantile
    double margin = 1;      // "worse" means worse than so many times stable
    double clearMargin = 2; // "clear" means shown not worse than so many times stable

    bool operator==(const Guard&) const = default;
};

// "error_rate", "tool_failure", "refusal", "contract_violation", "policy_hit", "low_quality", "latency_pNN", "cost",
// "tokens", "tool_calls", "signal:NAME". Invalid "unknown_metric" for everything else.
[[nodiscard]] Result<Guard> guardFor(std::string_view metric, std::optional<double> limit, Action action);

// Stable's past, frozen when the release starts. What is unknown is absent; it costs power, never validity.
struct Baseline {
    struct Latency {
        std::chrono::microseconds p50{0};
        std::chrono::microseconds p90{0};
        std::chrono::microseconds p99{0};
        std::uint64_t samples = 0; // below 200 only p50 is used, below 2,000 only p50 and p90

        bool operator==(const Latency&) const = default;
    };

    std::optional<Latency> latency = {};
    std::map<std::string, double> rates = {}; // share of requests with the event, by guard name
    std::map<std::string, double> tops =
        {}; // p99 of one conversation, by guard name (cost, tokens): outliers are cut there

    bool operator==(const Baseline&) const = default;
};

struct GuardSet {
    std::vector<Guard> guards = {};
    Baseline baseline = {};
    // Probability of a false alarm of a whole family, shared equally by its guards.
    double rollBackAlpha = 0.01;
    double pauseAlpha = 0.05;  // guards that pause or notify
    double splitAlpha = 0.001; // of the check that units really fall on the arms by weight
    double limitConfidence = 0.99;
    std::uint64_t leastCanaryEvents = 3; // never alarm on fewer, against one flaky caller
    std::uint64_t leastLimitUnits = 50;
    double promisedRatio = 6; // the smallest rise that the plan promises to catch; for forecasts and minimum evidence
    double qualityBar = 0.5;
    double afterMargin = 1.2; // after 100 %: times the baseline's rate
    std::chrono::milliseconds limitWindow = std::chrono::minutes{10};
    std::chrono::milliseconds conversationTime = std::chrono::minutes{5}; // its cost is counted then
    std::chrono::milliseconds staleAfter = std::chrono::minutes{10};

    // α of this guard: its family's, divided by the guards in it.
    [[nodiscard]] double alphaOf(const Guard& guard) const;

    bool operator==(const GuardSet&) const = default;
};

[[nodiscard]] QJsonObject guardSetToJson(const GuardSet& set);
[[nodiscard]] Result<GuardSet> guardSetFromJson(const QJsonObject& object);

[[nodiscard]] std::string_view toString(Metric metric); // "errors", "tool_failures", …
[[nodiscard]] std::string_view toString(Action action); // "none", "notify", "pause", "roll_back"
[[nodiscard]] std::optional<Metric> metricFrom(std::string_view text);
[[nodiscard]] std::optional<Action> actionFrom(std::string_view text);

} // namespace signalbox::evidence
