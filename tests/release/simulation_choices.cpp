// What a simulated history draws at random: its temper, plans, commands, time, faults and evidence.
#include <algorithm>
#include <array>
#include <format>
#include <limits>

#include "tests/release/simulation.h"

namespace signalbox::release::testing {

using namespace std::chrono_literals;

int Simulation::pick(int below) {
    return static_cast<int>(m_random() %
                            static_cast<std::uint64_t>(below)); // std distributions differ between libraries
}

void Simulation::chooseTemper() {
    constexpr std::array commands{8, 25, 50};
    constexpr std::array faults{0, 6, 15};
    constexpr std::array crashes{0, 8, 20};
    constexpr std::array<std::chrono::milliseconds, 3> units{1s, 1min, 30min};
    m_temper = {.commands = commands[static_cast<std::size_t>(pick(3))],
                .faults = faults[static_cast<std::size_t>(pick(3))],
                .crashes = crashes[static_cast<std::size_t>(pick(3))],
                .unit = units[static_cast<std::size_t>(pick(3))]};
}

Plan Simulation::randomPlan() {
    Plan plan = defaultPlan();
    plan.steps.clear();
    std::uint32_t weight = 0;
    const int steps = pick(5);
    for (int i = 0; i < steps; ++i) {
        weight += 1 + static_cast<std::uint32_t>(pick(220));
        plan.steps.push_back({.weight = traffic::Weight::thousandths(weight),
                              .minimumTime = m_temper.unit * pick(5),
                              .approval = chance(20) ? Approval::Needed : Approval::NotNeeded});
    }
    plan.steps.push_back(
        {.weight = traffic::Weight::all(), .approval = chance(10) ? Approval::Needed : Approval::NotNeeded});
    plan.evidence = chance(50) ? MinimumEvidence::Needed : MinimumEvidence::NotNeeded;
    plan.advance = chance(60) ? Advance::Automatic : Advance::Manual;
    plan.ownApproval = chance(25) ? OwnApproval::Allowed : OwnApproval::Refused;
    plan.observeTime = chance(20) ? 0ms : m_temper.unit * pick(20);
    if (chance(30)) {
        plan.shadowTime = m_temper.unit * (1 + pick(4));
        plan.shadowShare = traffic::Weight::percent(10);
    }
    addCaution(plan);
    return plan;
}

void Simulation::addCaution(Plan& plan) {
    plan.conversations = static_cast<ConversationPolicy>(chance(40) ? 1 + pick(2) : 0);
    plan.drainTime = m_temper.unit * pick(4);
    constexpr std::array ways{WhenRunning::Refuse, WhenRunning::Supersede, WhenRunning::Queue, WhenRunning::Queue};
    plan.whenRunning = ways[static_cast<std::size_t>(pick(4))];
    if (chance(15))
        plan.gates = {"tests", "review"};
    if (m_settings.windows && chance(20))
        plan.freeze = {.zone = "UTC",
                       .windows = {{.name = "night", .days = {}, .from = "20:00", .until = "06:00"},
                                   {.name = "weekend", .days = {"sat", "sun"}}}};
}

Plan Simulation::brokenPlan() {
    Plan plan = randomPlan();
    switch (pick(7)) {
    case 0:
        plan.guardrails.clear();
        break;
    case 1:
        plan.guardrails[0].metric = "eror_rate";
        break;
    case 2:
        plan.guardrails[0].limit = std::numeric_limits<double>::quiet_NaN();
        break;
    case 3:
        plan.guardrails[0].limit = 1; // a share cannot be above it
        break;
    case 4:
        plan.steps.clear();
        break;
    case 5:
        plan.steps.back().weight = traffic::Weight::thousandths(999);
        break;
    default:
        plan.observeTime = -1ms;
        break;
    }
    return plan;
}

Event Simulation::randomEvent(const AgentState& state) {
    const agents::VersionRef candidate = version(std::format("1.{}.0", pick(6)));
    switch (pick(state.release ? 21 : 10)) {
    case 0:
    case 1:
    case 2: {
        m_startIsBroken = chance(6);
        m_releaseIds.push_back(std::format("release-{}", m_releaseIds.size() + 1));
        return Start{.releaseId = m_releaseIds.back(),
                     .candidate = candidate,
                     .plan = m_startIsBroken ? brokenPlan() : randomPlan()};
    }
    case 3:
        return Undo{};
    case 4:
        return Unquarantine{state.quarantine.empty() ? candidate : state.quarantine.front().version};
    case 5:
        return RollBack{chance(70) ? std::nullopt : std::optional(candidate)};
    case 6:
        return Unfreeze{};
    case 7:
        return chance(25) ? Event{FreezeNow{}} : Event{Unfreeze{}};
    case 8:
        return StartQueued{};
    case 9:
        return Unqueue{};
    case 10:
    case 11:
    case 12:
        return AdvanceStep{};
    case 13:
        return Approve{};
    case 14:
        return Pause{};
    case 15:
        return Resume{};
    case 16:
        return StepBack{};
    case 17:
        return Promote{};
    case 18:
        return Abort{};
    case 19:
        return Gate{.gate = chance(50) ? "tests" : "review", .passed = chance(80)};
    default:
        return RollBack{};
    }
}

// To just before, at or after the instant at which the step's time is over; else some time, now and then hours in
// which the machine slept.
std::chrono::milliseconds Simulation::randomTime(const AgentState& state) {
    const int kind = pick(100);
    if (kind < 45) {
        const auto holds = holdsOf(state);
        const auto hold = std::ranges::find(holds, "time", &Hold::kind);
        if (hold != holds.end())
            return std::max(hold->remaining + std::chrono::milliseconds{pick(3) - 1}, 0ms);
    }
    if (kind < 75)
        return std::chrono::milliseconds{pick(90'000)};
    return kind < 97 ? std::chrono::milliseconds{pick(3'600'000)} : std::chrono::milliseconds{pick(36'000'000)};
}

void Simulation::arrangeFaults() {
    m_journalSick = chance(m_temper.faults);
    m_spillSick = m_journalSick && chance(25);
    m_storeSick = chance(m_temper.faults);
    const bool refuses = chance(m_temper.faults / 2);
    const bool deaf = chance(m_temper.faults / 4);
    const bool shy = chance(m_temper.faults / 4);
    m_planeSick = refuses || deaf;
    m_plane->manner = deaf ? MemoryPlane::Manner::Deaf : shy ? MemoryPlane::Manner::Shy : MemoryPlane::Manner::Honest;
    m_crashIn = chance(m_temper.crashes) ? pick(5) : -1;
}

void Simulation::arrangeEvidence() {
    m_evidence.reset();
    if (chance(85))
        m_evidence =
            EvidenceView{.units = static_cast<std::uint64_t>(pick(100)),
                         .minimum = 30,
                         .isWorse = chance(5),
                         .holds = chance(8) ? std::vector<std::string>{"No data."} : std::vector<std::string>{}};
}

} // namespace signalbox::release::testing
