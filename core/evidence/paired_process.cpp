#include "core/evidence/paired_process.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/evidence/ratio_process.h"

namespace signalbox::evidence {

namespace {

constexpr double priorVariance = 0.25 * 0.25;
constexpr double leastVariance = 1e-4;
constexpr double boldest = 0.5; // never more than half of what a pair could cost
constexpr std::array shares = {0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9, 0.97};

} // namespace

// The stake on a pair comes from the pairs before it only.
void BettingProcess::add(double difference) {
    const double value = std::clamp(difference, -1.0, 1.0);
    const auto n = static_cast<double>(m_state.pairs);
    const double mean = m_state.sum / (n + 1);
    const double variance =
        std::max(leastVariance, (priorVariance + m_state.squares - 2 * mean * m_state.sum + n * mean * mean) / (n + 1));
    const double above = mean - m_margin;
    const double stake = std::clamp(above / (variance + above * above), 0.0, boldest / (1 + m_margin));
    m_state.logEvidence += std::log1p(stake * (value - m_margin));
    m_state.sum += value;
    m_state.squares += value * value;
    ++m_state.pairs;
}

double SignProcess::logEvidence() const {
    std::array<double, shares.size()> logs{};
    std::ranges::transform(shares, logs.begin(), [this](double share) {
        return static_cast<double>(m_onlyStable) * std::log(2 * share) +
               static_cast<double>(m_onlyCandidate) * std::log(2 * (1 - share));
    });
    return logMeanExp(logs);
}

} // namespace signalbox::evidence
