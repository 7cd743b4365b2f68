#include <QElapsedTimer>
#include <QJsonDocument>
#include <QNetworkProxy>

#include "core/client/backend_session_private.h"
#include "core/protocol/encode.h"

namespace signalbox::client {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto probeInterval = 5s;

} // namespace

BackendSession::Private::Private(BackendSession& session, QUrl url, std::string secret)
    : q(session),
      base(std::move(url)),
      token(std::move(secret)),
      link([this](const std::string& lastId) { return openEvents(lastId); }) {
    avoidProxy();
    probe.setInterval(probeInterval);
}

void BackendSession::Private::avoidProxy() {
    const bool here = base.host() == "localhost"_L1 || base.host() == "127.0.0.1"_L1 || base.host() == "::1"_L1;
    network.setProxy(here ? QNetworkProxy::NoProxy : QNetworkProxy::DefaultProxy);
}

QNetworkRequest BackendSession::Private::request(const QString& path, const QUrlQuery& query) const {
    QUrl url = base;
    url.setPath(base.path() + (base.path().endsWith(u'/') ? u"api/v1/"_s : u"/api/v1/"_s) + path, QUrl::TolerantMode);
    if (!query.isEmpty())
        url.setQuery(query);
    QNetworkRequest made(url);
    made.setRawHeader("Authorization", "Bearer " + QByteArray::fromStdString(token));
    // A redirect would hand the token to whoever the other side names.
    made.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    made.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    made.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    return made;
}

QNetworkRequest BackendSession::Private::jsonRequest(const QString& path) const {
    QNetworkRequest made = request(path);
    made.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    return made;
}

QByteArray BackendSession::Private::bytesOf(const QJsonObject& body) {
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

QNetworkReply* BackendSession::Private::openEvents(const std::string& lastId) {
    QNetworkRequest made = request(u"events"_s);
    made.setRawHeader("Accept", "text/event-stream");
    if (!lastId.empty())
        made.setRawHeader("Last-Event-ID", QByteArray::fromStdString(lastId));
    return network.get(made);
}

void BackendSession::Private::command(const QString& path, const protocol::CommandMessage& message, QObject* context,
                                      Done<protocol::CommandResult> done) {
    post<protocol::CommandResult>(path, protocol::encode(message), context,
                                  [this, done = std::move(done)](Result<protocol::CommandResult> result) {
                                      if (result)
                                          note(result->after);
                                      done(std::move(result));
                                  });
}

void BackendSession::Private::measure() {
    if (link.link().state != LinkState::Connected)
        return;
    QElapsedTimer timer;
    timer.start();
    get<protocol::BackendInfo>(u"backend"_s, {}, &q, [this, timer](const Result<protocol::BackendInfo>& info) {
        if (info || info.error().kind == Errc::Timeout)
            link.setRoundTrip(std::chrono::milliseconds(timer.elapsed()));
        if (info)
            Q_EMIT q.backendHeard(*info);
    });
}

BackendSession::BackendSession(QUrl control, std::string token, QObject* parent)
    : QObject(parent),
      d(std::make_unique<Private>(*this, std::move(control), std::move(token))) {
    connect(&d->link, &EventLink::changed, this, [this] {
        if (d->link.link().state == LinkState::Connected && !d->probe.isActive()) {
            d->probe.start();
            d->measure();
        } else if (d->link.link().state != LinkState::Connected) {
            d->probe.stop();
        }
        Q_EMIT linkChanged(d->link.link());
    });
    connect(&d->link, &EventLink::received, this, [this](const protocol::EventMessage& event) {
        if (event.agent)
            d->note(event.agent->state);
        Q_EMIT eventReceived(event);
    });
    connect(&d->probe, &QTimer::timeout, this, [this] { d->measure(); });
}

BackendSession::~BackendSession() = default;

QUrl BackendSession::url() const {
    return d->base;
}

const Link& BackendSession::link() const {
    return d->link.link();
}

void BackendSession::start() {
    d->link.start();
}

void BackendSession::stop() {
    d->probe.stop();
    d->link.stop();
}

void BackendSession::retryNow() {
    d->link.retryNow();
}

void BackendSession::setToken(std::string token) {
    setEndpoint(d->base, std::move(token));
}

void BackendSession::setEndpoint(QUrl control, std::string token) {
    d->base = std::move(control);
    d->token = std::move(token);
    d->avoidProxy();
    d->network.clearConnectionCache(); // what is open may belong to somebody who was not asked with this token
    d->link.retryNow();
}

} // namespace signalbox::client
