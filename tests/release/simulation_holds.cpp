// What holds a release of a simulated history, reckoned apart from the controller.
#include <algorithm>

#include "tests/release/simulation.h"

namespace signalbox::release::testing {

using namespace std::chrono_literals;

// Reckoned here once more: what a person must wait for, but for freezes. Empty: nothing.
std::string Simulation::heldByNow(const AgentState& before) const {
    if (!before.release)
        return {};
    const Release& was = *before.release;
    if (was.paused)
        return "it is paused";
    const auto passed = [&](const std::string& gate) {
        return std::ranges::any_of(was.gates,
                                   [&](const GateReport& report) { return report.gate == gate && report.passed; });
    };
    if (was.phase == Phase::Testing)
        return std::ranges::all_of(was.plan.gates, passed) ? "" : "its gates";
    if (was.phase == Phase::Shadowing)
        return was.inStep < was.plan.shadowTime ? "its time in the shadow" : "";
    const Step& step = was.plan.steps[static_cast<std::size_t>(was.step)];
    const bool observing = was.phase == Phase::Observing;
    if (was.inStep < (observing ? std::max(step.minimumTime, was.plan.observeTime) : step.minimumTime))
        return "its time";
    if (step.approval == Approval::Needed && !was.approved)
        return "its approval";
    if (observing || was.plan.evidence == MinimumEvidence::NotNeeded)
        return {};
    const bool enough =
        m_evidence && m_evidence->units >= m_evidence->minimum && !m_evidence->isWorse && m_evidence->holds.empty();
    return enough ? "" : "its evidence";
}

// Of gates, shadows and observations; on the ramp doubts of the guardrails hold as well.
bool Simulation::mustMove(const AgentState& before, std::chrono::milliseconds time) const {
    if (!before.release || before.freeze || before.leaving)
        return false;
    AgentState counted = before;
    counted.release->inStep += time;
    const Release& release = *counted.release;
    const bool doubts = routingOf(before).canary && m_evidence && (m_evidence->isWorse || !m_evidence->holds.empty());
    const bool byItself = release.phase == Phase::Observing || release.plan.advance == Advance::Automatic;
    return byItself && !doubts && heldByNow(counted).empty() && !freezeAt(release.plan.freeze, m_clock.wall());
}

// I1: after an abort too, conversations stay where they began as the plan says.
void Simulation::checkConversations(const AgentState& before, const AgentState& after) {
    const Release& was = *before.release;
    const bool answered = was.phase == Phase::Ramping || was.phase == Phase::Observing;
    const bool stay = answered && (was.plan.conversations == ConversationPolicy::Finish ||
                                   (was.plan.conversations == ConversationPolicy::Drain && was.plan.drainTime > 0ms));
    if (after.leaving.has_value() != stay || (stay && after.leaving->version != was.candidate))
        violation("I1 an abort treats conversations against the plan");
}

} // namespace signalbox::release::testing
