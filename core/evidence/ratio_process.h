// The relative-risk e-process: does an event (an error, a slow request) fall on the canary more often than its share of
// the units explains? Looked at after every event, E ≥ 1/α happens with probability ≤ α to a canary that is no worse.
// Only the counts by weight and arm are kept, so E depends on no order, survives a restart exactly and can be computed
// again from the numbers shown. Values; any thread. Cannot fail; at most 999 weights, 3 to 6 in practice.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/evidence/arm.h"
#include "core/traffic/weight.h"

namespace signalbox::evidence {

// The ratios of risk that are bet on.
enum class Grid : std::uint8_t {
    Worse,      // 1.25 … 16: errors and other rare events, latency above p99
    Safer,      // 0.3 … 0.9, under a margin: "shown not worse than M times"
    TwoSided,   // 0.125 … 16: business signals, the split of traffic
    Median,     // 1.05 … 1.75: latency above p50, whose ratio cannot pass 2
    Ninetieth,  // 1.1 … 6: latency above p90
    CommonEvent // 1.1 … 3: events that are not rare, such as low quality
};
[[nodiscard]] std::span<const double> ratiosOf(Grid grid);

// Events of units that were assigned while the canary had this weight.
struct WeightCounts {
    traffic::Weight weight;
    std::uint64_t canary = 0;
    std::uint64_t stable = 0;

    bool operator==(const WeightCounts&) const = default;
};

class RatioProcess {
public:
    // With a margin M the question is "more than M times". `promised`: a ratio that the plan promises to catch; half
    // of the stake goes on the one of the grid next to it, the rest evenly on all. 0: all evenly. Any stakes that were
    // fixed before the first event leave the test valid; these see the promised rise with about 6 % fewer requests, and
    // another with at most 10 % more (ln 2 beside the ln 100 + ln 9 that an alarm takes at α .01).
    explicit RatioProcess(Grid grid = Grid::Worse, double margin = 1, double promised = 0);

    // One event of a unit that was assigned to `arm` while the canary had `weight`. With 0 % or 100 % there is nothing
    // to compare: false, and the event is not counted.
    bool add(Arm arm, traffic::Weight weight, std::uint64_t times = 1);

    // ln E; 0 before the first event.
    [[nodiscard]] double logEvidence() const { return m_logEvidence; }

    [[nodiscard]] const std::vector<WeightCounts>& counts() const { return m_counts; } // weights rise

    [[nodiscard]] std::uint64_t events(Arm arm) const { return m_events.of(arm); }

    [[nodiscard]] Grid grid() const { return m_grid; }

    [[nodiscard]] double margin() const { return m_margin; }

    [[nodiscard]] double promised() const { return m_promised; }

    void restore(std::span<const WeightCounts> counts);

private:
    static constexpr std::size_t largestGrid = 15;
    using Logs = std::array<double, largestGrid>;

    std::size_t rowOf(traffic::Weight weight);
    void evaluate();

    Grid m_grid;
    double m_margin;
    double m_promised;
    Logs m_logRatio{};
    Logs m_logStake{};
    std::vector<WeightCounts> m_counts;
    std::vector<Logs> m_logExpected; // ln(1 − w + w r) of each row
    Both<std::uint64_t> m_events;
    double m_logEvidence = 0;
};

// Share of the stake on each ratio of the grid; the sum is 1.
[[nodiscard]] std::vector<double> stakesOf(Grid grid, double promised);

// ln of the mean of exp(logs); the average of e-values is an e-value.
[[nodiscard]] double logMeanExp(std::span<const double> logs);

} // namespace signalbox::evidence
