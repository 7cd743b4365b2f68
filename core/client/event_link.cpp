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

Error notABackend() {
    return {Errc::Unavailable, "not_a_backend", "What answers there is not a Signalbox backend.",
            "Check the address: signalboxd printed it when it started."};
}

bool isEventStream(const QNetworkReply& reply) {
    return reply.header(QNetworkRequest::ContentTypeHeader).toString().startsWith(u"text/event-stream");
}

} // namespace

EventLink::EventLink(Open open, QObject* parent) : QObject(parent), m_open(std::move(open)) {
    m_link.since = SystemClock().wall();
    m_silence.setSingleShot(true);
    m_silence.setInterval(longestSilence);
    m_retry.setSingleShot(true);
    connect(&m_silence, &QTimer::timeout, this, [this] {
        lose({Errc::Timeout, "unreachable", "The backend has been silent for 5 seconds.",
              "Signalbox keeps trying; check that signalboxd is running and the network is up."},
             m_link.state == LinkState::Connected ? LinkTrouble::Silent : LinkTrouble::NoAnswer);
    });
    connect(&m_retry, &QTimer::timeout, this, [this] {
        m_link.retryIn = 0ms;
        connectStream();
        Q_EMIT changed();
    });
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
    if (m_link.state == LinkState::Connected)
        set(LinkState::Connected, time > slowAnswer ? LinkTrouble::Slow : LinkTrouble::None);
    else
        Q_EMIT changed();
}

void EventLink::retryNow() {
    if (!m_running)
        return;
    m_failures = 0;
    m_retry.stop();
    m_link.retryIn = 0ms;
    connectStream();
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
        if (status == 200 && isEventStream(*m_reply))
            lose({Errc::Unavailable, "unreachable", "The backend closed the connection.",
                  "Signalbox keeps trying to connect again."},
                 LinkTrouble::Restarting);
        else if (status == 0 && m_link.lastHeard == WallTime{} && troubleOf(*m_reply, rest) == LinkTrouble::Restarting)
            lose(notABackend(), LinkTrouble::NotABackend); // a backend answers before it closes
        else
            lose(errorOf(*m_reply, rest), troubleOf(*m_reply, rest));
    });
}

void EventLink::readStream() {
    if (m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() != 200)
        return; // an error body: read when it is complete
    if (!isEventStream(*m_reply)) {
        lose(notABackend(), LinkTrouble::NotABackend);
        return;
    }
    m_silence.start();
    m_link.lastHeard = SystemClock().wall();
    m_failures = 0;
    if (m_link.state != LinkState::Connected) {
        m_link.error.reset();
        m_link.retryIn = 0ms;
        set(LinkState::Connected, LinkTrouble::None);
    }
    const QByteArray piece = m_reply->readAll();
    auto frames = m_parser.feed({piece.constData(), static_cast<std::size_t>(piece.size())});
    if (!frames) {
        lose(frames.error(), LinkTrouble::NotABackend);
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

void EventLink::lose(const Error& error, LinkTrouble trouble) {
    m_silence.stop();
    endStream();
    if (!m_running)
        return;
    m_link.error = error;
    ++m_failures;
    m_link.retryIn = mendsItself(trouble) ? backoff(m_failures) : longestBackoff;
    m_link.retryFrom = SystemClock().wall();
    m_retry.start(m_link.retryIn);
    set(LinkState::Stale, trouble);
}

void EventLink::set(LinkState state, LinkTrouble trouble) {
    const bool other = state != m_link.state || (state == LinkState::Connected && trouble != m_link.trouble);
    m_link.state = state;
    m_link.trouble = trouble;
    if (other)
        m_link.since = SystemClock().wall();
    Q_EMIT changed();
}

} // namespace signalbox::client
