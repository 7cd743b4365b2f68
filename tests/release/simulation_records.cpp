// What must hold for the record of a simulated history, and for what a crash leaves of it.
#include <format>

#include "tests/release/simulation.h"

namespace signalbox::release::testing {

using namespace std::chrono_literals;

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

void Simulation::checkRecovered(const AgentState& lost) {
    const AgentState& now = *m_coordinator->state(agentName);
    if (now.revision != lost.revision)
        m_automationActed = false; // what a sick disk did not take before the crash is judged again
    // I11: what was recorded last is what is in effect; the time of a step is neither skipped nor begun anew.
    const AgentState& recorded = m_journal.records.back().after;
    if (recorded.revision != now.revision || routingOf(recorded) != routingOf(now))
        violation("I11 recovery found another state than the recorded one");
    if (recorded.queued != now.queued)
        violation("I11 a crash changed what waits in the queue");
    checkAcknowledged(now);
    if (!recorded.release || !now.release)
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

// What was answered as done lasts, unless the answer said that a restart forgets it.
void Simulation::promise(const CommandOutcome& outcome) {
    const bool isWarned = outcome.recordFailure && outcome.recordFailure->message.contains("would forget it");
    if (!isWarned && (!m_promised || m_promised->revision < outcome.after.revision))
        m_promised = outcome.after;
}

// I20: no crash takes back what was promised; only what came after it may be there as well.
void Simulation::checkPromise() {
    const AgentState& now = *m_coordinator->state(agentName);
    if (!m_promised)
        return;
    if (now.revision < m_promised->revision)
        violation(std::format("I20 a crash forgot revision {}", m_promised->revision));
    else if (now.revision == m_promised->revision && routingOf(now) != routingOf(*m_promised))
        violation("I20 a crash brought other weights back than were promised");
    if (m_coordinator->unrecorded() > 0)
        violation("I20 what was kept was not recorded by the next run");
    m_promised = now;
}

} // namespace signalbox::release::testing
