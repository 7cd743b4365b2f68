// The part of the control room that tells of released versions whose content the repository would not give any more.
#include <algorithm>
#include <span>

#include "core/server/control_room.h"

namespace signalbox::server {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t mostTold = AlertBoard::most / 2; // the others are found in the list of versions

// Not again what waits for an answer, nor what was answered and is still so.
bool wasTold(const std::deque<protocol::Alert>& alerts, const ContentFault& fault) {
    return std::ranges::any_of(alerts, [&](const protocol::Alert& alert) {
        return alert.guard == ContentWatch::guard && alert.agent == fault.agent &&
               alert.version == fault.version.name() && alert.sentence == fault.finding.message;
    });
}

} // namespace

void ControlRoom::watchContent() {
    const CatalogueViewPtr view = m_parts.catalogue.view();
    m_contentFaults.clear();
    m_contentTold = 0;
    for (const auto& [agent, state] : m_coordinator->states())
        for (ContentFault& fault : m_contentWatch.look(state, *view, *m_content))
            m_contentFaults.push_back(std::move(fault));
    tellOfContent();
}

// Tried again with each tick until it is in the log.
void ControlRoom::tellOfContent() {
    const std::size_t count = std::min(m_contentFaults.size(), mostTold);
    if (m_contentTold == count || !m_alerts.catchUp(*m_log))
        return;
    for (const ContentFault& fault : std::span(m_contentFaults).first(count)) {
        if (wasTold(m_alerts.alerts(), fault))
            continue;
        const audit::EntryDraft draft{
            .actor = std::string("guardrail ") + ContentWatch::guard,
            .action = "guardrail.content",
            .agent = {}, // not a state of the agent
            .reason = fault.finding.message,
            .requestId = {},
            .before = {},
            .after = {{u"agent"_s, QString::fromStdString(fault.agent)},
                      {u"version"_s, QString::fromStdString(fault.version.name())},
                      {u"digest"_s, QString::fromStdString(fault.version.digest.toString())}}};
        if (!record(draft))
            return;
    }
    m_contentTold = count;
}

std::vector<ContentFault> ControlRoom::contentFaults(const std::string& agent) const {
    std::vector<ContentFault> all;
    std::ranges::copy_if(m_contentFaults, std::back_inserter(all),
                         [&](const ContentFault& fault) { return fault.agent == agent; });
    return all;
}

std::optional<agents::VersionRef> ControlRoom::releasedAs(const std::string& agent,
                                                          const agents::SemVer& version) const {
    const release::AgentState* state = m_coordinator->state(agent);
    if (state == nullptr)
        return std::nullopt;
    for (const agents::VersionRef& released : releasedIn(*state))
        if (released.version == version)
            return released;
    for (const release::Quarantined& held : state->quarantine)
        if (held.version.version == version)
            return held.version;
    return std::nullopt;
}

} // namespace signalbox::server
