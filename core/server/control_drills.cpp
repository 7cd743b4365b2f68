// The part of the control room that keeps what came of drills: a row each, and entries of the audit log that nobody can
// take for something that happened to a real agent.
#include <ranges>

#include "core/protocol/drill_message.h"
#include "core/server/control_room.h"

namespace signalbox::server {

using namespace Qt::StringLiterals;

namespace {

storage::DrillRecord recordOf(const release::Drill& drill) {
    const bool running = drill.outcome == release::DrillOutcome::Running;
    return {.id = drill.id,
            .started = drill.started,
            .state = running ? storage::DrillRecord::State::Running : storage::DrillRecord::State::Ended,
            .report = protocol::encode(drill)};
}

audit::EntryDraft entryOf(const release::Drill& drill, const char* action, const std::string& actor) {
    return {.actor = actor,
            .action = action,
            .agent = {}, // no state of an agent
            .reason = drill.reason,
            .requestId = {},
            .before = {},
            .after = {{u"drill"_s, protocol::encode(drill)}}};
}

} // namespace

Result<std::vector<release::Drill>> ControlRoom::drills() const {
    const auto records = m_drills->all();
    if (!records)
        return failure(records.error());
    std::vector<release::Drill> drills;
    for (const storage::DrillRecord& record : *records)
        if (auto drill = protocol::drillFrom(record.report))
            drills.push_back(std::move(*drill));
    return drills;
}

// The row first: a drill that is in the log alone could not be told from one that went on after a crash.
Result<void> ControlRoom::beginDrill(const release::Drill& drill) {
    if (auto saved = m_drills->save(recordOf(drill)); !saved)
        return saved;
    if (auto recorded = record(entryOf(drill, "drill.start", drill.actor)); !recorded)
        return failure(std::move(recorded.error()));
    return {};
}

Result<void> ControlRoom::endDrill(const release::Drill& drill) {
    if (auto saved = m_drills->save(recordOf(drill)); !saved)
        return saved;
    if (auto recorded = record(entryOf(drill, "drill.end", drill.actor)); !recorded)
        return failure(std::move(recorded.error()));
    return {};
}

void ControlRoom::endInterruptedDrills() {
    auto known = drills();
    if (!known)
        return;
    for (release::Drill& drill : *known) {
        if (drill.outcome != release::DrillOutcome::Running)
            continue;
        drill.outcome = release::DrillOutcome::Interrupted;
        drill.phase = release::DrillPhase::Over;
        drill.ended = m_parts.clock.wall();
        drill.problem = "The backend ended in the midst of the drill.";
        if (record(entryOf(drill, "drill.end", ownName)))
            static_cast<void>(m_drills->save(recordOf(drill))); // else the next start says it
    }
}

} // namespace signalbox::server
