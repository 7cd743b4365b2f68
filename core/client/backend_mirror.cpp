#include "core/client/backend_mirror.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/client/markers.h"
#include "core/client/metric_merge.h"

namespace signalbox::client {

using namespace std::chrono_literals;

namespace {

constexpr auto kept = 15min;
constexpr std::size_t mostMarkers = 500;
constexpr int auditRows = 200;

void dropOld(std::deque<protocol::MetricPoint>& points) {
    while (!points.empty() && points.back().time - points.front().time > kept)
        points.pop_front();
}

} // namespace

BackendMirror::BackendMirror(BackendSession& session, QObject* parent) : QObject(parent), m_session(session) {
    connect(&session, &BackendSession::eventReceived, this, &BackendMirror::takeEvent);
    connect(&session, &BackendSession::linkChanged, this, [this] { Q_EMIT linkChanged(); });
    connect(&session, &BackendSession::backendHeard, this, [this](const protocol::BackendInfo& info) {
        if (m_backend) // refresh() asks for the first one
            takeBackend(info);
    });
}

const protocol::AgentStatus* BackendMirror::agent(const std::string& name) const {
    const auto found = std::ranges::find(m_agents, name, &protocol::AgentStatus::agent);
    return found == m_agents.end() ? nullptr : &*found;
}

protocol::AgentStatus* BackendMirror::find(const std::string& name) {
    const auto found = std::ranges::find(m_agents, name, &protocol::AgentStatus::agent);
    return found == m_agents.end() ? nullptr : &*found;
}

const std::vector<LiveSeries>& BackendMirror::series(const std::string& agent) const {
    static const std::vector<LiveSeries> none;
    const auto found = m_series.find(agent);
    return found == m_series.end() ? none : found->second;
}

const std::vector<Marker>& BackendMirror::markers(const std::string& agent) const {
    static const std::vector<Marker> none;
    const auto found = m_markers.find(agent);
    return found == m_markers.end() ? none : found->second;
}

bool BackendMirror::isFresh() const {
    return m_session.link().state == LinkState::Connected;
}

// The stream opens with a reset (or resumes where it was), so whatever changes after this reading arrives as an event.
void BackendMirror::refresh() {
    m_session.fetchBackend(this, [this](Result<protocol::BackendInfo> info) {
        if (info)
            takeBackend(std::move(*info));
    });
    fetchAgents();
}

void BackendMirror::fetchAgents() {
    m_overtaken.clear();
    m_session.fetchAgents(this, [this](const Result<protocol::AgentList>& list) {
        if (list)
            takeAgents(*list);
    });
}

void BackendMirror::takeBackend(protocol::BackendInfo info) {
    if (m_backend && m_backend->instance != info.instance && !m_backend->instance.empty() && !info.instance.empty()) {
        m_otherSince = SystemClock().wall();
        m_series.clear();
        m_markers.clear();
        m_alerts.clear();
        m_newestAlert.reset();
    }
    if (m_backend == info)
        return;
    m_backend = std::move(info);
    Q_EMIT backendChanged();
}

void BackendMirror::takeAgents(const protocol::AgentList& list) {
    std::vector<protocol::AgentStatus> agents = list.agents;
    for (protocol::AgentStatus& status : agents) {
        // An event may have overtaken the list; the higher revision is the newer truth then. Otherwise the list is:
        // a backend whose state was restored from a copy begins at an earlier revision.
        const protocol::AgentStatus* known = m_overtaken.contains(status.agent) ? agent(status.agent) : nullptr;
        if (known != nullptr && known->state.revision > status.state.revision)
            status = *known;
    }
    m_agents = std::move(agents);
    m_teams = list.teams;
    m_unserved = list.unserved;
    Q_EMIT agentsChanged();
    fetchHistory();
}

void BackendMirror::fetchHistory() {
    for (const protocol::AgentStatus& status : m_agents) {
        m_session.fetchMetrics(status.agent, SystemClock().wall() - kept, SystemClock().wall() + 1s, 1s, this,
                               [this, name = status.agent](const Result<protocol::MetricsMessage>& message) {
                                   if (message)
                                       takeSeries(name, *message);
                               });
    }
    fetchAlerts();
    m_session.fetchAudit(0, auditRows, this, [this](const Result<protocol::AuditPage>& page) {
        if (page)
            takeAudit(*page);
    });
}

void BackendMirror::fetchAlerts() {
    m_session.fetchAlerts(this, [this](Result<protocol::AlertList> list) {
        if (list) // an older backend has none
            takeAlerts(std::move(list->alerts));
    });
}

void BackendMirror::takeAlerts(std::vector<protocol::Alert> alerts) {
    const std::uint64_t newest = alerts.empty() ? 0 : alerts.front().id;
    const std::optional<std::uint64_t> before = std::exchange(m_newestAlert, newest);
    m_alerts = std::move(alerts);
    Q_EMIT alertsChanged();
    if (!before)
        return;                                        // what happened before this console looked is history, not news
    const std::vector<protocol::Alert> now = m_alerts; // a listener may cause the next reading
    for (const protocol::Alert& alert : now)
        if (alert.id > *before && !alert.acknowledged)
            Q_EMIT alertRaised(alert);
}

void BackendMirror::takeSeries(const std::string& agent, const protocol::MetricsMessage& message) {
    for (const protocol::MetricSeries& past : message.series) {
        auto& points = seriesOf(agent, past.version, past.role).points;
        points = mergePoints(points, past.points);
        dropOld(points);
    }
    Q_EMIT metricsChanged();
}

void BackendMirror::takeAudit(const protocol::AuditPage& page) {
    m_markers.clear();
    for (auto row = page.rows.rbegin(); row != page.rows.rend(); ++row) {
        if (auto marker = markerOf(*row))
            addMarker(row->agent, std::move(*marker));
    }
    for (const protocol::AgentStatus& status : m_agents)
        Q_EMIT agentChanged(QString::fromStdString(status.agent));
    Q_EMIT auditChanged(page.size);
}

void BackendMirror::addMarker(const std::string& agent, Marker marker) {
    auto& markers = m_markers[agent];
    markers.push_back(std::move(marker));
    if (markers.size() > mostMarkers)
        markers.erase(markers.begin());
}

void BackendMirror::takeEvent(const protocol::EventMessage& event) {
    using Kind = protocol::EventMessage::Kind;
    switch (event.kind) {
    case Kind::Reset:
        refresh();
        break;
    case Kind::Agent:
        if (event.agent)
            takeAgent(*event.agent);
        break;
    case Kind::Versions:
        if (agent(event.agentName) == nullptr)
            fetchAgents(); // one that has no version yet came, went, or got one
        Q_EMIT versionsChanged(QString::fromStdString(event.agentName));
        break;
    case Kind::Metrics:
        takeMetrics(event.metrics);
        break;
    case Kind::Audit:
        if (m_backend)
            m_backend->auditSize = event.auditSize;
        fetchAlerts(); // they are entries of the audit log
        Q_EMIT auditChanged(event.auditSize);
        break;
    }
}

void BackendMirror::takeAgent(const protocol::AgentStatus& status, const std::string& action) {
    m_overtaken.insert(status.agent);
    protocol::AgentStatus* known = find(status.agent);
    if (known == nullptr) {
        m_agents.push_back(status);
        std::erase_if(m_unserved, [&](const auto& waiting) { return waiting.agent == status.agent; });
        std::ranges::sort(m_agents, {}, &protocol::AgentStatus::agent);
        Q_EMIT agentsChanged();
        return;
    }
    if (status.state.revision < known->state.revision)
        return; // what was heard meanwhile is newer
    if (status.state.revision > known->state.revision) {
        auto marker = markerBetween(known->state, status.state, SystemClock().wall());
        if (!marker && !action.empty())
            marker = Marker{SystemClock().wall(), action, action};
        if (marker)
            addMarker(status.agent, std::move(*marker));
    }
    *known = status;
    Q_EMIT agentChanged(QString::fromStdString(status.agent));
}

void BackendMirror::take(const protocol::CommandResult& result, const std::string& action) {
    if (result.status)
        takeAgent(*result.status, action);
}

LiveSeries& BackendMirror::seriesOf(const std::string& agent, const std::string& version, traffic::Role role) {
    auto& all = m_series[agent];
    const auto found = std::ranges::find_if(
        all, [&](const LiveSeries& series) { return series.version == version && series.role == role; });
    return found != all.end() ? *found : all.emplace_back(LiveSeries{version, role, {}});
}

void BackendMirror::takeMetrics(const std::vector<protocol::MetricTick>& ticks) {
    for (const protocol::MetricTick& tick : ticks) {
        auto& points = seriesOf(tick.agent, tick.version, tick.role).points;
        if (points.empty() || points.back().time < tick.point.time)
            points.push_back(tick.point);
        else if (const auto at = std::ranges::lower_bound(points, tick.point.time, {}, &protocol::MetricPoint::time);
                 at->time == tick.point.time)
            *at = tick.point;
        else
            points.insert(at, tick.point);
        dropOld(points);
    }
    Q_EMIT metricsChanged();
}

} // namespace signalbox::client
