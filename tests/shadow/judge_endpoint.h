// A model endpoint whose words a test writes, and a judge who says what a test wants.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/http/server.h"

namespace signalbox::test {

inline std::string compact(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

inline std::string saying(const QString& content, const QString& finish = QStringLiteral("stop")) {
    using namespace Qt::StringLiterals;
    const QJsonObject choice{{u"index"_s, 0},
                             {u"message"_s, QJsonObject{{u"role"_s, u"assistant"_s}, {u"content"_s, content}}},
                             {u"finish_reason"_s, finish}};
    return compact({{u"choices"_s, QJsonArray{choice}},
                    {u"usage"_s, QJsonObject{{u"prompt_tokens"_s, 100}, {u"completion_tokens"_s, 10}}}});
}

// A model endpoint whose words a test writes.
class Endpoint {
public:
    using Answer = std::function<std::string(const QJsonObject& body)>; // empty: never

    explicit Endpoint(Answer answer)
        : m_answer(std::move(answer)),
          m_server({}, [this](const http::ExchangePtr& exchange) { take(exchange); }) {
        if (!m_server.start())
            std::abort();
    }

    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(m_server.port()) + "/v1"; }

    [[nodiscard]] std::vector<QJsonObject> asked() {
        const std::scoped_lock lock(m_mutex);
        return m_asked;
    }

    [[nodiscard]] std::string authorization() {
        const std::scoped_lock lock(m_mutex);
        return m_authorization;
    }

    std::atomic<int> status = 200;

private:
    void take(const http::ExchangePtr& exchange) {
        const QJsonObject body = QJsonDocument::fromJson(QByteArray::fromStdString(exchange->request().body)).object();
        const std::scoped_lock lock(m_mutex);
        m_asked.push_back(body);
        m_authorization = exchange->request().header("authorization");
        const std::string answer = m_answer(body);
        if (answer.empty())
            m_held.push_back(exchange);
        else
            exchange->respond(status, {{"content-type", "application/json"}}, answer);
    }

    Answer m_answer;
    std::mutex m_mutex;
    std::vector<QJsonObject> m_asked;
    std::vector<http::ExchangePtr> m_held;
    std::string m_authorization;
    http::Server m_server;
};

inline QJsonObject materialOf(const QJsonObject& body) {
    using namespace Qt::StringLiterals;
    return QJsonDocument::fromJson(body["messages"_L1][1][u"content"].toString().toUtf8()).object();
}

// An honest judge who prefers this text.
inline Endpoint::Answer preferring(const QString& text) {
    return [text](const QJsonObject& body) {
        using namespace Qt::StringLiterals;
        const QJsonObject material = materialOf(body);
        const QString verdict = material["answer_1"_L1].toString() == text   ? u"1"_s
                                : material["answer_2"_L1].toString() == text ? u"2"_s
                                                                             : u"tie"_s;
        return saying(QString::fromStdString(compact({{u"nonce"_s, material["nonce"_L1]}, {u"verdict"_s, verdict}})));
    };
}

} // namespace signalbox::test
