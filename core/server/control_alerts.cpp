// The part of the control room that answers for alerts: they are read from the audit log, and seen by whom is recorded
// there.
#include <chrono>
#include <format>

#include "core/server/control_room.h"

namespace signalbox::server {

using namespace Qt::StringLiterals;

Result<protocol::AlertList> ControlRoom::alerts() {
    if (auto read = m_alerts.catchUp(*m_log); !read)
        return failure(std::move(read.error()));
    protocol::AlertList list{waitingAlerts()};
    list.alerts.insert(list.alerts.end(), m_alerts.alerts().begin(), m_alerts.alerts().end());
    return list;
}

// What was told within a day is not told again after a restart.
void ControlRoom::watchUnits() {
    if (!m_units) {
        if (!m_alerts.catchUp(*m_log))
            return;
        m_units.emplace();
        for (const protocol::Alert& alert : m_alerts.alerts())
            if (alert.guard == UnitWatch::guard && m_parts.clock.wall() - alert.raised < std::chrono::hours{24})
                m_units->setTold(alert.agent);
    }
    for (const auto& [agent, state] : m_coordinator->states()) {
        const auto sentence = m_units->look(agent, m_parts.plane.units(agent));
        if (!sentence)
            continue;
        const audit::EntryDraft draft{.actor = std::string("guardrail ") + UnitWatch::guard,
                                      .action = "guardrail.units",
                                      .agent = {}, // not a state of the agent
                                      .reason = *sentence,
                                      .requestId = {},
                                      .before = {},
                                      .after = {{u"agent"_s, QString::fromStdString(agent)}}};
        if (!record(draft))
            m_units->keepTelling(agent);
    }
}

Result<protocol::Alert> ControlRoom::acknowledge(std::uint64_t id, const std::string& actor,
                                                 const std::string& reason) {
    if (auto read = m_alerts.catchUp(*m_log); !read)
        return failure(std::move(read.error()));
    const protocol::Alert* alert = m_alerts.find(id);
    if (alert == nullptr)
        return failure(Errc::NotFound, "no_alert", "There is no such alert among the newest.",
                       "List the alerts; older ones are in the audit log.");
    if (alert->acknowledged)
        return *alert; // somebody was quicker; the answer says who
    const audit::EntryDraft draft{
        .actor = actor,
        .action = AlertBoard::action,
        .agent = {}, // not a state of the agent
        .reason = reason,
        .requestId = {},
        .before = {},
        .after = {{u"agent"_s, QString::fromStdString(alert->agent)}, {u"alert"_s, static_cast<qint64>(id)}}};
    if (auto recorded = record(draft); !recorded)
        return failure(std::move(recorded.error()));
    if (auto read = m_alerts.catchUp(*m_log); !read)
        return failure(std::move(read.error()));
    return *m_alerts.find(id);
}

} // namespace signalbox::server
