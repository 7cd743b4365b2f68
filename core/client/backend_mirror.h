// The console's live picture of one backend: agents with their confirmed state, versions, recent metrics, link state.
// Fed by a BackendSession; the UI reads values from here and listens to its signals. Thread of the session. Never shows
// a weight that the backend has not confirmed: values change only by what the backend says.
#pragma once

#include <deque>
#include <map>
#include <set>

#include "core/client/backend_session.h"

namespace signalbox::client {

// Points of one version in one role, one a second at most, rising time, apart, the newest 15 minutes.
struct LiveSeries {
    std::string version;
    traffic::Role role = traffic::Role::Stable;
    std::deque<protocol::MetricPoint> points;
};

// Something that happened to an agent, drawn as a marker in its charts.
struct Marker {
    WallTime time{};
    std::string action;
    std::string text;
};

class BackendMirror : public QObject {
    Q_OBJECT

public:
    explicit BackendMirror(BackendSession& session, QObject* parent = nullptr);

    [[nodiscard]] BackendSession& session() const { return m_session; }

    [[nodiscard]] const std::optional<protocol::BackendInfo>& backend() const { return m_backend; }

    [[nodiscard]] const std::vector<protocol::AgentStatus>& agents() const { return m_agents; }

    [[nodiscard]] const std::vector<protocol::TeamInfo>& teams() const { return m_teams; }

    // Agents without a version that answers.
    [[nodiscard]] const std::vector<protocol::UnservedAgent>& unserved() const { return m_unserved; }

    [[nodiscard]] const std::vector<protocol::Alert>& alerts() const { return m_alerts; } // newest first

    [[nodiscard]] const protocol::AgentStatus* agent(const std::string& name) const;
    [[nodiscard]] const std::vector<LiveSeries>& series(const std::string& agent) const;
    [[nodiscard]] const std::vector<Marker>& markers(const std::string& agent) const;
    [[nodiscard]] bool isFresh() const; // link connected: verbs may be offered

    // When another backend began to answer at the address of the former; nothing of the former is shown any more.
    [[nodiscard]] const std::optional<WallTime>& otherSince() const { return m_otherSince; }

    // Takes the answer of a command into the picture before the event arrives (it is confirmed already). Nothing of it
    // is worked out here; without a status in it the event is waited for.
    void take(const protocol::CommandResult& result, const std::string& action);

Q_SIGNALS:
    void backendChanged();
    void agentsChanged();                       // the list itself
    void agentChanged(const QString& agent);    // one agent's state
    void versionsChanged(const QString& agent); // its catalogue: fetch again
    void metricsChanged();                      // at most once a second
    void auditChanged(quint64 size);
    void alertsChanged();
    void alertRaised(const signalbox::protocol::Alert& alert); // while this console watched
    void linkChanged();

private:
    void refresh();
    void fetchAgents();
    void takeBackend(protocol::BackendInfo info);
    void fetchHistory();
    void fetchAlerts();
    void takeAlerts(std::vector<protocol::Alert> alerts);
    void takeAgents(const protocol::AgentList& list);
    void takeEvent(const protocol::EventMessage& event);
    void takeAgent(const protocol::AgentStatus& status, const std::string& action = {});
    void takeMetrics(const std::vector<protocol::MetricTick>& ticks);
    void takeSeries(const std::string& agent, const protocol::MetricsMessage& message);
    void takeAudit(const protocol::AuditPage& page);
    protocol::AgentStatus* find(const std::string& name);
    LiveSeries& seriesOf(const std::string& agent, const std::string& version, traffic::Role role);
    void addMarker(const std::string& agent, Marker marker);

    BackendSession& m_session;
    std::optional<protocol::BackendInfo> m_backend;
    std::vector<protocol::AgentStatus> m_agents;
    std::vector<protocol::TeamInfo> m_teams;
    std::vector<protocol::UnservedAgent> m_unserved;
    std::vector<protocol::Alert> m_alerts;
    std::set<std::string> m_overtaken; // agents that an event told of since the list was asked for
    std::optional<WallTime> m_otherSince;
    std::optional<std::uint64_t> m_newestAlert; // that was heard of; nullopt: none was asked for yet
    std::map<std::string, std::vector<LiveSeries>> m_series;
    std::map<std::string, std::vector<Marker>> m_markers;
};

} // namespace signalbox::client
