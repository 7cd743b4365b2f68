// What a canary can see, before it starts and while it runs: how many units until "worse" or "clear", and how long that
// takes at the agent's traffic. Closed forms, within about 25 % of the simulated medians. Pure; any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/traffic/weight.h"

namespace signalbox::evidence {

// Requests of stable below which a share of them says nothing.
inline constexpr std::uint64_t leastKnownRequests = 200;

// What a step waits for where stable's rate is not known, or none of its units failed, so that no rise can be put in
// multiples of stable: units of both arms that bring the canary the 50 that a hard limit needs; at least 200.
[[nodiscard]] std::uint64_t leastStepUnits(traffic::Weight canary);

// Units of both arms until "worse" (median), for a true ratio of risk above 1. `rate`: stable's share of units with the
// event. nullopt when it can never be seen (no rate, no canary, no rise, or one to more than all units).
[[nodiscard]] std::optional<double> unitsToWorse(double rate, double ratio, traffic::Weight canary, double alpha,
                                                 double logEvidence = 0);
// Units of both arms until "clear" under this margin, when the canary is as good as stable.
[[nodiscard]] std::optional<double> unitsToClear(double rate, double margin, traffic::Weight canary, double alpha,
                                                 double logEvidence = 0);

using Days = std::chrono::duration<double, std::ratio<86'400>>;

struct StepForecast {
    traffic::Weight canary;
    double ratio = 6;
    double units = 0; // of both arms
    double canaryUnits = 0;
    std::optional<Days> time = {}; // at the traffic given; absent without traffic

    bool operator==(const StepForecast&) const = default;
};

// One for each ratio that can be seen at this weight.
[[nodiscard]] std::vector<StepForecast> forecastStep(traffic::Weight canary, std::span<const double> ratios,
                                                     double rate, double alpha, double unitsPerDay);

// "at 5 % of your traffic this canary can see a 6× rise in about 6 h, a 2× rise in about 4 days"
[[nodiscard]] std::string forecastSentence(std::span<const StepForecast> step);
// "at 10 requests a day a 6× rise would take 270 days to see: skip shadow, …"; empty when it takes at most 14 days.
[[nodiscard]] std::string lowTrafficAdvice(double rate, double alpha, double unitsPerDay, double ratio,
                                           traffic::Weight canary);
// "needs about 219 requests, about 26 min at your traffic"
[[nodiscard]] std::string minimumSentence(double units, double unitsPerDay);

// "about 6 h", "about 26 min", "about 4 days"
[[nodiscard]] std::string aboutText(Days time);

} // namespace signalbox::evidence
