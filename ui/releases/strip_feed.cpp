#include "ui/releases/strip_feed.h"

#include "ui/releases/state_strip.h"

namespace signalbox::ui::releases {

StripFeed::StripFeed(client::BackendMirror& mirror, StateStrip& strip, QObject* parent)
    : QObject(parent),
      m_mirror(mirror),
      m_strip(strip) {
    m_timer.setInterval(std::chrono::seconds(2));
    connect(&m_timer, &QTimer::timeout, this, &StripFeed::ask);
    m_timer.start();
    connect(&mirror, &client::BackendMirror::agentsChanged, this, &StripFeed::show);
    connect(&mirror, &client::BackendMirror::backendChanged, this, &StripFeed::show);
    connect(&mirror, &client::BackendMirror::agentChanged, this, [this](const QString& agent) {
        if (agent.toStdString() == m_agent)
            show();
    });
    connect(&mirror, &client::BackendMirror::linkChanged, this, &StripFeed::ask);
}

void StripFeed::setAgent(const std::string& agent) {
    if (m_agent == agent)
        return;
    m_agent = agent;
    m_versions.clear();
    m_failures.reset();
    m_asking = false;
    show();
    ask();
}

void StripFeed::setVersions(const std::vector<QString>& versions) {
    m_versions = versions;
    show();
}

void StripFeed::ask() {
    if (m_asking || m_agent.empty() || !m_mirror.isFresh() || !m_strip.isVisible())
        return;
    m_asking = true;
    m_mirror.session().fetchFailures(m_agent, this, [this, agent = m_agent](Result<protocol::FailureMessage> message) {
        if (agent != m_agent)
            return;
        m_asking = false;
        m_failures = message ? std::optional(std::move(*message)) : std::nullopt;
        show();
    });
}

void StripFeed::show() {
    const protocol::AgentStatus* status = m_mirror.agent(m_agent);
    if (status == nullptr)
        return m_strip.setView({});
    m_strip.setView(stripView({.status = status,
                               .failures = m_failures ? &*m_failures : nullptr,
                               .versions = m_versions,
                               .simulated = m_mirror.backend() && m_mirror.backend()->simulated}));
}

} // namespace signalbox::ui::releases
