#include "core/client/backend_session.h"

#include <utility>

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QPointer>
#include <QTimer>
#include <QUrlQuery>

#include "core/base/canonical_json.h"
#include "core/base/id.h"
#include "core/base/serial_queue.h"
#include "core/client/event_link.h"
#include "core/client/reply_error.h"
#include "core/protocol/decode.h"
#include "core/protocol/encode.h"

namespace signalbox::client {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto usualLimit = 10s;
constexpr auto verifyLimit = 120s;
constexpr auto probeInterval = 5s;
constexpr qint64 largestAnswer = 256LL * 1024 * 1024;
constexpr qsizetype decodeHere = 32L * 1024; // larger answers are decoded beside the event loop

QString segment(const std::string& text) {
    return QString::fromLatin1(QUrl::toPercentEncoding(QString::fromStdString(text)));
}

QString agentPath(const std::string& agent, const QString& rest) {
    return u"agents/"_s + segment(agent) + rest;
}

template <class T> Result<T> decodeBody(const QByteArray& body) {
    const auto object = parseJsonObject({body.constData(), static_cast<std::size_t>(body.size())});
    if (!object)
        return failure(object.error());
    return protocol::decode<T>(*object);
}

bool isOfRelease(const std::string& verb) {
    return verb != "start" && verb != "roll-back" && verb != "undo" && verb != "unquarantine";
}

} // namespace

class BackendSession::Private {
public:
    Private(BackendSession& session, QUrl url, std::string secret)
        : q(session),
          base(std::move(url)),
          token(std::move(secret)),
          link([this](const std::string& lastId) { return openEvents(lastId); }) {
        if (base.host() == "localhost"_L1 || base.host() == "127.0.0.1"_L1 || base.host() == "::1"_L1)
            network.setProxy(QNetworkProxy::NoProxy);
        probe.setInterval(probeInterval);
    }

    [[nodiscard]] QNetworkRequest request(const QString& path, const QUrlQuery& query = {}) const {
        QUrl url = base;
        url.setPath(base.path() + (base.path().endsWith(u'/') ? u"api/v1/"_s : u"/api/v1/"_s) + path,
                    QUrl::TolerantMode);
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

    QNetworkReply* openEvents(const std::string& lastId) {
        QNetworkRequest made = request(u"events"_s);
        made.setRawHeader("Accept", "text/event-stream");
        if (!lastId.empty())
            made.setRawHeader("Last-Event-ID", QByteArray::fromStdString(lastId));
        return network.get(made);
    }

    template <class T>
    void finish(QNetworkReply* reply, std::chrono::milliseconds limit, QObject* context, Done<T> done);

    template <class T>
    void get(const QString& path, const QUrlQuery& query, QObject* context, Done<T> done,
             std::chrono::milliseconds limit = usualLimit) {
        finish(network.get(request(path, query)), limit, context, std::move(done));
    }

    void post(const QString& path, const protocol::CommandMessage& message, QObject* context,
              Done<protocol::CommandResult> done);
    void measure();

    void note(const release::AgentState& state) {
        releases[state.agent] = state.release ? state.release->id : std::string();
    }

    BackendSession& q;
    QUrl base;
    std::string token;
    QNetworkAccessManager network;
    EventLink link;
    QTimer probe;
    std::map<std::string, std::string> releases; // agent → id of its release, as last heard
    SerialQueue decoder{"decode"};               // last: joined before anything it uses is gone
};

template <class T>
void BackendSession::Private::finish(QNetworkReply* reply, std::chrono::milliseconds limit, QObject* context,
                                     Done<T> done) {
    QObject::connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
    QTimer::singleShot(limit, reply, [reply] { reply->abort(); });
    QObject::connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received, qint64) {
        if (received > largestAnswer)
            reply->abort();
    });
    QObject::connect(reply, &QNetworkReply::finished, context, [this, reply, context, done = std::move(done)] {
        const QByteArray body = reply->readAll();
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (reply->error() != QNetworkReply::NoError || status < 200 || status >= 300) {
            done(failure(errorOf(*reply, body)));
            return;
        }
        if (body.size() <= decodeHere) {
            done(decodeBody<T>(body));
            return;
        }
        decoder.post([session = &q, body, guard = QPointer<QObject>(context), done] {
            auto value = std::make_shared<Result<T>>(decodeBody<T>(body));
            QMetaObject::invokeMethod(session, [guard, done, value] {
                if (guard)
                    done(std::move(*value));
            });
        });
    });
}

