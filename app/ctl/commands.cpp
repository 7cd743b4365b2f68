#include "app/ctl/commands.h"

#include <algorithm>
#include <array>
#include <format>

#include "core/release/plan.h"

namespace signalbox::ctl {

using namespace Qt::StringLiterals;

namespace {

std::string misuseOfConversations(const Options& options) {
    const std::string policy = options.conversations.toStdString();
    return policy.empty() || release::conversationPolicyFrom(policy) ? std::string()
                                                                     : "--conversations is move, finish or drain.";
}

// Of the verbs that move forward. What makes traffic safer is never refused for want of words.
std::string misuseOfGlass(const Options& options) {
    return options.breakGlass && options.reason.trimmed().isEmpty()
               ? "--break-glass needs --reason TEXT; the audit log keeps why."
               : misuseOfConversations(options);
}

std::string misuseOfFreeze(const Options& options) {
    return options.reason.trimmed().isEmpty() ? "freeze needs --reason TEXT; the audit log keeps why."
                                              : misuseOfConversations(options);
}

std::string misuseOfGate(const Options& options) {
    const QString found = options.words.value(4);
    return found == u"passed"_s || found == u"failed"_s ? std::string() : "A gate is reported as passed|failed.";
}

std::string misuseOfExplain(const Options& options) {
    return options.words.size() == (options.file.isEmpty() ? 2 : 1)
               ? std::string()
               : "Usage: signalboxctl explain AGENT|RELEASE, or explain --file FILE.";
}

std::string misuseOfPublish(const Options& options) {
    return options.changelog.isEmpty() == options.message.trimmed().isEmpty()
               ? "Usage: signalboxctl publish AGENT VERSION --message TEXT (or --changelog FILE) [--from DIR]."
               : "";
}

std::string misuseOfLimit(const Options& options) {
    return options.limit > 0 ? std::string() : "--limit is a number from 1 to 500.";
}

// A verb stands before one that its name begins with: "drill list" before "drill".
constexpr std::array commands{
    Command{"agents", "", 0, 0, listAgents},
    Command{"versions", "AGENT [VERSION]", 1, 2, showVersions},
    Command{"status", "[AGENT] [--watch]", 0, 1, showStatus},
    Command{"diff", "AGENT LEFT RIGHT", 3, 3, showDiff},
    Command{"release start", "AGENT VERSION [--plan FILE]", 2, 2, runVerb, misuseOfGlass},
    Command{"release advance", "AGENT", 1, 1, runVerb, misuseOfGlass},
    Command{"release approve", "AGENT", 1, 1, runVerb, misuseOfConversations},
    Command{"release pause", "AGENT", 1, 1, runVerb, misuseOfConversations},
    Command{"release resume", "AGENT", 1, 1, runVerb, misuseOfGlass},
    Command{"release step-back", "AGENT", 1, 1, runVerb, misuseOfConversations},
    Command{"release promote", "AGENT", 1, 1, runVerb, misuseOfGlass},
    Command{"release abort", "AGENT", 1, 1, runVerb, misuseOfConversations},
    Command{"release gate", "AGENT NAME passed|failed", 3, 3, runGate, misuseOfGate},
    Command{"roll-back", "AGENT [VERSION] [--conversations move|finish|drain]", 1, 2, runVerb, misuseOfConversations},
    Command{"undo", "AGENT", 1, 1, runVerb, misuseOfGlass},
    Command{"adopt", "AGENT VERSION", 2, 2, runVerb, misuseOfGlass},
    Command{"unquarantine", "AGENT VERSION", 2, 2, runVerb, misuseOfConversations},
    Command{"freeze", "AGENT --reason TEXT", 1, 1, runVerb, misuseOfFreeze},
    Command{"unfreeze", "AGENT", 1, 1, runVerb, misuseOfConversations},
    Command{"queue start", "AGENT", 1, 1, runVerb, misuseOfGlass},
    Command{"queue cancel", "AGENT", 1, 1, runVerb, misuseOfConversations},
    Command{"alert list", "[AGENT] [--limit N]", 0, 1, listAlerts, misuseOfLimit},
    Command{"alert acknowledge", "ID [--reason TEXT]", 1, 1, acknowledgeAlert, misuseOfAcknowledge},
    Command{"explain", "AGENT|RELEASE", 0, 1, explain, misuseOfExplain},
    Command{"publish", "AGENT VERSION --message TEXT", 2, 2, publish, misuseOfPublish},
    Command{"init", "[AGENT]", 0, 1, initWorkspace},
    Command{"check", "[AGENT]", 0, 1, check},
    Command{"drill list", "[--limit N]", 0, 0, listDrills, misuseOfLimit},
    Command{"drill cancel", "", 0, 0, cancelDrill},
    Command{"drill", "[AGENT]", 0, 1, startDrills, misuseOfDrill},
    Command{"audit list", "[--limit N]", 0, 0, listAudit, misuseOfLimit},
    Command{"audit verify", "[--file FILE]", 0, 0, verifyAudit},
};

int wordsIn(std::string_view name) {
    return static_cast<int>(std::ranges::count(name, ' ')) + 1;
}

std::string firstWords(const Options& options, int count) {
    return options.words.first(std::min<qsizetype>(count, options.words.size())).join(u' ').toStdString();
}

std::string unknown(const Options& options) {
    const std::string first = firstWords(options, 1);
    std::string family;
    for (const Command& command : commands)
        if (command.name.starts_with(first + ' '))
            family.append(family.empty() ? "" : ", ").append(command.name);
    if (family.empty())
        return std::format("\"{}\" is not a command.", first);
    return std::format("\"{}\" is not a command; there are {}.", firstWords(options, 2), family);
}

} // namespace

const Command* commandOf(const Options& options) {
    const auto* const found = std::ranges::find_if(
        commands, [&](const Command& command) { return firstWords(options, wordsIn(command.name)) == command.name; });
    return found == commands.end() ? nullptr : found;
}

std::string misuseOf(const Options& options) {
    if (options.words.isEmpty())
        return "Say what to do.";
    const Command* command = commandOf(options);
    if (command == nullptr)
        return unknown(options);
    const auto given = options.words.size() - wordsIn(command->name);
    if (given < command->least || given > command->most)
        return std::format("Usage: signalboxctl {}{}{}.", command->name, command->arguments.empty() ? "" : " ",
                           command->arguments);
    if (command->misuse != nullptr)
        return command->misuse(options);
    return {};
}

bool needsBackend(const Options& options) {
    const Command* command = commandOf(options);
    if (command != nullptr && (command->run == initWorkspace || command->run == check))
        return false;
    const bool readsFiles = command != nullptr && (command->run == verifyAudit || command->run == explain);
    return options.file.isEmpty() || !readsFiles;
}

} // namespace signalbox::ctl
