#include "tests/release/simulation.h"

#include <format>

#include "core/release/describe.h"

namespace signalbox::release::testing {

using namespace std::chrono_literals;

Counts& Counts::operator+=(const Counts& other) {
    events += other.events;
    commands += other.commands;
    crashes += other.crashes;
    rollBacks += other.rollBacks;
    alarms += other.alarms;
    completions += other.completions;
    climbs += other.climbs;
    freezes += other.freezes;
    leavings += other.leavings;
    queued += other.queued;
    queueStarts += other.queueStarts;
    unrecorded += other.unrecorded;
    keptOverCrash += other.keptOverCrash;
    takenBack += other.takenBack;
    repeated += other.repeated;
    return *this;
}

std::string shortOf(const AgentState& state) {
    const Release* release = state.release ? &*state.release : nullptr;
    const std::string waits = state.queued ? std::format(" queued {}{}", state.queued->candidate.name(),
                                                         state.queued->held.empty() ? "" : " (held)")
                                           : "";
    return std::format("r{} {} {}{}{}", state.revision, describeTraffic(state), toString(phaseOf(state)), waits,
                       release ? std::format(" step {} {} ms{}", release->step, release->inStep.count(),
                                             release->paused ? " paused" : "")
                               : "");
}

Simulation::Simulation(SimulationSettings settings) : m_settings(std::move(settings)), m_random(m_settings.seed) {
    m_journal.fault = [this]() -> Result<void> {
        maybeCrash();
        if (m_journalSick)
            return failure(Errc::Io, "disk", "The disk is sick.");
        return {};
    };
    m_journal.stored = [this] { maybeCrash(); };
    m_journal.spillFault = [this]() -> Result<void> {
        maybeCrash();
        if (m_spillSick)
            return failure(Errc::Io, "spill", "The disk takes nothing.");
        return {};
    };
    chooseTemper();
    boot();
}

void Simulation::maybeCrash() {
    if (m_crashIn >= 0 && m_crashIn-- == 0)
        throw Crash{};
}

void Simulation::violation(const std::string& text) {
    if (!m_violation)
        m_violation = text;
    note([&] { return "VIOLATION " + text; });
}

void Simulation::boot() {
    m_plane = std::make_unique<MemoryPlane>();
    m_plane->fault = [this](const traffic::RouteTable& table) -> Result<void> {
        maybeCrash();
        checkRiskIsRecorded(table);
        if (m_planeSick && m_plane->manner != MemoryPlane::Manner::Deaf)
            return failure(Errc::Unavailable, "plane", "The data plane is sick.");
        return {};
    };
    m_coordinator = std::make_unique<Coordinator>(
        *m_plane, m_journal, m_clock,
        [this](const std::string&, const agents::VersionRef&) -> Result<agents::SnapshotPtr> {
            if (m_storeSick)
                return failure(Errc::Io, "git", "The version store is sick.");
            return content();
        },
        m_settings.decider);
    m_coordinator->setEvidence([this](const AgentState&) { return m_evidence; });
}

std::optional<std::string> Simulation::run(std::chrono::hours time) {
    static_cast<void>(m_coordinator->recover());
    static_cast<void>(m_coordinator->execute({.agent = agentName,
                                              .event = Adopt{version("1.0.0")},
                                              .actor = "ana",
                                              .reason = {},
                                              .expectedRevision = {},
                                              .requestId = "adopt"}));
    while (m_elapsed < time && !m_violation) {
        ++m_counts.events;
        arrangeFaults();
        if (chance(40))
            arrangeEvidence();
        try {
            oneEvent();
        } catch (const Crash&) {
            afterCrash();
        }
        check();
        if (m_settings.spoilJournal)
            m_settings.spoilJournal(m_journal);
    }
    return m_violation;
}

void Simulation::oneEvent() {
    if (m_settings.wallJumps && m_wallRandom() % 3 == 0)
        m_clock.setWall(WallTime{std::chrono::seconds{m_wallRandom() % 4'000'000'000U}});
    const int kind = pick(100);
    if (kind < m_temper.commands)
        command();
    else if (kind < m_temper.commands + 3)
        raiseAlarm();
    else if (kind < m_temper.commands + 6)
        repeatCommand();
    else if (kind < m_temper.commands + 7)
        tamper();
    else
        letTimePass();
}

void Simulation::letTimePass() {
    const AgentState before = *m_coordinator->state(agentName);
    const auto time = randomTime(before);
    m_clock.advance(time);
    m_elapsed += time;
    m_sinceProgress += time;
    std::erase_if(m_openAlarms, [this](const CommandRequest& alarm) { return giveAlarm(alarm); });
    const AgentState now = *m_coordinator->state(agentName);
    tick(now.revision == before.revision ? time : 0ms); // a new step is not given the time before it
}

void Simulation::tick(std::chrono::milliseconds time) {
    const AgentState before = *m_coordinator->state(agentName);
    const auto changed = m_coordinator->tick();
    note([&] { return std::format("tick {} ms -> {}", time.count(), shortOf(*m_coordinator->state(agentName))); });
    afterTime(before, time, changed);
}

void Simulation::command() {
    Operator& person = m_operators[static_cast<std::size_t>(pick(2))];
    const AgentState before = *m_coordinator->state(agentName);
    if (chance(80))
        person.seen = before.revision; // the rest acts on an old screen
    m_startIsBroken = false;
    const Event event = randomEvent(before);
    const CommandRequest request{.agent = agentName,
                                 .event = event,
                                 .actor = person.name,
                                 .reason = "simulated",
                                 .expectedRevision = person.seen,
                                 .requestId = std::format("request-{}", ++m_requests),
                                 .breakGlass = chance(10)};
    ++m_counts.commands;
    m_past.push_back(request);
    if (m_past.size() > 8)
        m_past.pop_front();
    const auto outcome = m_coordinator->execute(request);
    note([&] {
        return std::format("{} {} seen r{}: {} -> {}", person.name, nameOf(event), person.seen,
                           outcome ? "ok" : outcome.error().code, shortOf(*m_coordinator->state(agentName)));
    });
    afterCommand(request, before, outcome);
    if (!outcome)
        return;
    // The answer got lost and the client asks again.
    const auto again = m_coordinator->execute(request);
    if (!again || again->after != outcome->after || again->sequence != outcome->sequence)
        violation("I9 the same request id was carried out twice");
}

// Much later, perhaps after a crash, a command comes once more.
void Simulation::repeatCommand() {
    if (m_past.empty())
        return;
    const CommandRequest request = m_past[static_cast<std::size_t>(pick(static_cast<int>(m_past.size())))];
    m_startIsBroken = false;
    const AgentState before = *m_coordinator->state(agentName);
    const auto outcome = m_coordinator->execute(request);
    ++m_counts.repeated;
    const AgentState& after = *m_coordinator->state(agentName);
    note([&] {
        return std::format("again {}: {} -> {}", nameOf(request.event), outcome ? "ok" : outcome.error().code,
                           shortOf(after));
    });
    if (after.revision != before.revision)
        afterCommand(request, before, outcome);
}

// Evidence is judged on another thread, so an alarm may be about a release that has ended.
void Simulation::raiseAlarm() {
    if (m_releaseIds.empty())
        return;
    const AgentState& state = *m_coordinator->state(agentName);
    const bool late = !state.release || chance(20);
    const auto any = static_cast<std::size_t>(pick(static_cast<int>(m_releaseIds.size())));
    const Alarm alarm{.releaseId = late ? m_releaseIds[any] : state.release->id,
                      .action = static_cast<GuardAction>(pick(4)),
                      .subject = chance(15) ? Alarm::Subject::Stable : Alarm::Subject::Candidate};
    const CommandRequest request{.agent = agentName,
                                 .event = alarm,
                                 .actor = "guardrail error_rate",
                                 .reason = "worse",
                                 .expectedRevision = {},
                                 .requestId = {}};
    if (!giveAlarm(request))
        m_openAlarms.push_back(request); // tried again with each tick
}

bool Simulation::giveAlarm(const CommandRequest& request) {
    const AgentState before = *m_coordinator->state(agentName);
    const auto outcome = m_coordinator->execute(request);
    const AgentState& after = *m_coordinator->state(agentName);
    note([&] {
        return std::format("alarm {}: {} -> {}", std::get<Alarm>(request.event).releaseId,
                           outcome ? "ok" : outcome.error().code, shortOf(after));
    });
    afterCommand(request, before, outcome);
    return outcome.has_value();
}

// Somebody else writes to the data plane: everything to a version that nobody released.
void Simulation::tamper() {
    traffic::AgentRoute stranger;
    stranger.agent = agentName;
    stranger.stable = {.version = version("6.6.6"), .snapshot = content()};
    m_plane->table = std::make_shared<const traffic::RouteTable>(
        1'000'000'000 + static_cast<std::uint64_t>(pick(1000)),
        std::map<std::string, traffic::AgentRoute, std::less<>>{{agentName, std::move(stranger)}});
    tick(0ms);
    if (!m_planeSick && !m_coordinator->isInEffect())
        violation("I15 a stranger's table stayed in the data path");
}

void Simulation::afterCrash() {
    ++m_counts.crashes;
    const AgentState lost = *m_coordinator->state(agentName);
    m_coordinator.reset();
    m_crashIn = -1;
    m_journalSick = m_spillSick = m_planeSick = m_storeSick = false;
    m_openAlarms.clear(); // what was judged is judged again
    boot();
    const std::size_t records = m_journal.records.size();
    if (const auto recovered = m_coordinator->recover(); !recovered)
        return violation("I11 recovery failed: " + recovered.error().message);
    note([&] { return "crash -> " + shortOf(*m_coordinator->state(agentName)); });
    m_counts.keptOverCrash += static_cast<int>(m_journal.records.size() - records);
    checkRecovered(lost);
    checkPromise();
}

} // namespace signalbox::release::testing