void BackendSession::Private::post(const QString& path, const protocol::CommandMessage& message, QObject* context,
                                   Done<protocol::CommandResult> done) {
    QNetworkRequest made = request(path);
    made.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    const QByteArray body = QJsonDocument(protocol::encode(message)).toJson(QJsonDocument::Compact);
    finish<protocol::CommandResult>(network.post(made, body), usualLimit, context,
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
        if (info)
            link.setRoundTrip(std::chrono::milliseconds(timer.elapsed()));
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

void BackendSession::fetchBackend(QObject* context, Done<protocol::BackendInfo> done) {
    d->get(u"backend"_s, {}, context, std::move(done));
}

void BackendSession::fetchAgents(QObject* context, Done<protocol::AgentList> done) {
    d->get<protocol::AgentList>(
        u"agents"_s, {}, context,
        [this, guard = QPointer(this), done = std::move(done)](Result<protocol::AgentList> list) {
            if (guard && list)
                for (const auto& status : list->agents)
                    d->note(status.state);
            done(std::move(list));
        });
}

void BackendSession::fetchVersions(const std::string& agent, QObject* context, Done<protocol::VersionList> done) {
    d->get(agentPath(agent, u"/versions"_s), {}, context, std::move(done));
}

void BackendSession::fetchVersion(const std::string& agent, const std::string& version, QObject* context,
                                  Done<protocol::VersionDetail> done) {
    d->get(agentPath(agent, u"/versions/"_s + segment(version)), {}, context, std::move(done));
}

void BackendSession::fetchSnapshot(const std::string& agent, const std::string& version, QObject* context,
                                   Done<protocol::SnapshotMessage> done) {
    d->get(agentPath(agent, u"/versions/"_s + segment(version) + u"/snapshot"_s), {}, context, std::move(done));
}

void BackendSession::fetchPlan(const std::string& agent, QObject* context, Done<release::Plan> done) {
    d->get(agentPath(agent, u"/plan"_s), {}, context, std::move(done));
}

void BackendSession::fetchMetrics(const std::string& agent, WallTime from, WallTime to, std::chrono::seconds step,
                                  QObject* context, Done<protocol::MetricsMessage> done) {
    QUrlQuery query;
    query.addQueryItem(u"from"_s, QString::fromStdString(toIso(from)));
    query.addQueryItem(u"to"_s, QString::fromStdString(toIso(to)));
    query.addQueryItem(u"step"_s, QString::number(step.count()));
    d->get(agentPath(agent, u"/metrics"_s), query, context, std::move(done));
}

void BackendSession::fetchDeployments(const std::string& agent, QObject* context,
                                      Done<std::vector<protocol::Deployment>> done) {
    d->get(agentPath(agent, u"/deployments"_s), {}, context, std::move(done));
}

void BackendSession::fetchAudit(std::uint64_t before, int limit, QObject* context, Done<protocol::AuditPage> done) {
    QUrlQuery query;
    if (before > 0)
        query.addQueryItem(u"before"_s, QString::number(before));
    query.addQueryItem(u"limit"_s, QString::number(limit));
    d->get(u"audit"_s, query, context, std::move(done));
}

void BackendSession::verifyAudit(QObject* context, Done<protocol::AuditVerification> done) {
    d->get(u"audit/verify"_s, {}, context, std::move(done), verifyLimit);
}

void BackendSession::command(const std::string& agent, const std::string& verb, protocol::CommandMessage message,
                             QObject* context, Done<protocol::CommandResult> done) {
    if (message.requestId.empty())
        message.requestId = newId();
    if (!isOfRelease(verb)) {
        const QString path = verb == "start" ? u"/releases"_s : u"/"_s + segment(verb);
        d->post(agentPath(agent, path), message, context, std::move(done));
        return;
    }
    const auto send = [this, verb, context](const std::string& release, const protocol::CommandMessage& body,
                                            Done<protocol::CommandResult> finished) {
        d->post(u"releases/"_s + segment(release) + u"/"_s + segment(verb), body, context, std::move(finished));
    };
    if (const auto known = d->releases.find(agent); known != d->releases.end() && !known->second.empty()) {
        send(known->second, message, std::move(done));
        return;
    }
    d->get<protocol::AgentStatus>(agentPath(agent, u"/release"_s), {}, context,
                                  [this, guard = QPointer(this), agent, send, message,
                                   done = std::move(done)](Result<protocol::AgentStatus> status) {
                                      if (!guard)
                                          return;
                                      if (!status) {
                                          done(failure(std::move(status.error())));
                                          return;
                                      }
                                      d->note(status->state);
                                      if (!status->state.release) {
                                          done(failure(Errc::Refused, "no_release",
                                                       "No release of " + agent + " is under way.",
                                                       "Start one first, or roll back if traffic is in danger."));
                                          return;
                                      }
                                      send(status->state.release->id, message, done);
                                  });
}

} // namespace signalbox::client
