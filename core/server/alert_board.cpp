#include "core/server/alert_board.h"

#include <algorithm>
#include <iterator>

#include <QJsonValue>

#include "core/server/agent_view.h"

namespace signalbox::server {

using namespace Qt::StringLiterals;

namespace {

constexpr std::string_view guardActor = "guardrail ";
constexpr int pageSize = 500;

protocol::AlertDeed deedOf(const std::string& action) {
    if (action == "release.roll_back")
        return protocol::AlertDeed::RolledBack;
    if (action == "release.step_back")
        return protocol::AlertDeed::SteppedBack;
    return action == "release.pause" ? protocol::AlertDeed::Paused : protocol::AlertDeed::Notified;
}

std::string textOf(const QJsonValue& value) {
    return value.toString().toStdString();
}

// What the release was when the guardrail acted: of a roll back only `before` still has it.
QJsonObject releaseIn(const protocol::AuditRow& row) {
    const QJsonObject before = row.entry["before"_L1]["release"_L1].toObject();
    if (!before.isEmpty())
        return before;
    const QJsonObject after = row.entry["after"_L1]["release"_L1].toObject();
    // An agent that is frozen after a roll back: of the release that was rolled back.
    return after.isEmpty() ? row.entry["after"_L1]["undo"_L1]["release"_L1].toObject() : after;
}

} // namespace

std::optional<protocol::Alert> AlertBoard::alertOf(const protocol::AuditRow& row) {
    if (!row.actor.starts_with(guardActor))
        return std::nullopt;
    const QJsonObject release = releaseIn(row);
    return protocol::Alert{.id = row.sequence,
                           .raised = row.time,
                           .agent = row.agent.empty() ? textOf(row.entry["after"_L1]["agent"_L1]) : row.agent,
                           .releaseId = textOf(release["id"_L1]),
                           .version = textOf(release.isEmpty() ? row.entry["after"_L1]["version"_L1]
                                                               : release["candidate"_L1]["version"_L1]),
                           .baseline = textOf(release["baseline"_L1]["version"_L1]),
                           .guard = row.actor.substr(guardActor.size()),
                           .deed = deedOf(row.action),
                           .sentence = textOf(row.entry["reason"_L1]),
                           .runbook = textOf(release["plan"_L1]["runbook"_L1])};
}

Result<void> AlertBoard::catchUp(const audit::Log& log) {
    const std::uint64_t size = log.size();
    const std::uint64_t from = std::max(m_last, size > lookBack ? size - lookBack : 0);
    std::vector<audit::Entry> entries; // newest first
    for (std::uint64_t before = size; before > from;) {
        auto page = log.read(before, pageSize);
        if (!page)
            return failure(std::move(page.error()));
        if (page->empty())
            break;
        before = page->back().sequence - 1;
        std::ranges::move(*page, std::back_inserter(entries));
    }
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry)
        if (entry->sequence > from)
            take(rowOf(*entry));
    m_last = size;
    return {};
}

void AlertBoard::take(const protocol::AuditRow& row) {
    if (row.action == action) {
        const auto id = static_cast<std::uint64_t>(row.entry["after"_L1]["alert"_L1].toInteger());
        const auto found = std::ranges::find(m_alerts, id, &protocol::Alert::id);
        if (found != m_alerts.end() && !found->acknowledged)
            found->acknowledged =
                protocol::Acknowledgement{.at = row.time, .by = row.actor, .reason = textOf(row.entry["reason"_L1])};
        return;
    }
    auto alert = alertOf(row);
    if (!alert)
        return;
    m_alerts.push_front(std::move(*alert));
    if (m_alerts.size() > most)
        m_alerts.pop_back();
}

const protocol::Alert* AlertBoard::find(std::uint64_t id) const {
    const auto found = std::ranges::find(m_alerts, id, &protocol::Alert::id);
    return found == m_alerts.end() ? nullptr : &*found;
}

} // namespace signalbox::server
