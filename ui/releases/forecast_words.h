// What a plan can see at an agent's traffic, before it starts: how many conversations each step waits for, which rise
// of errors shows after how long. Pure; UI thread for the words (the way of a release: ramp_words.h). Formulas:
// core/evidence/forecast.h; a request is taken for a conversation, which makes times a little too short where one
// conversation has many requests.
#pragma once

#include <optional>

#include <QString>

#include "core/evidence/forecast.h"
#include "core/protocol/messages.h"

namespace signalbox::ui::releases {

struct StableTraffic {
    std::uint64_t requests = 0; // that were answered
    std::chrono::milliseconds seen{0};
    double perDay = 0;
    double errorRate = 0; // assumed when none failed
    bool assumed = false;
    protocol::MetricPoint total{}; // of the time that was seen
    std::string version = {};
};

// What a step waits for besides its time; counted as its hold counts.
struct StepWait {
    std::uint64_t conversations = 0;
    std::optional<evidence::Days> time; // at this traffic
};

// Of this version as stable; nullopt: too few requests to say anything.
[[nodiscard]] std::optional<StableTraffic> stableTraffic(const protocol::MetricsMessage& metrics,
                                                         const std::string& version, WallTime now);
// nullopt: it waits for nothing but its time.
[[nodiscard]] std::optional<StepWait> stepWait(const release::Plan& plan, traffic::Weight weight,
                                               const StableTraffic& traffic);
// "1,000 conversations, about 26 min"; empty when it waits for none.
[[nodiscard]] QString stepForecast(const release::Plan& plan, traffic::Weight weight, const StableTraffic& traffic);
// "At 5 % a rise of errors from 0.5 % to 3 % is seen after about 3,900 conversations (about 18 min)."
[[nodiscard]] QString forecastStatement(const release::Plan& plan, const StableTraffic& traffic);
// What that rests on, for who asks why.
[[nodiscard]] QString forecastWhy(const release::Plan& plan, const StableTraffic& traffic);
// What to do instead where a step would take weeks; empty elsewhere.
[[nodiscard]] QString lowTrafficAdvice(const release::Plan& plan, const StableTraffic& traffic);

// What of an agent's traffic cannot be told apart, so that a release cannot split it as it says; empty: nothing.
[[nodiscard]] QString unitsText(const traffic::AgentUnits& units);

// "26 min", "5 h", "4 days"
[[nodiscard]] QString lengthText(evidence::Days time);
// "about 26 min", "under a minute"
[[nodiscard]] QString aboutText(evidence::Days time);
// "0.5 %", "12.3 %": three digits that say something.
[[nodiscard]] QString shortPercent(double share);

} // namespace signalbox::ui::releases
