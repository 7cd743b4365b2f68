// The part of the coordinator that holds what took effect and could not be recorded: kept beside the journal at once,
// appended as soon as that is well again, read back by the next run.
#include <algorithm>

#include "core/release/coordinator.h"

namespace signalbox::release {

namespace {

// Two entries of one revision: the log also kept one that it had refused, as a disk that lies does it.
bool isSameChange(const AgentState& left, const AgentState& right) {
    return left.lastChange == right.lastChange && left.stable == right.stable;
}

} // namespace

Error Coordinator::keepForLater(Record record, const Error& cause) {
    record.happened = record.after.lastChange.at;
    m_unrecorded.push_back(std::move(record));
    m_unrecordedBecause = cause;
    keepWhatWaits();
    return whyUnrecorded().value_or(cause);
}

// Also the answer to a command that has nothing left to do: it promises no more than the one before could.
std::optional<Error> Coordinator::whyUnrecorded() const {
    if (m_unrecorded.empty())
        return std::nullopt;
    Error why = m_unrecordedBecause;
    if (unkept() == 0) {
        why.message += " What was done is in effect, kept beside the log, and recorded as soon as that can be written.";
        return why;
    }
    why.message += " What was done is in effect, but could not be kept either: a restart would forget it.";
    why.hint = "Free or repair the disk before the backend is restarted; it is then recorded by itself.";
    return why;
}

// In order, so that what is read back is never a later state without the ones before it.
void Coordinator::keepWhatWaits() {
    while (m_keptCount < m_unrecorded.size() && m_journal.keep(m_unrecorded[m_keptCount])) {
        ++m_keptCount;
        m_mustForget = true;
    }
}

Result<void> Coordinator::flushUnrecorded() {
    while (!m_unrecorded.empty()) {
        if (auto recorded = m_journal.append(m_unrecorded.front()); !recorded) {
            keepWhatWaits();
            m_unrecordedBecause = recorded.error();
            return failure(std::move(recorded.error()));
        }
        m_unrecorded.pop_front();
        m_keptCount -= std::min<std::size_t>(m_keptCount, 1);
    }
    if (m_mustForget && m_journal.forgetKept())
        m_mustForget = false; // else it is tried again, and the next run sees that the journal has it
    return {};
}

// What an earlier run did and did not get recorded is in force, whatever the journal says. The error: why there may
// have been more.
std::optional<Error> Coordinator::takeKept() {
    KeptRecords kept = m_journal.kept();
    m_mustForget = !kept.records.empty() || kept.problem;
    for (Record& record : kept.records) {
        const auto known = m_states.find(record.agent);
        if (known != m_states.end()) {
            const AgentState& now = known->second;
            if (now.revision > record.after.revision ||
                (now.revision == record.after.revision && isSameChange(now, record.after)))
                continue; // recorded before the run ended
            if (now.revision == record.after.revision) {
                record.before = now;
                ++record.after.revision;
            }
        }
        m_states[record.agent] = record.after;
        m_unrecorded.push_back(std::move(record));
    }
    m_keptCount = m_unrecorded.size();
    return std::move(kept.problem);
}

} // namespace signalbox::release
