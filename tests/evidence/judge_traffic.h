// Traffic for tests of the judge: requests of both arms with the failures, latencies and costs that a test asks for.
#pragma once

#include <cmath>

#include "core/evidence/release_judge.h"
#include "tests/evidence/random.h"

namespace signalbox::evidence {

struct Behaviour {
    double errors = 0.005;
    double slow = 1; // times the usual latency
    double dear = 1; // times the usual cost
    double signal = 0;
};

class JudgeTraffic {
public:
    JudgeTraffic(std::uint64_t seed, traffic::Weight weight) : m_random(seed), m_weight(weight) {}

    void setWeight(traffic::Weight weight) { m_weight = weight; }

    // One request of a new unit, a second after the one before.
    UnitOutcome next(const Behaviour& stable, const Behaviour& canary) {
        m_elapsed += std::chrono::seconds{1};
        const Arm arm = m_random.chance(m_weight.share()) ? Arm::Canary : Arm::Stable;
        const Behaviour& behaviour = arm == Arm::Canary ? canary : stable;
        UnitOutcome outcome{.unit = m_random(), .arm = arm, .canaryWeight = m_weight, .elapsed = m_elapsed};
        outcome.wall = WallTime{std::chrono::milliseconds{1'767'225'600'000} + m_elapsed};
        outcome.request = "r" + std::to_string(++m_requests);
        outcome.error = m_random.chance(behaviour.errors);
        outcome.latency =
            std::chrono::microseconds{std::llround(1e6 * behaviour.slow * std::exp(0.6 * m_random.normal()))};
        outcome.cost = 0.02 * behaviour.dear * std::exp(0.5 * m_random.normal());
        if (m_random.chance(behaviour.signal))
            outcome.signals = {"approved"};
        return outcome;
    }

    [[nodiscard]] std::chrono::milliseconds elapsed() const { return m_elapsed; }

private:
    simulation::Random m_random;
    traffic::Weight m_weight;
    std::chrono::milliseconds m_elapsed{0};
    std::uint64_t m_requests = 0;
};

[[nodiscard]] inline GuardSet usualGuards() {
    GuardSet set;
    set.guards = {*guardFor("error_rate", 0.02, Action::RollBack), *guardFor("latency_p95", 10, Action::Pause),
                  *guardFor("cost", 0.5, Action::Pause)};
    set.baseline.latency = Baseline::Latency{std::chrono::microseconds{1'000'000}, std::chrono::microseconds{2'157'000},
                                             std::chrono::microseconds{4'039'000}, 5000};
    set.baseline.rates["error_rate"] = 0.005;
    set.baseline.tops["cost"] = 0.064;
    return set;
}

} // namespace signalbox::evidence
