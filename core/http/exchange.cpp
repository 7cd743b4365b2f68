#include <utility>

#include "core/http/exchange_private.h"

namespace signalbox::http {

namespace {

constexpr std::size_t unreadLimit = 8 * 1024 * 1024;

} // namespace

void StreamState::attach(std::function<void()> wake) {
    const std::scoped_lock lock(m_mutex);
    m_wake = std::move(wake);
}

bool StreamState::send(std::string text) {
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_open)
            return false;
        if (m_pending.size() + text.size() > unreadLimit)
            m_open = false;
        else
            m_pending += text;
        if (m_woken)
            return m_open;
        m_woken = true;
    }
    m_remote->post([self = shared_from_this()] { self->wake(); });
    return isOpen();
}

void StreamState::close() {
    {
        const std::scoped_lock lock(m_mutex);
        m_open = false;
    }
    m_remote->post([self = shared_from_this()] { self->wake(); });
}

bool StreamState::isOpen() const {
    const std::scoped_lock lock(m_mutex);
    return m_open;
}

void StreamState::onClosed(std::function<void()> callback) {
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_ended) {
            m_closed = std::move(callback);
            return;
        }
    }
    callback();
}

std::string StreamState::take() {
    const std::scoped_lock lock(m_mutex);
    m_woken = false;
    return std::exchange(m_pending, {});
}

void StreamState::end() {
    std::function<void()> callback;
    {
        const std::scoped_lock lock(m_mutex);
        m_open = false;
        m_ended = true;
        m_wake = nullptr;
        callback = std::exchange(m_closed, nullptr);
    }
    if (callback)
        callback();
}

void StreamState::wake() {
    std::function<void()> wake;
    {
        const std::scoped_lock lock(m_mutex);
        wake = m_wake;
    }
    if (wake)
        wake();
}

ExchangeState::~ExchangeState() {
    if (!m_answered.exchange(true))
        deliver({500, {{"content-type", "text/plain"}}, "This request was not answered.\n", nullptr});
}

void ExchangeState::respond(int status, Headers headers, std::string body) {
    if (!m_answered.exchange(true))
        deliver({status, std::move(headers), std::move(body), nullptr});
}

EventStreamPtr ExchangeState::startEventStream(Headers headers) {
    auto stream = std::make_shared<StreamState>(m_remote);
    if (m_answered.exchange(true))
        stream->end();
    else
        deliver({200, std::move(headers), {}, stream});
    return stream;
}

void ExchangeState::deliver(Answer answer) {
    const auto stream = answer.stream;
    const bool posted = m_remote->post([pending = m_pending, answer = std::move(answer)]() mutable {
        pending->answer = std::move(answer);
        if (pending->wake)
            pending->wake();
        else if (pending->answer->stream)
            pending->answer->stream->end(); // the caller has gone
    });
    if (!posted && stream)
        stream->end();
}

} // namespace signalbox::http
