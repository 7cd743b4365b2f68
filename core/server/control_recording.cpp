// The part of the control room that sees to it that what was done gets into the audit log, also when the disk does not
// take it at once, and that everybody knows as long as it is not there.
#include <algorithm>
#include <ranges>

#include "core/server/agent_view.h"
#include "core/server/control_room.h"

namespace signalbox::server {

bool ControlRoom::isDegraded() const {
    return m_log->isDegraded() || m_coordinator->unrecorded() > 0;
}

std::optional<Error> ControlRoom::auditProblem() const {
    auto problem = m_keeper->problem();
    return problem ? problem : m_mender->problem();
}

void ControlRoom::resumeRecording() {
    m_mender->look();
    static_cast<void>(m_coordinator->flushUnrecorded());
}

void ControlRoom::finish(const metrics::Store& store) {
    keepMetrics(store);
    if (m_coordinator->unrecorded() > 0 && m_mender->mendNow())
        static_cast<void>(m_coordinator->flushUnrecorded());
}

// Consoles read the alerts when they are told of the log.
void ControlRoom::tellOfWaiting() {
    std::map<std::string, std::uint64_t> waiting;
    for (const release::Record& record : m_coordinator->waitingRecords())
        ++waiting[record.agent];
    if (waiting == m_waiting)
        return;
    const auto before = std::exchange(m_waiting, std::move(waiting));
    for (const std::string& agent : std::views::keys(m_coordinator->states())) {
        const auto was = before.find(agent);
        const auto is = m_waiting.find(agent);
        if ((was == before.end() ? 0 : was->second) != (is == m_waiting.end() ? 0 : is->second))
            announce(agent);
    }
    protocol::EventMessage event;
    event.kind = protocol::EventMessage::Kind::Audit;
    event.auditSize = m_log->size();
    if (const auto seen = m_log->glimpse())
        event.checkpoint = seen->checkpoint;
    m_parts.hub.publish(std::move(event));
}

// As they will stand in the log: first that it could not be written, then what guardrails did meanwhile. Their ids are
// the numbers that their entries will have. Newest first.
std::vector<protocol::Alert> ControlRoom::waitingAlerts() const {
    std::vector<protocol::Alert> alerts;
    std::uint64_t sequence = m_log->size();
    const auto add = [&](const audit::EntryDraft& draft) {
        ++sequence;
        if (auto alert = AlertBoard::alertOf(rowOf(draft, sequence)))
            alerts.insert(alerts.begin(), std::move(*alert));
    };
    for (const release::Record& record : m_coordinator->waitingRecords()) {
        if (sequence == m_log->size())
            add(AuditJournal::interruptionBefore(record));
        add(AuditJournal::draftOf(record));
    }
    return alerts;
}

} // namespace signalbox::server
