// Sends what a person asked for to one backend, one command per agent at a time (a roll back overtakes), takes the
// answer into the mirror and writes every action with its outcome into the console's own log. UI thread; the mirror and
// the log outlive it.
#pragma once

#include <map>

#include <QObject>

#include "core/client/backend_mirror.h"
#include "ui/releases/verb.h"

namespace signalbox::client {
class ConsoleLog;
struct ConsoleAction;
} // namespace signalbox::client

namespace signalbox::ui::releases {

class Commander : public QObject {
    Q_OBJECT

public:
    Commander(client::BackendMirror& mirror, client::ConsoleLog* log, QObject* parent = nullptr);

    void send(const std::string& agent, Verb verb, protocol::CommandMessage message);
    [[nodiscard]] std::optional<Verb> pending(const std::string& agent) const;

Q_SIGNALS:
    void pendingChanged(const std::string& agent);
    void succeeded(const std::string& agent, signalbox::ui::releases::Verb verb,
                   const signalbox::protocol::CommandResult& result);
    void failed(const std::string& agent, signalbox::ui::releases::Verb verb, const signalbox::Error& error);
    // The action itself worked, but this console's own log could not take it.
    void logFailed(const signalbox::Error& error);

private:
    void finish(const std::string& agent, Verb verb, const protocol::CommandMessage& message,
                const Result<protocol::CommandResult>& result);
    void record(const client::ConsoleAction& action);

    client::BackendMirror& m_mirror;
    client::ConsoleLog* m_log;
    std::map<std::string, Verb> m_pending;
};

} // namespace signalbox::ui::releases
