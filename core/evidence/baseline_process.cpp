#include "core/evidence/baseline_process.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/evidence/ratio_process.h"

namespace signalbox::evidence {

namespace {

constexpr std::array ratios = {1.5, 2.0, 3.0, 4.0, 6.0, 8.0};
constexpr double highestRate = 0.5;

} // namespace

double BaselineProcess::logEvidence() const {
    const auto events = static_cast<double>(m_events);
    const auto others = static_cast<double>(m_units - m_events);
    std::array<double, ratios.size()> logs{};
    std::ranges::transform(ratios, logs.begin(), [&](double ratio) {
        // A baseline above the cap has no worse rate on this grid: its bet stays at 1.
        const double worse = std::max(std::min(highestRate, m_rate * ratio), m_rate);
        return events * std::log(worse / m_rate) + others * std::log((1 - worse) / (1 - m_rate));
    });
    return logMeanExp(logs);
}

} // namespace signalbox::evidence
