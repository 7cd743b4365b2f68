#include "ui/shell/open_backends.h"

#include <algorithm>

#include "core/client/backend_mirror.h"
#include "ui/shell/backend_summary.h"
#include "ui/shell/backend_view.h"

namespace signalbox::ui::shell {

SidebarBackend sidebarOf(const BackendView& view) {
    const client::BackendMirror& mirror = view.mirror();
    SidebarBackend backend{.name = view.name(),
                           .link = mirror.session().link().state,
                           .simulated = mirror.backend() && mirror.backend()->simulated,
                           .agents = mirror.agents(),
                           .teams = mirror.teams(),
                           .unserved = mirror.unserved()};
    for (const protocol::Alert& alert : mirror.alerts())
        if (!alert.acknowledged)
            backend.alarmed.insert(alert.agent);
    return backend;
}

RecentBackend seenNow(const OpenBackend& open) {
    const client::BackendMirror& mirror = open.view->mirror();
    const client::Link& link = mirror.session().link();
    RecentBackend seen = open.origin;
    seen.seen = summaryOf(mirror);
    seen.seen.at = link.lastHeard;
    seen.open = mirror.isFresh() ? RecentBackend::Open::Connected : RecentBackend::Open::NotConnected;
    return seen;
}

std::vector<RecentBackend> recentWith(const std::vector<OpenBackend>& open) {
    std::vector<RecentBackend> recent = recentBackends();
    for (const OpenBackend& one : open)
        for (RecentBackend& entry : recent)
            if (entry.isSame(one.origin)) {
                const BackendSummary before = entry.seen;
                entry = seenNow(one);
                if (entry.seen.text.isEmpty()) // nothing is heard of it yet
                    entry.seen = before;
            }
    return recent;
}

void rememberAll(const std::vector<OpenBackend>& open) {
    for (const OpenBackend& one : open)
        if (const RecentBackend seen = seenNow(one); !seen.where.isEmpty() && !seen.seen.text.isEmpty())
            rememberSeen(seen);
}

std::string firstToSee(const client::BackendMirror& mirror, const std::string& wanted) {
    for (const protocol::AgentStatus& status : mirror.agents())
        if (status.state.release)
            return status.agent;
    return std::ranges::contains(mirror.agents(), wanted, &protocol::AgentStatus::agent) ? wanted : std::string();
}

} // namespace signalbox::ui::shell
