#include "core/release/drill_series.h"

#include <algorithm>
#include <cmath>

namespace signalbox::release {

bool saysSomething(DrillOutcome outcome) {
    return outcome == DrillOutcome::RolledBack || outcome == DrillOutcome::Paused || outcome == DrillOutcome::Noticed ||
           outcome == DrillOutcome::NotDetected;
}

std::optional<Spread> spreadOf(std::vector<double> values) {
    if (values.empty())
        return std::nullopt;
    std::ranges::sort(values);
    const auto ranked = [&](double share) {
        const double rank = std::ceil(share * static_cast<double>(values.size()));
        return values[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
    };
    return Spread{.count = values.size(), .median = ranked(0.5), .p99 = ranked(0.99), .most = values.back()};
}

DrillSeries seriesOf(std::span<const Drill> drills, const Drill& like) {
    DrillSeries series;
    std::vector<double> detected;
    std::vector<double> switched;
    for (const Drill& drill : drills) {
        if (!saysSomething(drill.outcome) || drill.order != like.order || drill.weight != like.weight)
            continue;
        ++series.drills;
        series.rolledBack += drill.outcome == DrillOutcome::RolledBack ? 1 : 0;
        series.late += drill.figures.late;
        if (drill.figures.detectSeconds)
            detected.push_back(*drill.figures.detectSeconds);
        if (drill.figures.switchMs)
            switched.push_back(*drill.figures.switchMs);
    }
    series.detectSeconds = spreadOf(std::move(detected));
    series.switchMs = spreadOf(std::move(switched));
    return series;
}

} // namespace signalbox::release
