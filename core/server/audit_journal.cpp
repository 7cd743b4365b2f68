#include "core/server/audit_journal.h"

#include <algorithm>
#include <format>

#include "core/storage/spilled_record.h"

namespace signalbox::server {

namespace {

constexpr std::string_view automatic = "guardrail "; // begins the name of an actor that is no person

// A note counts for one revision only: the next one may stand in another step, whose time begins anew.
std::string noteKey(const std::string& releaseId, std::uint64_t revision) {
    return std::format("{}@{}", releaseId, revision);
}

} // namespace

AuditJournal::AuditJournal(audit::Log& log, AuditMender& mender, storage::StepProgress& progress, Appended appended)
    : m_log(log),
      m_mender(mender),
      m_progress(progress),
      m_appended(std::move(appended)) {}

audit::EntryDraft AuditJournal::draftOf(const release::Record& record) {
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
    draft.happened = record.happened;
    return draft;
}

audit::EntryDraft AuditJournal::interruptionBefore(const release::Record& first) {
    return {.actor = interrupted,
            .action = interruption,
            .agent = {}, // not a state of the agent
            .reason = std::format("The audit log could not be written from {} on. What made traffic safer since then "
                                  "is in effect and recorded after this, each with its own time.",
                                  toIso(first.happened.value_or(first.after.lastChange.at))),
            .requestId = {},
            .before = {},
            .after = {{QStringLiteral("agent"), QString::fromStdString(first.agent)}},
            .happened = first.happened};
}

// A disk that lies may have taken what it said it had not.
std::optional<std::uint64_t> AuditJournal::recordedBefore(const release::Record& record) const {
    const auto newest = m_log.read(0, 1, record.agent);
    if (!newest || newest->empty())
        return std::nullopt;
    const audit::Entry& entry = newest->front();
    const auto state = release::stateFromJson(entry.value.value(QLatin1StringView("after")).toObject());
    const bool same = state && state->revision == record.after.revision && state->lastChange == record.after.lastChange;
    return same ? std::optional(entry.sequence) : std::nullopt;
}

Result<void> AuditJournal::tellOfInterruption(const release::Record& first) {
    if (m_toldOfInterruption)
        return {};
    if (const auto told = m_log.append(interruptionBefore(first), audit::Sign::Now); !told)
        return failure(told.error());
    m_toldOfInterruption = true;
    return {};
}

Result<std::uint64_t> AuditJournal::append(const release::Record& record) {
    audit::EntryDraft draft = draftOf(record);
    if (record.happened) {
        if (m_log.isDegraded())
            return m_log.append(draft, audit::Sign::Now); // says why not
        if (const auto known = recordedBefore(record))
            return *known;
        if (auto told = tellOfInterruption(record); !told)
            return failure(std::move(told.error()));
        draft.after.insert(QLatin1StringView("recorded_late"), true);
    } else {
        m_toldOfInterruption = false;
    }
    auto sequence = m_log.append(draft, audit::Sign::Now); // an end that nobody signed could be changed unseen
    if (!sequence)
        return sequence;
    m_revisions[record.agent] = record.after.revision;
    if (record.action == "release.roll_back")
        ++m_rollBacks[{record.agent, record.actor.starts_with(automatic) ? "guardrail" : "person"}];
    m_appended();
    return sequence;
}

Result<void> AuditJournal::keep(const release::Record& record) {
    storage::Spill* spill = m_mender.spill();
    if (spill == nullptr)
        return failure(m_mender.problem().value_or(Error{Errc::Io, "no_spill", "There is no room beside the log."}));
    const auto bytes = storage::spillBytes(record);
    return bytes ? spill->add(*bytes) : failure(bytes.error());
}

release::KeptRecords AuditJournal::kept() {
    release::KeptRecords kept;
    const storage::Spill* spill = m_mender.spill();
    if (spill == nullptr)
        return kept; // problem() of the mender says so as long as it lasts
    bool isDamaged = spill->isDamaged();
    for (const std::string& bytes : spill->records()) {
        if (auto record = storage::recordFromSpill(bytes))
            kept.records.push_back(std::move(*record));
        else
            isDamaged = true;
    }
    if (isDamaged)
        kept.problem = Error{Errc::Corrupt, "kept_damaged",
                             "Some of what was done while the audit log could not be written cannot be read back.",
                             "Look at every agent: is its weight what you last made it?"};
    return kept;
}

Result<void> AuditJournal::forgetKept() {
    storage::Spill* spill = m_mender.spill();
    return spill == nullptr ? Result<void>() : spill->clear();
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
