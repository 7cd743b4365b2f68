// Watches how often something happens: errors, refusals, slow requests, business signals. Latency has up to three
// levels (above the frozen p50, p90, p99), everything else one; the E of the levels are averaged. Beside the comparison
// with stable: the hard limit, the fast path of an outage (errors only), and after 100 % the frozen baseline. Inside
// core/evidence only; owned by the judge.
#pragma once

#include <optional>
#include <vector>

#include "core/evidence/baseline_process.h"
#include "core/evidence/failure_classes.h"
#include "core/evidence/latency_learner.h"
#include "core/evidence/limit_window.h"
#include "core/evidence/outage_run.h"
#include "core/evidence/ratio_process.h"
#include "core/evidence/unit_register.h"
#include "core/evidence/watch.h"

namespace signalbox::evidence {

class EventWatch final : public Watch {
public:
    EventWatch(const Guard& guard, const GuardSet& set);

    void take(const UnitOutcome& outcome) override;
    void passTime(std::chrono::milliseconds elapsed) override;
    void observe(std::chrono::milliseconds elapsed) override;
    [[nodiscard]] std::optional<Method> worseBy(bool splitDoubted) const override;
    [[nodiscard]] bool isClear() const override;
    [[nodiscard]] bool isEnvironment() const override;
    [[nodiscard]] bool hasData() const override;
    void describe(Explanation& explanation, Method method) const override;
    [[nodiscard]] Method usualMethod() const override;
    [[nodiscard]] std::optional<double> minimumUnits(traffic::Weight weight) const override;
    [[nodiscard]] QJsonObject toJson() const override;
    void fromJson(FieldReader reader) override;

private:
    static constexpr std::size_t rememberedEvents = 16'384; // units, for each level
    static constexpr std::size_t rememberedAfter = 32'768;  // units of a day after 100 %

    struct Level {
        std::string name = {};
        std::optional<std::chrono::microseconds> above = {};
        double share = 0; // of stable's requests, when the level says so itself (p99: 0.01)
        RatioProcess worse;
        RatioProcess safer;
        UnitRegister seen;
    };

    struct After {
        BaselineProcess process;
        UnitRegister seen; // of this day
        std::size_t level = 0;
    };

    void addLatencyLevels(const Baseline::Latency& frozen);
    void learn(const UnitOutcome& outcome);
    void addLevel(std::string name, Grid grid, std::optional<std::chrono::microseconds> above, double share);
    [[nodiscard]] std::optional<bool> happened(const UnitOutcome& outcome, const Level& level) const;
    [[nodiscard]] std::optional<bool> passesLimit(const UnitOutcome& outcome) const;
    void takeLevel(const UnitOutcome& outcome, std::size_t index);
    void takeAfter(const UnitOutcome& outcome);
    [[nodiscard]] bool canBeTold(const Level& level) const; // that it is not worse than the clear margin
    [[nodiscard]] double logSafer() const;
    void evaluate();
    [[nodiscard]] double logAfter() const;
    [[nodiscard]] std::uint64_t canaryEvents() const;
    [[nodiscard]] double stableRate() const;
    void describeRatio(Explanation& explanation) const;
    void restoreFailures(FieldReader& reader);
    void describeLatency(Explanation& explanation, Method method) const;
    [[nodiscard]] std::size_t tellingLevel() const;

    std::vector<Level> m_levels;
    std::optional<LatencyLearner> m_learner; // of latency, when nothing is known of stable's past
    std::optional<LimitWindow> m_window;
    std::optional<OutageRun> m_outage;
    std::vector<After> m_after;
    std::chrono::milliseconds m_day{0};
    Both<std::uint64_t> m_known; // requests in which it is known whether the event happened
    Trace m_trace;
    FailureClasses m_failures; // of errors
    traffic::Weight m_weight;  // of the newest outcome
    double m_logWorse = 0;
};

} // namespace signalbox::evidence
