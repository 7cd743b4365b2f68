#include "tests/release/simulation.h"

#include <format>

#include "core/release/describe.h"

namespace signalbox::release::testing {

using namespace std::chrono_literals;

namespace {

const std::string agentName = "refunds";

std::string shortOf(const AgentState& state) {
    const Release* release = state.release ? &*state.release : nullptr;
    return std::format("r{} {} {}{}", state.revision, describeTraffic(state), toString(phaseOf(state)),
                       release ? std::format(" step {} {} ms{}", release->step, release->inStep.count(),
                                             release->paused ? " paused" : "")
                               : "");
}

} // namespace

Simulation::Simulation(std::uint64_t seed, bool wallJumps) : m_random(seed), m_wallJumps(wallJumps) {
    m_journal.fault = [this]() -> Result<void> {
        if (m_crashIn >= 0 && m_crashIn-- == 0)
            throw Crash{};
        if (m_journalSick)
            return failure(Errc::Io, "disk", "The disk is sick.");
        return {};
    };
    boot();
}

int Simulation::pick(int below) {
    return static_cast<int>(m_random() %
                            static_cast<std::uint64_t>(below)); // std distributions differ between libraries
}

void Simulation::violation(const std::string& text) {
    if (!m_violation)
        m_violation = text;
    note("VIOLATION " + text);
}

void Simulation::boot() {
    m_plane = std::make_unique<MemoryPlane>();
    m_plane->fault = [this](const traffic::RouteTable& table) -> Result<void> {
        if (m_crashIn >= 0 && m_crashIn-- == 0)
            throw Crash{};
        checkRiskIsRecorded(table);
        if (m_planeSick)
            return failure(Errc::Unavailable, "plane", "The data plane is sick.");
        return {};
    };
    m_coordinator = std::make_unique<Coordinator>(
        *m_plane, m_journal, m_clock,
        [this](const std::string&, const agents::VersionRef&) -> Result<agents::SnapshotPtr> {
            if (m_storeSick)
                return failure(Errc::Io, "git", "The version store is sick.");
            return content();
        });
    m_coordinator->setEvidence([this](const AgentState&) { return m_evidence; });
}

Plan Simulation::randomPlan() {
    Plan plan = defaultPlan();
    plan.steps.clear();
    std::uint32_t weight = 0;
    const int steps = pick(4);
    for (int i = 0; i < steps; ++i) {
        weight += 1 + static_cast<std::uint32_t>(pick(250));
        plan.steps.push_back({.weight = traffic::Weight::thousandths(weight),
                              .minimumTime = std::chrono::seconds{pick(120)},
                              .approval = chance(20) ? Approval::Needed : Approval::NotNeeded});
    }
    plan.steps.push_back({.weight = traffic::Weight::all()});
    plan.evidence = chance(50) ? MinimumEvidence::Needed : MinimumEvidence::NotNeeded;
    plan.advance = chance(50) ? Advance::Automatic : Advance::Manual;
    plan.observeTime = std::chrono::seconds{pick(300)};
    if (chance(30)) {
        plan.shadowTime = std::chrono::seconds{1 + pick(60)};
        plan.shadowShare = traffic::Weight::percent(10);
    }
    return plan;
}

Event Simulation::randomEvent(const AgentState& state) {
    const agents::VersionRef candidate = version(std::format("1.{}.0", pick(6)));
    switch (pick(16)) {
    case 0:
    case 1:
    case 2:
        return Start{
            .releaseId = std::format("release-{}", ++m_releases), .candidate = candidate, .plan = randomPlan()};
    case 3:
    case 4:
    case 5:
        return AdvanceStep{};
    case 6:
        return Approve{};
    case 7:
        return Pause{};
    case 8:
        return Resume{};
    case 9:
        return StepBack{};
    case 10:
        return Promote{};
    case 11:
        return Abort{};
    case 12:
        return RollBack{chance(70) ? std::nullopt : std::optional(candidate)};
    case 13:
        return Undo{};
    case 14:
        return Unquarantine{state.quarantine.empty() ? candidate : state.quarantine.front().version};
    default:
        return RollBack{};
    }
}

void Simulation::arrangeFaults() {
    m_journalSick = chance(8);
    m_planeSick = chance(6);
    m_storeSick = chance(10);
    m_crashIn = chance(20) ? pick(3) : -1;
    m_evidence.reset();
    if (chance(80))
        m_evidence =
            EvidenceView{.units = static_cast<std::uint64_t>(pick(100)),
                         .minimum = 30,
                         .isWorse = chance(5),
                         .holds = chance(10) ? std::vector<std::string>{"No data."} : std::vector<std::string>{}};
}

std::optional<std::string> Simulation::run(int events) {
    static_cast<void>(m_coordinator->recover());
    static_cast<void>(m_coordinator->execute({.agent = agentName,
                                              .event = Adopt{version("1.0.0")},
                                              .actor = "ana",
                                              .reason = {},
                                              .expectedRevision = {},
                                              .requestId = "adopt"}));
    for (int i = 0; i < events && !m_violation; ++i) {
        arrangeFaults();
        try {
            oneEvent();
        } catch (const Crash&) {
            afterCrash();
        }
        check();
    }
    return m_violation;
}

void Simulation::oneEvent() {
    if (m_wallJumps && m_wallRandom() % 3 == 0)
        m_clock.setWall(WallTime{std::chrono::seconds{m_wallRandom() % 4'000'000'000U}});
    if (chance(45))
        letTimePass();
    else
        command();
}

void Simulation::letTimePass() {
    const std::chrono::milliseconds time{pick(90'000)};
    const AgentState before = *m_coordinator->state(agentName);
    m_clock.advance(time);
    m_sinceProgress += time;
    const auto changed = m_coordinator->tick();
    if (m_sinceProgress >= 5s && m_coordinator->unrecorded() == 0)
        m_sinceProgress = 0ms; // the coordinator promises to have noted it
    const AgentState& after = *m_coordinator->state(agentName);
    note(std::format("tick {} ms -> {}", time.count(), shortOf(after)));
    // I4, automation: no version comes into traffic that was not already in the running release.
    if (!before.release && after.release)
        violation("I4 time started a release");
    if (changed.empty() && after.revision != before.revision && m_coordinator->unrecorded() == 0 && !m_planeSick)
        violation("a tick changed a state without saying so");
    // I7: by itself a release moves on only with fresh, sufficient evidence that speaks for it.
    const bool moved = before.release && (!after.release || after.release->step > before.release->step ||
                                          after.release->phase != before.release->phase);
    if (moved && m_evidence && (m_evidence->isWorse || !m_evidence->holds.empty()))
        violation("I7 a release moved on against what its guardrails say");
    if (moved && before.release->phase == Phase::Ramping && before.release->plan.evidence == MinimumEvidence::Needed &&
        (!m_evidence || m_evidence->units < m_evidence->minimum))
        violation("I7 a release moved on before it had its minimum evidence");
    if (before.release && before.release->paused && routingOf(after) != routingOf(before))
        violation("time moved a paused release");
    for (const std::string& agent : changed) {
        static_cast<void>(agent);
        m_counts.completions += after.lastEnding == Ending::Completed && !after.release ? 1 : 0;
    }
}

void Simulation::command() {
    Operator& person = m_operators[static_cast<std::size_t>(pick(2))];
    const AgentState before = *m_coordinator->state(agentName);
    if (chance(80))
        person.seen = before.revision; // the rest acts on an old screen
    const Event event = randomEvent(before);
    const CommandRequest request{.agent = agentName,
                                 .event = event,
                                 .actor = person.name,
                                 .reason = "simulated",
                                 .expectedRevision = person.seen,
                                 .requestId = std::format("request-{}", ++m_requests)};
    ++m_counts.commands;
    const auto outcome = m_coordinator->execute(request);
    note(std::format("{} {} seen r{}: {} -> {}", person.name, nameOf(event), person.seen,
                     outcome ? "ok" : outcome.error().code, shortOf(*m_coordinator->state(agentName))));
    afterCommand(event, before, person.seen, outcome);
    if (!outcome)
        return;
    // The answer got lost and the client asks again.
    const auto again = m_coordinator->execute(request);
    if (!again || again->after != outcome->after || again->sequence != outcome->sequence)
        violation("the same request id was carried out twice");
}

void Simulation::afterCrash() {
    ++m_counts.crashes;
    const AgentState lost = *m_coordinator->state(agentName);
    m_coordinator.reset();
    m_crashIn = -1;
    m_journalSick = m_planeSick = m_storeSick = false;
    boot();
    if (const auto recovered = m_coordinator->recover(); !recovered)
        return violation("recovery failed: " + recovered.error().message);
    const AgentState& now = *m_coordinator->state(agentName);
    note("crash -> " + shortOf(now));
    // I11: what was recorded last is what is in effect; the time of a step is neither skipped nor begun anew.
    AgentState recorded = m_journal.records.back().after;
    if (recorded.revision != now.revision || routingOf(recorded) != routingOf(now))
        violation("I11 recovery found another state than the recorded one");
    if (!recorded.release)
        return;
    const Release& release = *now.release;
    if (release.inStep < recorded.release->inStep || release.step != recorded.release->step)
        violation("I11 a crash set a step back");
    if (lost.revision == now.revision && lost.release) {
        if (release.inStep > lost.release->inStep)
            violation("I11 a crash skipped time of a step");
        if (lost.release->inStep - release.inStep > m_sinceProgress + 5s)
            violation("I11 a crash lost time that was noted");
    }
}

} // namespace signalbox::release::testing
