#include "tests/server/stub_upstream.h"

#include <cstdlib>
#include <format>

#include <QJsonArray>
#include <QJsonDocument>

namespace signalbox::test {

namespace {

constexpr const char* beforeWords =
    R"({"id":"chatcmpl-1","object":"chat.completion","created":1767225600,"model":"stub",)"
    R"("choices":[{"index":0,"message":{"role":"assistant","content":)";
constexpr const char* afterWords =
    R"(},"finish_reason":"stop"}],"usage":{"prompt_tokens":11,"completion_tokens":2,"total_tokens":13}})";

} // namespace

StubUpstream::StubUpstream() {
    m_server = std::make_unique<http::Server>(http::ServerSettings{}, [this](const http::ExchangePtr& exchange) {
        const std::lock_guard lock(m_mutex);
        if (const auto words = m_answerBy ? m_answerBy(exchange->request()) : std::nullopt)
            exchange->respond(200, {{"content-type", "application/json"}}, *words);
        else if (const auto told = m_answers.find(std::string(exchange->request().header("x-signalbox-version")));
                 told != m_answers.end())
            exchange->respond(told->second.first, {{"content-type", "application/json"}}, told->second.second);
        else if (m_holding)
            m_held.push_back(exchange);
        else if (isToFail(exchange->request()))
            exchange->respond(500, {{"content-type", "application/json"}}, R"({"error":{"message":"told to fail"}})");
        else
            this->answer(*exchange);
        ++m_requests;
    });
    if (!m_server->start())
        std::abort();
}

bool StubUpstream::isToFail(const http::Request& request) {
    if (m_failEvery == 0 || (!m_failing.empty() && request.header("x-signalbox-version") != m_failing))
        return false;
    return ++m_asked % m_failEvery == 0;
}

void StubUpstream::failEvery(const std::string& version, int every) {
    const std::lock_guard lock(m_mutex);
    m_failing = version;
    m_failEvery = every;
    m_asked = 0;
}

void StubUpstream::say(const std::string& version, const std::string& text) {
    const std::lock_guard lock(m_mutex);
    m_words[version] = text;
}

void StubUpstream::answerWith(const std::string& version, int status, const std::string& body) {
    const std::lock_guard lock(m_mutex);
    m_answers[version] = {status, body};
}

void StubUpstream::answerBy(std::function<std::optional<std::string>(const http::Request&)> words) {
    const std::lock_guard lock(m_mutex);
    m_answerBy = std::move(words);
}

void StubUpstream::answer(http::Exchange& exchange) {
    const auto words = m_words.find(std::string(exchange.request().header("x-signalbox-version")));
    const QJsonArray text{QString::fromStdString(words == m_words.end() ? "Yes." : words->second)};
    const std::string list = QJsonDocument(text).toJson(QJsonDocument::Compact).toStdString();
    exchange.respond(200, {{"content-type", "application/json"}},
                     beforeWords + list.substr(1, list.size() - 2) + afterWords);
}

void StubUpstream::hold() {
    const std::lock_guard lock(m_mutex);
    m_holding = true;
}

void StubUpstream::answerHeld() {
    const std::lock_guard lock(m_mutex);
    m_holding = false;
    for (const http::ExchangePtr& exchange : m_held)
        answer(*exchange);
    m_held.clear();
}

StubUpstream::~StubUpstream() = default;

std::string StubUpstream::url() const {
    return std::format("http://127.0.0.1:{}/v1", m_server->port());
}

} // namespace signalbox::test
