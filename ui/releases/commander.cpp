#include "ui/releases/commander.h"

#include "core/base/id.h"
#include "core/client/console_log.h"

namespace signalbox::ui::releases {

Commander::Commander(client::BackendMirror& mirror, client::ConsoleLog* log, QObject* parent)
    : QObject(parent),
      m_mirror(mirror),
      m_log(log) {}

std::optional<Verb> Commander::pending(const std::string& agent) const {
    const auto found = m_pending.find(agent);
    return found == m_pending.end() ? std::nullopt : std::optional(found->second);
}

void Commander::send(const std::string& agent, Verb verb, protocol::CommandMessage message) {
    const auto busy = pending(agent);
    if (busy && (verb != Verb::RollBack || *busy == Verb::RollBack))
        return;
    if (message.requestId.empty())
        message.requestId = newId();
    m_pending[agent] = verb;
    Q_EMIT pendingChanged(agent);
    m_mirror.session().command(
        agent, std::string(wireName(verb)), message, this,
        [this, agent, verb, message](Result<protocol::CommandResult> result) { finish(agent, verb, message, result); });
}

void Commander::finish(const std::string& agent, Verb verb, const protocol::CommandMessage& message,
                       const Result<protocol::CommandResult>& result) {
    // A command that a roll back overtook no longer owns the entry.
    if (pending(agent) == verb) {
        m_pending.erase(agent);
        Q_EMIT pendingChanged(agent);
    }
    client::ConsoleAction action;
    action.action = actionOf(verb, message.breakGlass);
    action.agent = agent;
    const auto& backend = m_mirror.backend();
    action.backend = backend ? backend->name : m_mirror.session().url().toString().toStdString();
    action.reason = message.reason;
    action.requestId = message.requestId;
    if (result) {
        m_mirror.take(*result, action.action);
        action.outcome = "done";
        action.backendSequence = result->sequence;
        action.effectiveAfterMs = result->effectiveAfterMs;
        Q_EMIT succeeded(agent, verb, *result);
    } else {
        action.outcome = result.error().code;
        Q_EMIT failed(agent, verb, result.error());
    }
    record(action);
}

void Commander::record(const client::ConsoleAction& action) {
    if (m_log == nullptr)
        return;
    m_log->record(action, this, [this](const Result<std::uint64_t>& recorded) {
        if (!recorded)
            Q_EMIT logFailed(recorded.error());
    });
}

} // namespace signalbox::ui::releases
