#include "core/evidence/ratio_process.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

namespace signalbox::evidence {

namespace {

constexpr std::array worse = {1.25, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0};
constexpr std::array safer = {0.9, 0.75, 0.6, 0.5, 0.4, 0.3};
constexpr std::array twoSided = {1.25, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 0.8, 0.67, 0.5, 0.33, 0.25, 0.125};
constexpr std::array median = {1.05, 1.1, 1.2, 1.3, 1.4, 1.5, 1.75};
constexpr std::array ninetieth = {1.1, 1.25, 1.5, 2.0, 3.0, 4.0, 6.0};
constexpr std::array commonEvent = {1.1, 1.25, 1.5, 2.0, 3.0};

// Beside 1, less than this is lost in rounding.
constexpr double negligible = -45;
constexpr double promisedStake = 0.5;

double logSumExp(std::span<const double> logs) {
    const double largest = std::ranges::max(logs);
    double sum = 0;
    for (const double log : logs)
        if (log - largest > negligible)
            sum += std::exp(log - largest);
    return largest + std::log(sum);
}

} // namespace

std::span<const double> ratiosOf(Grid grid) {
    switch (grid) {
    case Grid::Worse:
        return worse;
    case Grid::Safer:
        return safer;
    case Grid::TwoSided:
        return twoSided;
    case Grid::Median:
        return median;
    case Grid::Ninetieth:
        return ninetieth;
    case Grid::CommonEvent:
        return commonEvent;
    }
    std::unreachable();
}

double logMeanExp(std::span<const double> logs) {
    return logSumExp(logs) - std::log(static_cast<double>(logs.size()));
}

std::vector<double> stakesOf(Grid grid, double promised) {
    const auto ratios = ratiosOf(grid);
    const bool evenly = !(promised > 0);
    std::vector<double> stakes(ratios.size(), (evenly ? 1 : 1 - promisedStake) / static_cast<double>(ratios.size()));
    if (evenly)
        return stakes;
    const auto distance = [promised](double ratio) { return std::abs(std::log(ratio / promised)); };
    const auto nearest = std::ranges::min_element(ratios, {}, distance) - ratios.begin();
    stakes[static_cast<std::size_t>(nearest)] += promisedStake;
    return stakes;
}

RatioProcess::RatioProcess(Grid grid, double margin, double promised)
    : m_grid(grid),
      m_margin(margin),
      m_promised(promised) {
    std::ranges::transform(ratiosOf(grid), m_logRatio.begin(), [](double ratio) { return std::log(ratio); });
    std::ranges::transform(stakesOf(grid, promised), m_logStake.begin(), [](double stake) { return std::log(stake); });
}

bool RatioProcess::add(Arm arm, traffic::Weight weight, std::uint64_t times) {
    if (weight.thousandths() == 0 || weight == traffic::Weight::all())
        return false;
    WeightCounts& row = m_counts[rowOf(weight)];
    (arm == Arm::Canary ? row.canary : row.stable) += times;
    m_events.of(arm) += times;
    evaluate();
    return true;
}

void RatioProcess::restore(std::span<const WeightCounts> counts) {
    m_counts.clear();
    m_logExpected.clear();
    m_events = {};
    m_logEvidence = 0;
    for (const WeightCounts& row : counts) {
        add(Arm::Canary, row.weight, row.canary);
        add(Arm::Stable, row.weight, row.stable);
    }
}

std::size_t RatioProcess::rowOf(traffic::Weight weight) {
    const auto place = std::ranges::lower_bound(m_counts, weight, {}, &WeightCounts::weight);
    const auto row = place - m_counts.begin();
    if (place != m_counts.end() && place->weight == weight)
        return static_cast<std::size_t>(row);
    const double share = weight.share();
    const double shifted = share * m_margin / (share * m_margin + 1 - share);
    Logs expected{};
    std::ranges::transform(ratiosOf(m_grid), expected.begin(),
                           [shifted](double ratio) { return std::log(1 - shifted + shifted * ratio); });
    m_logExpected.insert(m_logExpected.begin() + row, expected);
    m_counts.insert(place, {.weight = weight});
    return static_cast<std::size_t>(row);
}

// Always the whole sum over the weights in rising order: the same counts give the same bits.
void RatioProcess::evaluate() {
    const std::size_t size = ratiosOf(m_grid).size();
    Logs logs{};
    for (std::size_t i = 0; i < size; ++i)
        logs[i] = static_cast<double>(m_events.canary) * m_logRatio[i];
    for (std::size_t row = 0; row < m_counts.size(); ++row) {
        const auto events = static_cast<double>(m_counts[row].canary + m_counts[row].stable);
        for (std::size_t i = 0; i < size; ++i)
            logs[i] -= events * m_logExpected[row][i];
    }
    const auto used = std::span(logs).first(size);
    if (!(m_promised > 0)) { // to the bit as verdicts were computed before there were other stakes
        m_logEvidence = logMeanExp(used);
        return;
    }
    std::ranges::transform(used, m_logStake, used.begin(), std::plus());
    m_logEvidence = logSumExp(used);
}

} // namespace signalbox::evidence
