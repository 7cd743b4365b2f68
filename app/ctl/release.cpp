// signalboxctl release VERB AGENT [VERSION] | release gate AGENT NAME passed|failed | roll-back AGENT [VERSION] |
// undo AGENT | adopt AGENT VERSION | unquarantine AGENT VERSION | freeze AGENT | unfreeze AGENT | queue start|cancel
// AGENT
#include <algorithm>
#include <format>

#include <QFile>

#include "app/ctl/context.h"
#include "core/protocol/encode.h"
#include "core/release/describe.h"

namespace signalbox::ctl {

namespace {

void print(Context& context, const protocol::CommandResult& result) {
    if (context.options().json) {
        context.json(protocol::encode(result));
    } else {
        context.line(std::format("{}: {} (revision {}), in effect after {:.1f} ms", result.after.agent,
                                 release::describeTraffic(result.after), result.revision, result.effectiveAfterMs));
        if (const std::string waiting = release::describeQueue(result.after); !waiting.empty())
            context.line("  " + waiting);
        if (result.warning)
            context.line("warning: it took effect but could not be recorded: " + result.warning->message);
    }
    context.finish(Done);
}

void send(Context& context, const std::string& agent, const std::string& verb, protocol::CommandMessage message) {
    context.session().command(agent, verb, std::move(message), &context,
                              context.then<protocol::CommandResult>(
                                  [&context](const protocol::CommandResult& result) { print(context, result); }));
}

// The revision that the command is about is the one that stands now.
void sendWithRevision(Context& context, const std::string& agent, const std::string& verb,
                      const protocol::CommandMessage& message) {
    context.session().fetchAgents(
        &context, context.then<protocol::AgentList>([&context, agent, verb, message](const protocol::AgentList& list) {
            const auto found = std::ranges::find(list.agents, agent, &protocol::AgentStatus::agent);
            if (found == list.agents.end())
                return context.fail(noAgent(agent, list));
            protocol::CommandMessage complete = message;
            complete.revision = found->state.revision;
            send(context, agent, verb, std::move(complete));
        }));
}

bool readPlanFile(Context& context, protocol::CommandMessage& message) {
    if (context.options().planFile.isEmpty())
        return true;
    QFile file(context.options().planFile);
    if (!file.open(QIODevice::ReadOnly)) {
        context.fail({Errc::Io, "file_error", "The plan cannot be read.", "Check the path after --plan."});
        return false;
    }
    auto plan = release::readPlan(file.readAll().toStdString(), context.options().planFile.toStdString());
    if (!plan) {
        context.fail(plan.error());
        return false;
    }
    message.plan = std::move(*plan);
    return true;
}

// As the control API calls it.
std::string verbOf(const Context& context) {
    if (context.word(0) == "release")
        return context.word(1);
    if (context.word(0) == "queue")
        return context.word(1) == "start" ? "start-queued" : "unqueue";
    return context.word(0);
}

} // namespace

void runVerb(Context& context) {
    const std::string verb = verbOf(context);
    const int at = verb == context.word(0) ? 1 : 2; // where the agent stands
    protocol::CommandMessage message;
    message.reason = context.options().reason.toStdString();
    message.version = context.word(at + 1);
    message.breakGlass = context.options().breakGlass;
    message.conversations = release::conversationPolicyFrom(context.options().conversations.toStdString());
    if (verb == "start" && !readPlanFile(context, message))
        return;
    const std::string agent = context.word(at);
    if (verb == "roll-back" || verb == "adopt")
        send(context, agent, verb, std::move(message)); // at once; there is no revision, or it does not matter
    else
        sendWithRevision(context, agent, verb, message);
}

void runGate(Context& context) {
    protocol::CommandMessage message;
    message.reason = context.options().reason.toStdString();
    message.gate = context.word(3);
    message.passed = context.word(4) == "passed";
    sendWithRevision(context, context.word(2), "gate", message);
}

} // namespace signalbox::ctl
