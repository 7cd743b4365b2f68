// Made-up agents in the states that the tests of the user interface need. Values only.
#pragma once

#include "core/protocol/messages.h"
#include "core/release/plan.h"

namespace signalbox::uitest {

inline agents::VersionRef version(const std::string& text) {
    return {agents::SemVer::parse(text).value(), {}};
}

inline protocol::AgentStatus idle(const std::string& agent = "refunds", const std::string& stable = "2.1.0") {
    protocol::AgentStatus status;
    status.agent = agent;
    status.state.agent = agent;
    status.state.revision = 7;
    status.state.stable = version(stable);
    status.observed.stable = version(stable);
    return status;
}

inline protocol::AgentStatus ramping(int step = 0) {
    protocol::AgentStatus status = idle();
    release::Release release;
    release.id = "r1";
    release.candidate = version("2.2.0");
    release.baseline = version("2.1.0");
    release.plan = release::defaultPlan();
    release.phase = release::Phase::Ramping;
    release.step = step;
    release.inStep = std::chrono::minutes(42);
    status.state.release = release;
    status.holds = {
        {.kind = "time", .satisfied = false, .text = "0:42 of 1:00 h", .remaining = std::chrono::minutes(18)}};
    status.rollBackTarget = version("2.1.0");
    status.observed.canary = version("2.2.0");
    status.observed.canaryWeight = release.plan.steps[static_cast<std::size_t>(step)].weight;
    return status;
}

// Nothing holds its step any more.
inline protocol::AgentStatus readyToGoOn(int step = 0) {
    protocol::AgentStatus status = ramping(step);
    status.holds[0].satisfied = true;
    return status;
}

inline protocol::AgentStatus rolledBack() {
    protocol::AgentStatus status = idle();
    status.state.revision = 8;
    status.state.undo = release::UndoPoint{};
    status.state.undo->stable = version("2.1.0");
    status.state.undo->release = ramping().state.release;
    status.state.lastEnding = release::Ending::RolledBack;
    status.state.quarantine = {{version("2.2.0"), "error rate", {}}};
    return status;
}

} // namespace signalbox::uitest
