// What a plan can see at an agent's traffic, before it starts: how large a rise of the error rate each step would show,
// and after how long. Pure; UI thread for the words. Formulas: core/evidence/forecast.h; requests stand for units,
// which makes the forecast a little too good where one conversation has many requests.
#pragma once

#include <optional>

#include <QString>

#include "core/protocol/messages.h"

namespace signalbox::ui::releases {

struct StableTraffic {
    std::uint64_t requests = 0; // that were seen
    std::chrono::milliseconds seen{0};
    double perDay = 0;
    double errorRate = 0; // assumed when none failed
    bool assumed = false;
};

// Of this version as stable; nullopt: too few requests to say anything.
[[nodiscard]] std::optional<StableTraffic> stableTraffic(const protocol::MetricsMessage& metrics,
                                                         const std::string& version, WallTime now);
// "6× in about 26 min"; empty when nothing can be said.
[[nodiscard]] QString stepForecast(const release::Plan& plan, traffic::Weight weight, const StableTraffic& traffic);
// "At 14,000 requests a day, of which 0.5 % fail, the step at 5 % shows a 6× rise in about 6 h, a 2× rise in about 4
// days."
[[nodiscard]] QString forecastStatement(const release::Plan& plan, const StableTraffic& traffic);
// What to do instead where a step would take weeks; empty elsewhere.
[[nodiscard]] QString lowTrafficAdvice(const release::Plan& plan, const StableTraffic& traffic);

} // namespace signalbox::ui::releases
