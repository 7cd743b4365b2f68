// signalboxctl release VERB AGENT [VERSION] | release gate AGENT NAME passed|failed | roll-back AGENT [VERSION] |
// undo AGENT | unquarantine AGENT VERSION | freeze AGENT | unfreeze AGENT | queue start|cancel AGENT
#include <algorithm>
#include <array>
#include <format>

#include <QFile>

#include "app/ctl/context.h"
#include "core/protocol/encode.h"
#include "core/release/describe.h"

namespace signalbox::ctl {

namespace {

constexpr std::array releaseVerbs{"start", "advance", "approve", "pause", "resume", "step-back", "promote", "abort"};
constexpr std::array agentVerbs{"roll-back", "undo", "unquarantine", "freeze", "unfreeze"};

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
                return context.fail({Errc::NotFound, "no_agent", std::format("There is no agent named \"{}\".", agent),
                                     "signalboxctl agents lists them."});
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
    auto plan = release::readPlan(file.readAll().toStdString());
    if (!plan) {
        context.fail(plan.error());
        return false;
    }
    message.plan = std::move(*plan);
    return true;
}

bool runVerb(Context& context, const std::string& verb, int firstWord) {
    const qsizetype given = context.words() - firstWord;
    const bool needsVersion = verb == "start" || verb == "unquarantine";
    const bool mayHaveVersion = needsVersion || verb == "roll-back";
    if (given < (needsVersion ? 2 : 1) || given > (mayHaveVersion ? 2 : 1))
        return false;
    protocol::CommandMessage message;
    message.reason = context.options().reason.toStdString();
    message.version = context.word(firstWord + 1);
    message.breakGlass = context.options().breakGlass;
    if (const std::string policy = context.options().conversations.toStdString(); !policy.empty()) {
        message.conversations = release::conversationPolicyFrom(policy);
        if (!message.conversations)
            return false;
    }
    if (verb == "start" && !readPlanFile(context, message))
        return true;
    const std::string agent = context.word(firstWord);
    if (verb == "roll-back")
        send(context, agent, verb, std::move(message)); // at once; whatever the revision is
    else
        sendWithRevision(context, agent, verb, message);
    return true;
}

bool runGate(Context& context) {
    const std::string found = context.word(4);
    if (context.words() != 5 || (found != "passed" && found != "failed"))
        return false;
    protocol::CommandMessage message;
    message.reason = context.options().reason.toStdString();
    message.gate = context.word(3);
    message.passed = found == "passed";
    sendWithRevision(context, context.word(2), "gate", message);
    return true;
}

} // namespace

bool runRelease(Context& context) {
    const std::string command = context.word(0);
    if (command == "release" && context.word(1) == "gate")
        return runGate(context);
    if (command == "release" && std::ranges::contains(releaseVerbs, context.word(1)))
        return runVerb(context, context.word(1), 2);
    if (std::ranges::contains(agentVerbs, command))
        return runVerb(context, command, 1);
    if (command == "queue" && context.word(1) == "start")
        return runVerb(context, "start-queued", 2);
    if (command == "queue" && context.word(1) == "cancel")
        return runVerb(context, "unqueue", 2);
    return false;
}

} // namespace signalbox::ctl
