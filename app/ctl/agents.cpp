// signalboxctl agents | versions AGENT | status [AGENT] [--watch]
#include <algorithm>
#include <format>

#include "app/ctl/context.h"
#include "core/protocol/encode.h"
#include "core/release/describe.h"

namespace signalbox::ctl {

using namespace Qt::StringLiterals;

namespace {

void printStatus(const Context& context, const protocol::AgentStatus& status) {
    const release::AgentState& state = status.state;
    context.line(std::format("{}: {} (revision {}, {})", status.agent, release::describeTraffic(state), state.revision,
                             release::toString(release::phaseOf(state))));
    if (!status.observedMatches)
        context.line("  the data path does not do this yet");
    if (state.release) {
        const release::Release& release = *state.release;
        context.line(std::format("  release {}: {} instead of {}, step {} of {}{}", release.id,
                                 release.candidate.name(), release.baseline.name(), release.step + 1,
                                 release.plan.steps.size(), release.paused ? ", paused: " + release.pauseReason : ""));
        for (const release::Hold& hold : status.holds)
            context.line(std::format("  {} {}: {}", hold.satisfied ? "met " : "open", hold.kind, hold.text));
    }
    if (const std::string waiting = release::describeQueue(state); !waiting.empty()) {
        context.line("  " + waiting);
        if (!state.release)
            for (const release::Hold& hold : status.holds)
                context.line(std::format("  {} {}: {}", hold.satisfied ? "met " : "open", hold.kind, hold.text));
    }
    if (state.freeze)
        context.line(std::format("  frozen since {} by {}: {}", toIso(state.freeze->since), state.freeze->actor,
                                 state.freeze->reason));
    if (status.rollBackTarget)
        context.line(std::format("  rolls back to {}", status.rollBackTarget->name()));
    for (const release::Quarantined& held : state.quarantine)
        context.line(std::format("  quarantined: {}", held.version.name()));
}

// Prints what the backend says, each time it says something else.
void watch(Context& context) {
    const std::string agent = context.word(1);
    const auto print = [&context, agent](const protocol::AgentStatus& status) {
        if (!agent.empty() && status.agent != agent)
            return;
        if (context.options().json)
            context.json(protocol::encode(status));
        else
            printStatus(context, status);
    };
    QObject::connect(&context.session(), &client::BackendSession::eventReceived, &context,
                     [&context, print](const protocol::EventMessage& event) {
                         using Kind = protocol::EventMessage::Kind;
                         if (event.kind == Kind::Agent && event.agent)
                             print(*event.agent);
                         if (event.kind == Kind::Reset)
                             context.session().fetchAgents(&context,
                                                           context.then<protocol::AgentList>([print](const auto& list) {
                                                               std::ranges::for_each(list.agents, print);
                                                           }));
                     });
    QObject::connect(&context.session(), &client::BackendSession::linkChanged, &context,
                     [&context](const client::Link& link) {
                         if (link.state == client::LinkState::Stale && link.error)
                             context.fail(*link.error);
                     });
    context.session().start();
}

} // namespace

void listAgents(Context& context) {
    context.session().fetchAgents(&context, context.then<protocol::AgentList>([&context](const auto& list) {
        if (context.options().json) {
            context.json(protocol::encode(list));
        } else {
            for (const protocol::AgentStatus& status : list.agents)
                context.line(std::format("{}\t{}\t{}", status.agent, status.state.stable.name(), status.description));
        }
        context.finish(Done);
    }));
}

void listVersions(Context& context) {
    context.session().fetchVersions(
        context.word(1), &context, context.then<protocol::VersionList>([&context](const auto& list) {
            if (context.options().json) {
                context.json(protocol::encode(list));
            } else {
                for (const agents::Version& version : list.versions) {
                    const std::string title = version.changelog.substr(0, version.changelog.find('\n'));
                    context.line(std::format("{}\t{}\t{}\t{}", version.version.toString(), toIso(version.time),
                                             version.author, title));
                }
                for (const protocol::Problem& problem : list.problems)
                    context.line(std::format("problem\t{}\t{}\t{}", problem.subject, problem.code, problem.message));
            }
            context.finish(Done);
        }));
}

void showStatus(Context& context) {
    if (context.options().watch) {
        watch(context);
        return;
    }
    context.session().fetchAgents(
        &context, context.then<protocol::AgentList>([&context](const protocol::AgentList& list) {
            protocol::AgentList wanted = list;
            const std::string agent = context.word(1);
            if (!agent.empty())
                std::erase_if(wanted.agents, [&](const auto& status) { return status.agent != agent; });
            if (wanted.agents.empty() && !agent.empty()) {
                context.fail(noAgent(agent));
                return;
            }
            if (context.options().json)
                context.json(protocol::encode(wanted));
            else
                for (const protocol::AgentStatus& status : wanted.agents)
                    printStatus(context, status);
            context.finish(Done);
        }));
}

} // namespace signalbox::ctl
