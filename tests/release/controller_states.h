// Agents in every state that a release can have, reached by the verbs themselves, and every verb once.
#pragma once

#include <QString>

#include "tests/release/rooms.h"

namespace signalbox::release::testing {

using namespace std::chrono_literals;

// Carries out a script of events on one agent; each sees the present revision. Ana does everything but approve what
// she started: that is Ben's.
inline AgentState after(AgentState state, const std::vector<Event>& events) {
    for (const Event& event : events) {
        const char* actor = std::holds_alternative<Approve>(event) ? "ben" : "ana";
        auto decision =
            decide(state, event, {.now = {}, .actor = actor, .reason = "test", .expectedRevision = state.revision});
        if (!decision)
            qFatal("%s: %s", std::string(nameOf(event)).c_str(), decision.error().message.c_str());
        state = decision->after;
    }
    return state;
}

inline Result<Decision> decideNow(const AgentState& state, const Event& event) {
    return decide(state, event, {.now = {}, .actor = "ben", .reason = "why", .expectedRevision = state.revision});
}

inline AgentState adopted() {
    AgentState state;
    state.agent = "refunds";
    return after(state, {Adopt{version("2.0.0")}});
}

inline Start startOf(std::string_view candidate, Plan plan = shortPlan()) {
    return {.releaseId = "release " + std::string(candidate), .candidate = version(candidate), .plan = std::move(plan)};
}

inline AgentState completedOnce() {
    return after(adopted(), {startOf("2.1.0"), Tick{1min}, Promote{}, Tick{10min}});
}

inline Plan planWith(std::chrono::milliseconds shadow, Approval approval) {
    Plan plan = shortPlan();
    plan.shadowTime = shadow;
    plan.shadowShare = traffic::Weight::percent(20);
    plan.steps[0].approval = approval;
    return plan;
}

inline AgentState stateNamed(const QString& name) {
    AgentState fresh;
    fresh.agent = "refunds";
    const std::map<QString, std::function<AgentState()>> states{
        {QStringLiteral("unknown"), [&] { return fresh; }},
        {QStringLiteral("adopted"), adopted},
        {QStringLiteral("idle"), completedOnce},
        {QStringLiteral("shadowing"),
         [] { return after(completedOnce(), {startOf("2.2.0", planWith(1min, Approval::NotNeeded))}); }},
        {QStringLiteral("held"), [] { return after(completedOnce(), {startOf("2.2.0")}); }},
        {QStringLiteral("ready"), [] { return after(completedOnce(), {startOf("2.2.0"), Tick{1min}}); }},
        {QStringLiteral("approval"),
         [] { return after(completedOnce(), {startOf("2.2.0", planWith(0ms, Approval::Needed)), Tick{1min}}); }},
        {QStringLiteral("step 2"),
         [] { return after(completedOnce(), {startOf("2.2.0"), Tick{1min}, AdvanceStep{}}); }},
        {QStringLiteral("paused"), [] { return after(completedOnce(), {startOf("2.2.0"), Tick{1min}, Pause{}}); }},
        {QStringLiteral("observing"), [] { return after(completedOnce(), {startOf("2.2.0"), Tick{1min}, Promote{}}); }},
        {QStringLiteral("rolled back"), [] { return after(completedOnce(), {startOf("2.2.0"), RollBack{}}); }},
    };
    return states.at(name)();
}

inline const std::vector<std::pair<QString, Event>>& verbs() {
    static const std::vector<std::pair<QString, Event>> all{
        {QStringLiteral("adopt"), Adopt{version("3.0.0")}},
        {QStringLiteral("start"), startOf("2.3.0")},
        {QStringLiteral("advance"), AdvanceStep{}},
        {QStringLiteral("approve"), Approve{}},
        {QStringLiteral("pause"), Pause{}},
        {QStringLiteral("resume"), Resume{}},
        {QStringLiteral("step_back"), StepBack{}},
        {QStringLiteral("promote"), Promote{}},
        {QStringLiteral("abort"), Abort{}},
        {QStringLiteral("roll_back"), RollBack{}},
        {QStringLiteral("undo"), Undo{}},
        {QStringLiteral("unquarantine"), Unquarantine{version("2.2.0")}},
        {QStringLiteral("tick"), Tick{1s}},
    };
    return all;
}

} // namespace signalbox::release::testing
