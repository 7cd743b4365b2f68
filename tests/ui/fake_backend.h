// A backend of a few lines for tests of the window: answers the control API on a loopback port from values that the
// test sets, keeps the event stream open and records every command. One thread, that of the test.
#pragma once

#include <algorithm>
#include <map>
#include <utility>

#include <QJsonDocument>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include "core/protocol/decode.h"
#include "core/protocol/encode.h"
#include "core/protocol/event_stream.h"

namespace signalbox::uitest {

class FakeBackend {
public:
    struct Command {
        QString path;
        QJsonObject body;
    };

    FakeBackend() {
        info.name = "production";
        info.role = protocol::AccessRole::Admin;
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            while (QTcpSocket* socket = m_server.nextPendingConnection()) {
                QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { read(socket); });
                if (rawAtOnce)
                    socket->write(raw);
            }
        });
        m_listening = m_server.listen(QHostAddress::LocalHost);
        m_port = m_server.serverPort();
    }

    ~FakeBackend() { stop(); }

    [[nodiscard]] bool isListening() const { return m_listening; }

    [[nodiscard]] QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_port)); }

    protocol::BackendInfo info;
    protocol::AgentList agents;
    std::vector<agents::Version> versions;
    std::vector<protocol::Problem> problems;
    std::map<QString, QJsonObject> bodies; // answers to paths that end so, before all others
    QStringList held;                      // those of them whose answers wait for letGo()
    std::vector<Command> commands;
    std::function<Result<protocol::CommandResult>(const Command&)> answer;
    std::function<QJsonObject(const Command&)> answerBody; // of posts that are no commands; empty: not one of them

    QByteArray raw;         // not empty: the answer to everything, after which the connection is closed
    bool rawAtOnce = false; // without waiting for a request
    QByteArray token;       // not empty: whoever comes without it gets 401

    // Listens again where it did before.
    [[nodiscard]] bool restart() { return m_server.listen(QHostAddress::LocalHost, m_port); }

    void sendAgent(const protocol::AgentStatus& status) {
        protocol::EventMessage event;
        event.kind = protocol::EventMessage::Kind::Agent;
        event.agent = status;
        send(event);
    }

    void sendAudit(std::uint64_t size) {
        protocol::EventMessage event;
        event.kind = protocol::EventMessage::Kind::Audit;
        event.auditSize = size;
        send(event);
    }

    enum class Order { OldestFirst, NewestFirst };

    // What was held is answered, each question with what was true when it was asked.
    void letGo(Order order = Order::OldestFirst) {
        held.clear();
        auto waiting = std::exchange(m_waiting, {});
        if (order == Order::NewestFirst)
            std::ranges::reverse(waiting);
        for (const Asked& asked : waiting)
            if (asked.socket)
                write(asked.socket, 200, asked.answer);
    }

    [[nodiscard]] std::size_t waiting() const { return m_waiting.size(); }

    void stop() { // as if the process had died
        m_server.close();
        for (auto* socket : m_server.findChildren<QTcpSocket*>())
            socket->abort();
        m_streams.clear();
        m_seen.clear();
    }

private:
    void send(protocol::EventMessage event) {
        event.id = ++m_lastId;
        for (const auto& stream : m_streams)
            if (stream)
                stream->write(QByteArray::fromStdString(protocol::encodeEvent(event)));
    }

    void read(QTcpSocket* socket) {
        QByteArray& seen = m_seen[socket];
        seen += socket->readAll();
        const auto head = seen.indexOf("\r\n\r\n");
        if (head < 0)
            return;
        const auto lengthAt = seen.toLower().indexOf("content-length:");
        const qsizetype length =
            lengthAt < 0 || lengthAt > head
                ? 0
                : seen.mid(lengthAt + 15, seen.indexOf('\r', lengthAt) - lengthAt - 15).trimmed().toInt();
        if (seen.size() < head + 4 + length)
            return;
        const QList<QByteArray> words = seen.left(seen.indexOf('\r')).split(' ');
        const QByteArray body = seen.mid(head + 4, length);
        const QByteArray bearer = "Bearer " + token;
        const bool known = token.isEmpty() || seen.left(head + 2).contains(QByteArray(bearer + "\r\n"));
        seen.clear();
        if (!raw.isEmpty()) {
            socket->write(raw);
            socket->disconnectFromHost();
            return;
        }
        if (!known)
            return write(socket, 401, errorBody({Errc::Unauthorized, "unauthorized", "No such token."}));
        const QString path = QString::fromUtf8(words.value(1)).section(u'?', 0, 0);
        if (std::ranges::any_of(held, [&path](const QString& end) { return path.endsWith(end); }))
            m_waiting.push_back({socket, bodyFor(path)});
        else
            reply(socket, words.value(0), path, body);
    }

    void reply(QTcpSocket* socket, const QByteArray& method, const QString& path, const QByteArray& sent) {
        if (path.endsWith(QStringLiteral("/events"))) {
            socket->write("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n");
            m_streams.push_back(socket);
            send({});
        } else if (method == "POST") {
            commands.push_back({path, QJsonDocument::fromJson(sent).object()});
            if (const QJsonObject given = answerBody ? answerBody(commands.back()) : QJsonObject(); !given.isEmpty())
                return write(socket, 200, given);
            const auto result = answer ? answer(commands.back()) : failure(Errc::Refused, "refused", "Not now.");
            if (result)
                write(socket, 200, protocol::encode(*result));
            else
                write(socket, 409, errorBody(result.error()));
        } else if (const auto body = bodyFor(path); !body.isEmpty()) {
            write(socket, 200, body);
        } else if (path.endsWith(QStringLiteral("/backend"))) {
            write(socket, 200, protocol::encode(info));
        } else if (path.endsWith(QStringLiteral("/agents"))) {
            write(socket, 200, protocol::encode(agents));
        } else if (path.endsWith(QStringLiteral("/versions"))) {
            write(socket, 200, protocol::encode(protocol::VersionList{versions, problems}));
        } else if (path.endsWith(QStringLiteral("/plan"))) {
            write(socket, 200, protocol::encode(release::defaultPlan()));
        } else {
            write(socket, 404, errorBody({Errc::NotFound, "not_found", "No such thing."}));
        }
    }

    [[nodiscard]] QJsonObject bodyFor(const QString& path) const {
        for (const auto& [end, body] : bodies)
            if (path.endsWith(end))
                return body;
        return {};
    }

    static QJsonObject errorBody(const Error& error) {
        QJsonObject body;
        body.insert(QStringLiteral("code"), QString::fromStdString(error.code));
        body.insert(QStringLiteral("message"), QString::fromStdString(error.message));
        body.insert(QStringLiteral("hint"), QString::fromStdString(error.hint));
        return {{QStringLiteral("error"), body}};
    }

    static void write(QTcpSocket* socket, int status, const QJsonObject& object) {
        const QByteArray body = QJsonDocument(object).toJson(QJsonDocument::Compact);
        socket->write("HTTP/1.1 " + QByteArray::number(status) +
                      " X\r\ncontent-type: application/json\r\ncontent-length: " + QByteArray::number(body.size()) +
                      "\r\n\r\n" + body);
    }

    struct Asked {
        QPointer<QTcpSocket> socket;
        QJsonObject answer;
    };

    QTcpServer m_server;
    bool m_listening = false;
    quint16 m_port = 0;
    std::map<QTcpSocket*, QByteArray> m_seen;
    std::vector<QPointer<QTcpSocket>> m_streams;
    std::vector<Asked> m_waiting;
    std::uint64_t m_lastId = 0;
};

} // namespace signalbox::uitest
