// The part of the control room that gives agents without history their first stable version, and says on whose word.
#include <algorithm>

#include "core/server/control_room.h"
#include "core/server/first_stable.h"

namespace signalbox::server {

namespace {

std::string namedIn(const std::map<std::string, std::string>& names, const std::string& agent) {
    const auto found = names.find(agent);
    return found == names.end() ? std::string() : found->second;
}

} // namespace

// What could not be read may have been fetched since, which no tag tells.
void ControlRoom::adoptUnreadable() {
    constexpr std::chrono::seconds lookEvery{3};
    const auto now = m_parts.clock.monotonic();
    const bool waits = std::ranges::any_of(m_notices, [&](const auto& notice) {
        return notice.second.code == "first_stable_unreadable" && m_coordinator->state(notice.first) == nullptr;
    });
    if (!waits || now - m_lookedForUnreadable < lookEvery)
        return;
    m_lookedForUnreadable = now;
    adoptNewAgents();
}

void ControlRoom::adoptNewAgents() {
    const CatalogueViewPtr view = m_parts.catalogue.view();
    m_notices.clear();
    m_offered.clear();
    for (const auto& [name, entry] : view->agents)
        adopt(name, entry);
}

void ControlRoom::adopt(const std::string& agent, const AgentEntry& entry) {
    std::string named = namedIn(m_parts.beginnings, agent);
    if (named.empty())
        named = namedIn(m_parts.catalogue.workspace().stable, agent);
    FirstStable first = firstStableOf(agent, entry.versions, named);
    const release::AgentState* known = m_coordinator->state(agent);
    if (known != nullptr)
        return;
    if (first.notice)
        m_notices[agent] = std::move(*first.notice);
    const agents::Version* meant = first.version != nullptr ? first.version : first.offered;
    if (meant == nullptr)
        return;
    const auto read = m_content->store().read(*meant);
    if (!read) { // tried again when the catalogue changes
        m_notices[agent] = firstStableUnreadable(agent, *meant, read.error());
        return;
    }
    if (auto errors = m_content->store().check(*meant)->errors(); !errors.empty()) {
        m_notices[agent] = firstStableMistakes(agent, *meant, std::move(errors));
        return;
    }
    if (first.version == nullptr) {
        m_offered[agent] = meant->version.toString();
        return;
    }
    const agents::VersionRef ref{first.version->version, (*read)->digest};
    static_cast<void>(execute(
        {agent, release::Adopt{ref}, ownName, "first seen in the workspace: " + first.reason, std::nullopt, {}}));
}

} // namespace signalbox::server
