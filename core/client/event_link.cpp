#include "core/client/event_link.h"

#include <algorithm>
#include <utility>

#include <QNetworkReply>
#include <QRandomGenerator>

#include "core/client/reply_error.h"

namespace signalbox::client {

using namespace std::chrono_literals;

namespace {

constexpr auto longestSilence = 5s; // the server sends a heartbeat each second
constexpr auto firstBackoff = 250ms;
constexpr auto longestBackoff = 10s;

// Doubles with every failure; the jitter keeps the consoles of a team from knocking all at once after a restart.
std::chrono::milliseconds backoff(int failures) {
    const int doublings = std::clamp(failures - 1, 0, 6);
    const std::chrono::milliseconds whole =
        std::min<std::chrono::milliseconds>(firstBackoff * (1 << doublings), longestBackoff);
    const double jitter = 0.75 + QRandomGenerator::global()->generateDouble() * 0.5;
    const auto wait = std::chrono::milliseconds(static_cast<qint64>(static_cast<double>(whole.count()) * jitter));
    return std::clamp<std::chrono::milliseconds>(wait, firstBackoff, longestBackoff);
}

} // namespace

EventLink::EventLink(Open open, QObject* parent) : QObject(parent), m_open(std::move(open)) {
    m_link.since = SystemClock().wall();
    m_silence.setSingleShot(true);
    m_silence.setInterval(longestSilence);
    m_retry.setSingleShot(true);
    connect(&m_silence, &QTimer::timeout, this, [this] {
        lose({Errc::Timeout, "unreachable", "The backend has been silent for 5 seconds.",
              "Signalbox keeps trying; check that signalboxd is running and the network is up."});
    });
    connect(&m_retry, &QTimer::timeout, this, &EventLink::connectStream);
}

EventLink::~EventLink() {
    endStream();
}

void EventLink::start() {
    if (std::exchange(m_running, true))
        return;
    connectStream();
}

void EventLink::stop() {
    m_running = false;
    m_retry.stop();
    m_silence.stop();
    endStream();
}

void EventLink::setRoundTrip(std::chrono::milliseconds time) {
    m_link.roundTrip = time;
    Q_EMIT changed();
}

void EventLink::connectStream() {
    endStream();
    m_parser = protocol::FrameParser();
    m_reply = m_open(m_lastId);
    m_silence.start();
    connect(m_reply, &QNetworkReply::readyRead, this, &EventLink::readStream);
    connect(m_reply, &QNetworkReply::finished, this, [this] {
        const QByteArray rest = m_reply->readAll();
        const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        lose(status == 200 ? Error{Errc::Unavailable, "unreachable", "The backend closed the connection.",
                                   "Signalbox keeps trying to connect again."}
                           : errorOf(*m_reply, rest));
    });
}

void EventLink::readStream() {
    if (m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() != 200)
        return; // an error body: read when it is complete
    m_silence.start();
    m_link.lastHeard = SystemClock().wall();
    m_failures = 0;
    if (m_link.state != LinkState::Connected) {
        m_link.error.reset();
        m_link.retryIn = 0ms;
        setState(LinkState::Connected);
    }
    const QByteArray piece = m_reply->readAll();
    auto frames = m_parser.feed({piece.constData(), static_cast<std::size_t>(piece.size())});
    if (!frames) {
        lose(frames.error());
        return;
    }
    const QNetworkReply* reply = m_reply; // a receiver may stop or restart the link
    for (const protocol::Frame& frame : *frames) {
        if (m_reply != reply)
            return;
        m_lastId = frame.id;
        if (const auto event = protocol::decodeEvent(frame))
            Q_EMIT received(*event);
    }
}

void EventLink::endStream() {
    QNetworkReply* reply = std::exchange(m_reply, nullptr);
    if (reply == nullptr)
        return;
    reply->disconnect(this);
    reply->abort();
    reply->deleteLater();
}

void EventLink::lose(const Error& error) {
    m_silence.stop();
    endStream();
    if (!m_running)
        return;
    m_link.error = error;
    m_link.retryIn = backoff(++m_failures);
    m_retry.start(m_link.retryIn);
    setState(LinkState::Stale);
}

void EventLink::setState(LinkState state) {
    if (std::exchange(m_link.state, state) != state)
        m_link.since = SystemClock().wall();
    Q_EMIT changed();
}

} // namespace signalbox::client
