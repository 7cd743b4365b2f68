// signalboxctl status [AGENT] [--watch]
#include <algorithm>
#include <format>
#include <functional>
#include <map>
#include <memory>
#include <utility>

#include "app/ctl/context.h"
#include "app/ctl/status_report.h"
#include "core/protocol/encode.h"

namespace signalbox::ctl {

namespace {

constexpr int readEntries = 50; // of the audit log: the last action of every agent is among them, as a rule

using BackgroundUse = std::function<void(const Background&)>;

// One agent after the other; what cannot be read is left out: a person who was called needs the rest.
void fetchFailures(Context& context, const std::shared_ptr<Background>& found, std::vector<std::string> agents,
                   const BackgroundUse& use) {
    if (agents.empty())
        return use(*found);
    const std::string agent = std::move(agents.back());
    agents.pop_back();
    context.session().fetchFailures(agent, &context,
                                    [&context, found, agent, agents, use](Result<protocol::FailureMessage> message) {
                                        if (message)
                                            found->failures[agent] = std::move(*message);
                                        fetchFailures(context, found, agents, use);
                                    });
}

void fetchBackground(Context& context, std::vector<std::string> agents, const BackgroundUse& use) {
    context.session().fetchAlerts(&context, [&context, agents, use](Result<protocol::AlertList> alerts) {
        auto found = std::make_shared<Background>();
        if (alerts)
            found->alerts = std::move(alerts->alerts);
        context.session().fetchAudit(0, readEntries, &context,
                                     [&context, agents, use, found](Result<protocol::AuditPage> page) {
                                         if (page)
                                             found->rows = std::move(page->rows);
                                         fetchFailures(context, found, agents, use);
                                     });
    });
}

std::vector<std::string> namesOf(const std::vector<protocol::AgentStatus>& agents) {
    std::vector<std::string> names;
    for (const protocol::AgentStatus& status : agents)
        names.push_back(status.agent);
    return names;
}

// The agents that were asked for; false, and the end, when there is none of that name.
bool narrow(Context& context, protocol::AgentList& list) {
    const std::string agent = context.word(1);
    if (agent.empty())
        return true;
    std::erase_if(list.agents, [&](const auto& status) { return status.agent != agent; });
    if (list.agents.empty())
        context.fail(noAgent(agent, list));
    return !list.agents.empty();
}

// Prints what the backend says, each time it says something else.
class Watch : public QObject {
public:
    explicit Watch(Context& context) : QObject(&context), m_context(context) {}

    void start();

private:
    void take(const protocol::EventMessage& event);
    void take(const protocol::AgentStatus& status);
    void readAll();
    void refresh();
    void print(const std::string& agent);

    [[nodiscard]] bool isWanted(const std::string& agent) const {
        return m_context.word(1).empty() || m_context.word(1) == agent;
    }

    Context& m_context;
    Background m_background;
    std::map<std::string, protocol::AgentStatus> m_newest;
    std::map<std::string, std::string> m_printed;
    bool m_refreshing = false;
    bool m_again = false;
};

void Watch::start() {
    client::BackendSession& session = m_context.session();
    connect(&session, &client::BackendSession::eventReceived, this,
            [this](const protocol::EventMessage& event) { take(event); });
    connect(&session, &client::BackendSession::linkChanged, this, [this](const client::Link& link) {
        if (link.state == client::LinkState::Stale && link.error)
            m_context.fail(*link.error);
    });
    session.start();
}

void Watch::take(const protocol::EventMessage& event) {
    using Kind = protocol::EventMessage::Kind;
    if (event.kind == Kind::Reset)
        readAll();
    if (event.kind == Kind::Agent && event.agent && isWanted(event.agent->agent))
        take(*event.agent);
    if (event.kind == Kind::Audit && !m_context.options().json)
        refresh(); // an alert was raised or acknowledged, or the log has caught up with an action
}

void Watch::take(const protocol::AgentStatus& status) {
    if (m_context.options().json)
        return m_context.json(protocol::encode(status));
    const auto known = m_newest.find(status.agent);
    const bool acted = known == m_newest.end() || known->second.state.revision != status.state.revision;
    m_newest[status.agent] = status;
    if (acted)
        refresh();
    else if (!m_refreshing)
        print(status.agent);
}

void Watch::readAll() {
    m_context.session().fetchAgents(&m_context, m_context.then<protocol::AgentList>([this](protocol::AgentList list) {
        if (narrow(m_context, list))
            std::ranges::for_each(list.agents, [this](const auto& status) { take(status); });
    }));
}

// One at a time; what comes meanwhile is printed with it.
void Watch::refresh() {
    if (std::exchange(m_refreshing, true)) {
        m_again = true;
        return;
    }
    std::vector<std::string> agents;
    for (const auto& [agent, status] : m_newest)
        agents.push_back(agent);
    fetchBackground(m_context, std::move(agents), [this](const Background& found) {
        m_background = found;
        m_refreshing = false;
        for (const auto& [agent, status] : m_newest)
            print(agent);
        if (std::exchange(m_again, false))
            refresh();
    });
}

void Watch::print(const std::string& agent) {
    std::string text = reportOf(m_newest.at(agent), m_background);
    if (m_printed[agent] == text)
        return;
    m_context.line(text);
    m_printed[agent] = std::move(text);
}

} // namespace

void showStatus(Context& context) {
    if (context.options().watch)
        return (new Watch(context))->start(); // owned by the context
    context.session().fetchAgents(&context, context.then<protocol::AgentList>([&context](protocol::AgentList list) {
        if (!narrow(context, list))
            return;
        if (context.options().json) {
            context.json(protocol::encode(list));
            return context.finish(Done);
        }
        fetchBackground(context, namesOf(list.agents), [&context, list](const Background& background) {
            for (const protocol::AgentStatus& status : list.agents)
                context.line(reportOf(status, background));
            for (const protocol::UnservedAgent& agent : list.unserved)
                if (context.word(1).empty())
                    context.line(std::format("{}: {}", agent.agent, remedyOf(agent)));
            context.finish(Done);
        });
    }));
}

} // namespace signalbox::ctl
