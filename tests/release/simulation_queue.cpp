// What must hold for a version that waits in the queue of a simulated history.
#include "tests/release/simulation.h"

namespace signalbox::release::testing {

using namespace std::chrono_literals;

// Reckoned here once more: what waits may start by itself.
bool Simulation::mayStartNext(const AgentState& state) {
    return !state.release && !state.leaving && state.queued && state.queued->held.empty() && !state.freeze &&
           state.lastEnding == Ending::Completed && !isQuarantined(state, state.queued->candidate) &&
           state.queued->candidate != state.stable && !freezeAt(state.queued->plan.freeze, m_clock.wall());
}

// A start that found a release running and waits for it.
void Simulation::afterQueueing(const Start& start, const AgentState& before, const AgentState& after) {
    ++m_counts.queued;
    if (after.release != before.release || routingOf(after) != routingOf(before))
        violation("I14 what was only queued changed the running release");
    if (!after.queued || after.queued->releaseId != start.releaseId || after.queued->candidate != start.candidate ||
        after.queued->plan != start.plan || !after.queued->held.empty())
        violation("I14 another candidate waits than was queued");
}

// Time has passed without a release, and now there is one.
void Simulation::afterNextStarted(const AgentState& before, const AgentState& after) {
    ++m_counts.queueStarts;
    if (!mayStartNext(before))
        return violation("I4 time started a release");
    if (m_automationActed)
        violation("I4 automation that had made things safer made them riskier again");
    const Release& release = *after.release;
    if (release.id != before.queued->releaseId || release.candidate != before.queued->candidate ||
        release.plan != before.queued->plan || release.baseline != before.stable)
        violation("I14 another release started than was queued");
    if (release.inStep != 0ms || release.step != 0 || release.approved || !release.gates.empty() || after.queued)
        violation("I14 a queued release did not begin at its beginning");
}

// What waits is there until it starts or a person takes it out, and goes nowhere by itself after a bad end.
void Simulation::checkQueue(const AgentState& before, const AgentState& after, const Event& event) {
    if (before.queued && !after.queued && !std::holds_alternative<Unqueue>(event) &&
        !(after.release && after.release->candidate == before.queued->candidate))
        violation("I11 what waited in the queue is gone");
    if (after.queued && after.queued->held.empty() && !after.release && after.lastEnding != Ending::Completed)
        violation("I4 what waits would start by itself after a release that did not complete");
    if (before.queued && after.queued && before.queued->releaseId == after.queued->releaseId &&
        (before.queued->candidate != after.queued->candidate || before.queued->plan != after.queued->plan))
        violation("I14 what waits was changed");
}

} // namespace signalbox::release::testing
