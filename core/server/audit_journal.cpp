#include "core/server/audit_journal.h"

#include <algorithm>
#include <format>

namespace signalbox::server {

namespace {

constexpr std::string_view automatic = "guardrail "; // begins the name of an actor that is no person

// A note counts for one revision only: the next one may stand in another step, whose time begins anew.
std::string noteKey(const std::string& releaseId, std::uint64_t revision) {
    return std::format("{}@{}", releaseId, revision);
}

} // namespace

AuditJournal::AuditJournal(audit::Log& log, storage::StepProgress& progress, Appended appended)
    : m_log(log),
      m_progress(progress),
      m_appended(std::move(appended)) {}

Result<std::uint64_t> AuditJournal::append(const release::Record& record) {
    audit::EntryDraft draft;
    draft.actor = record.actor;
    draft.action = record.action;
    draft.agent = record.agent;
    draft.reason = record.reason;
    draft.requestId = record.requestId;
    if (record.before)
        draft.before = release::stateToJson(*record.before);
    draft.after = release::stateToJson(record.after);
    if (record.effectiveAfter) // what is recorded before it is applied cannot know it
        draft.after.insert(QLatin1StringView("effective_after_ms"),
                           static_cast<double>(record.effectiveAfter->count()) / 1000.0);
    auto sequence = m_log.append(draft, audit::Sign::Now); // an end that nobody signed could be changed unseen
    if (!sequence)
        return sequence;
    m_revisions[record.agent] = record.after.revision;
    if (record.action == "release.roll_back")
        ++m_rollBacks[{record.agent, record.actor.starts_with(automatic) ? "guardrail" : "person"}];
    m_appended();
    return sequence;
}

void AuditJournal::noteProgress(const std::string& agent, const std::string& releaseId,
                                std::chrono::milliseconds inStep) {
    static_cast<void>(m_progress.noteProgress(agent, noteKey(releaseId, m_revisions[agent]), inStep));
}

Result<std::vector<release::AgentState>> AuditJournal::latest() {
    const auto entries = m_log.latestPerAgent();
    if (!entries)
        return failure(entries.error());
    std::vector<release::AgentState> states;
    for (const audit::Entry& entry : *entries) {
        const QString agent = entry.value.value(QLatin1StringView("agent")).toString();
        if (agent.isEmpty())
            continue; // about the backend itself
        auto state = release::stateFromJson(entry.value.value(QLatin1StringView("after")).toObject());
        if (!state)
            return failure(Errc::Corrupt, "bad_entry",
                           std::format("Audit entry {} does not hold a state that can be restored.", entry.sequence),
                           "Verify the audit log; restore the state directory from a backup.", state.error().field);
        m_revisions[state->agent] = state->revision;
        states.push_back(std::move(*state));
    }
    addProgress(states);
    return states;
}

// What cannot be read is lost; that only makes a step longer.
void AuditJournal::addProgress(std::vector<release::AgentState>& states) const {
    const auto notes = m_progress.all();
    if (!notes)
        return;
    for (release::AgentState& state : states) {
        const auto note = notes->find(state.agent);
        if (state.release && note != notes->end() &&
            note->second.releaseId == noteKey(state.release->id, state.revision))
            state.release->inStep = std::max(state.release->inStep, note->second.inStep);
    }
}

} // namespace signalbox::server
