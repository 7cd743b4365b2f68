// What a BackendSession is made of: requests with the token, replies as values, the event stream. Private to
// core/client; lives on the session's thread.
#pragma once

#include <map>
#include <utility>

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPointer>
#include <QTimer>
#include <QUrlQuery>

#include "core/base/canonical_json.h"
#include "core/base/serial_queue.h"
#include "core/client/backend_session.h"
#include "core/client/event_link.h"
#include "core/client/reply_error.h"
#include "core/protocol/decode.h"

namespace signalbox::client {

constexpr std::chrono::seconds usualLimit{10};
constexpr std::chrono::seconds verifyLimit{120};
constexpr qint64 largestAnswer = 256LL * 1024 * 1024;
constexpr qsizetype decodeHere = 32L * 1024; // larger answers are decoded beside the event loop

template <class T> [[nodiscard]] Result<T> decodeBody(const QByteArray& body) {
    const auto object = parseJsonObject({body.constData(), static_cast<std::size_t>(body.size())});
    if (!object)
        return failure(object.error());
    return protocol::decode<T>(*object);
}

class BackendSession::Private {
public:
    Private(BackendSession& session, QUrl url, std::string secret);

    [[nodiscard]] QNetworkRequest request(const QString& path, const QUrlQuery& query = {}) const;
    QNetworkReply* openEvents(const std::string& lastId);

    template <class T>
    void finish(QNetworkReply* reply, std::chrono::milliseconds limit, QObject* context, Done<T> done);

    template <class T>
    void get(const QString& path, const QUrlQuery& query, QObject* context, Done<T> done,
             std::chrono::milliseconds limit = usualLimit) {
        finish(network.get(request(path, query)), limit, context, std::move(done));
    }

    template <class T>
    void post(const QString& path, const QJsonObject& body, QObject* context, Done<T> done,
              std::chrono::milliseconds limit = usualLimit) {
        finish(network.post(jsonRequest(path), bytesOf(body)), limit, context, std::move(done));
    }

    [[nodiscard]] QNetworkRequest jsonRequest(const QString& path) const;
    [[nodiscard]] static QByteArray bytesOf(const QJsonObject& body);
    void command(const QString& path, const protocol::CommandMessage& message, QObject* context,
                 Done<protocol::CommandResult> done);
    void measure();
    void avoidProxy(); // for a backend on this machine

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

} // namespace signalbox::client
