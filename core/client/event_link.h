// The event stream of one backend, kept open: reconnects with backoff, resumes by last event id, notices silence.
// Owned by a BackendSession and living on its thread. Never fails for good; what is wrong stands in link().error.
#pragma once

#include <functional>
#include <string>

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include "core/client/backend_session.h"
#include "core/protocol/event_stream.h"

class QNetworkReply;

namespace signalbox::client {

class EventLink : public QObject {
    Q_OBJECT

public:
    using Open = std::function<QNetworkReply*(const std::string& lastEventId)>;

    explicit EventLink(Open open, QObject* parent = nullptr);
    ~EventLink() override;

    void start();
    void stop();
    void retryNow(); // connects anew, whatever the state

    [[nodiscard]] const Link& link() const { return m_link; }

    void setRoundTrip(std::chrono::milliseconds time);

Q_SIGNALS:
    void changed();
    void received(const signalbox::protocol::EventMessage& event);

private:
    void connectStream();
    void readStream();
    void endStream();
    void lose(const Error& error, LinkTrouble trouble);
    void set(LinkState state, LinkTrouble trouble);

    Open m_open;
    Link m_link;
    QNetworkReply* m_reply = nullptr;
    protocol::FrameParser m_parser;
    std::string m_lastId;
    QTimer m_silence; // fires when nothing was heard for too long
    QTimer m_retry;
    int m_failures = 0;
    bool m_running = false;
};

} // namespace signalbox::client
