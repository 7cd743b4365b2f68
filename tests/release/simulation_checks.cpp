// What must hold after every event of a simulated history; the events themselves are in simulation.cpp.
#include <format>

#include "tests/release/simulation.h"

namespace signalbox::release::testing {

using namespace std::chrono_literals;

namespace {

const std::string agentName = "refunds";

traffic::Weight canaryWeightIn(const traffic::RouteTable& table) {
    const auto route = table.routes().find(agentName);
    return route == table.routes().end() || !route->second.canary ? traffic::Weight{} : route->second.canaryWeight;
}

} // namespace

void Simulation::afterCommand(const Event& event, const AgentState& before, std::uint64_t seen,
                              const Result<CommandOutcome>& outcome) {
    const AgentState& after = *m_coordinator->state(agentName);
    const bool isRollBack = std::holds_alternative<RollBack>(event);
    if (!outcome) {
        if (outcome.error().message.empty())
            violation("I2 an error without a sentence");
        if (outcome.error().code == "not_applied" && after.revision > before.revision)
            ++m_counts.takenBack;
        else if (routingOf(after) != routingOf(before))
            violation("a refused command changed the weights");
        // I3: with a release running, only a data plane that refuses can stand in the way of a roll back.
        if (isRollBack && !std::get<RollBack>(event).target && before.release && !m_planeSick)
            violation("I3 a roll back of a running release failed: " + outcome.error().message);
        return;
    }
    // I9: what was decided on an old screen is never carried out.
    if (!isRollBack && seen != before.revision)
        violation("I9 a command with an old revision was carried out");
    // I16: acknowledged means in effect.
    const auto table = m_plane->observed();
    const Routing intended = routingOf(after);
    const auto& route = table->routes().at(agentName);
    if (route.stable.version != intended.stable || route.canary.has_value() != intended.canary.has_value() ||
        route.canaryWeight != intended.canaryWeight)
        violation("I16 acknowledged, but the data path does something else");
    if (outcome->recordFailure)
        ++m_counts.unrecorded;
    if (std::holds_alternative<Start>(event)) {
        // I4 and I14.
        if (isQuarantined(before, std::get<Start>(event).candidate))
            violation("I4 a quarantined version was started");
        if (after.release->inStep != 0ms || after.release->id != std::get<Start>(event).releaseId ||
            after.release->approved)
            violation("I14 a new release began with the evidence of an old one");
    }
    if (isRollBack)
        checkRollBack(before, *outcome);
}

void Simulation::checkRollBack(const AgentState& before, const CommandOutcome& outcome) {
    ++m_counts.rollBacks;
    const AgentState& after = outcome.after;
    // I1: counted in the data path, not read from the state.
    const auto table = m_plane->observed();
    for (int i = 0; i < 100; ++i) {
        const auto choice = table->choose(agentName, std::format("user-{}", i));
        if (!choice || choice->role != traffic::Role::Stable || choice->arm->version != after.stable)
            return violation("I1 another version answered after a roll back was acknowledged");
    }
    if (after.release || isQuarantined(after, after.stable))
        violation("I2 a roll back did not end at a good version");
    if (before.release && !isQuarantined(after, before.release->candidate))
        violation("I4 the rolled back candidate is not in quarantine");
    const auto again = m_coordinator->execute({.agent = agentName,
                                               .event = RollBack{},
                                               .actor = "ben",
                                               .reason = {},
                                               .expectedRevision = {},
                                               .requestId = {}});
    if (before.revision != after.revision && (!again || again->after != after))
        violation("I2 the same roll back a second time did something else");
}

// Asked by the data plane before a table takes effect: is that much trust in the candidate on record?
void Simulation::checkRiskIsRecorded(const traffic::RouteTable& table) {
    const traffic::Weight weight = canaryWeightIn(table);
    if (weight == traffic::Weight{})
        return;
    if (m_journal.records.empty())
        return violation("safe order: a canary before anything was recorded");
    const Routing recorded = routingOf(m_journal.records.back().after);
    const auto& canary = table.routes().at(agentName).canary->version;
    const bool fullyTrusted = recorded.stable == canary; // a completed release on its way into effect
    const bool former = m_coordinator && m_plane->table && canaryWeightIn(*m_plane->table) >= weight;
    if (!fullyTrusted && !former && (recorded.canary != canary || recorded.canaryWeight < weight))
        violation("safe order: more canary traffic than is on record");
}

void Simulation::checkRecords() {
    for (; m_checkedRecords < m_journal.records.size(); ++m_checkedRecords) {
        const Record& record = m_journal.records[m_checkedRecords];
        m_sinceProgress = 0ms;
        if (m_checkedRecords == 0)
            continue;
        // I9: one history. Every entry goes on exactly where the one before ended.
        const Record& former = m_journal.records[m_checkedRecords - 1];
        if (record.after.revision != former.after.revision + 1)
            violation(std::format("I9 revision {} follows {}", record.after.revision, former.after.revision));
        if (!record.before || routingOf(*record.before) != routingOf(former.after) ||
            record.before->revision != former.after.revision)
            violation("I9 an entry does not go on where the one before ended");
        // I14: another candidate is another release.
        if (record.after.release && former.after.release && record.after.release->id == former.after.release->id &&
            record.after.release->candidate != former.after.release->candidate)
            violation("I14 the candidate changed inside a release");
    }
}

void Simulation::check() {
    checkRecords();
    const AgentState* state = m_coordinator->state(agentName);
    if (state == nullptr)
        return violation("the agent is gone");
    if (isQuarantined(*state, state->stable) || (state->release && isQuarantined(*state, state->release->candidate)))
        violation("I4 a quarantined version has traffic");
    if (state->release && state->release->baseline != state->stable)
        violation("the baseline is not what serves the rest");
    // A state that could not be put into effect is repaired by the next tick with a healthy data plane.
    if (!m_planeSick && m_crashIn < 0 && !m_coordinator->isInEffect()) {
        static_cast<void>(m_coordinator->tick());
        if (!m_coordinator->isInEffect())
            violation("I16 the data path was not repaired");
    }
}

} // namespace signalbox::release::testing
