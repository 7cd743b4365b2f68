// The way of a release through its plan: in one sentence, and as the points of a line with what each takes. Pure; UI
// thread (translated). How long a step waits: forecast_words.h.
#pragma once

#include <optional>
#include <vector>

#include <QString>

#include "ui/releases/forecast_words.h"

namespace signalbox::ui::releases {

// One stop of the way: "5 %" with "1 h" below it.
struct RampPoint {
    QString what;
    QString time;                               // empty: none is known or needed
    traffic::Role role = traffic::Role::Canary; // of the candidate from here to the next

    bool operator==(const RampPoint&) const = default;
};

// Gates, shadow, steps, the watch at the end; empty without steps.
[[nodiscard]] std::vector<RampPoint> rampPoints(const release::Plan& plan, const std::optional<StableTraffic>& traffic);
// "5 % now, then 10, 25, 50, 100 %; about 5 h at today's traffic; you take each step; then watched for 24 h."
[[nodiscard]] QString planSentence(const release::Plan& plan, const std::optional<StableTraffic>& traffic);

} // namespace signalbox::ui::releases
