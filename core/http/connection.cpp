#include "core/http/connection.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/http/request_target.h"

namespace signalbox::http {

namespace {

constexpr std::size_t bodyBufferBytes = 64 * 1024;
constexpr std::size_t keptBodyBytes = 16 * 1024; // of an idle connection; there may be many
constexpr std::string_view continueAnswer = "HTTP/1.1 100 Continue\r\n\r\n";

Monotonic after(std::chrono::milliseconds time) {
    return std::chrono::steady_clock::now() + time;
}

} // namespace

Connection::Connection(Socket socket, const Limits& limits, Deadlines& deadlines)
    : m_socket(std::move(socket)),
      m_limits(limits),
      m_inLimit(limits.headBytes) {
    deadlines.add(*this);
    ErrorCode ignored;
    m_socket.non_blocking(true, ignored);
    m_socket.set_option(Tcp::no_delay(true), ignored);
}

bool Connection::keepAlive() const {
    return m_reader && m_reader->isHttp11() && m_reader->keep_alive() && !m_draining && !m_gone;
}

std::string Connection::peer() const {
    ErrorCode error;
    const auto endpoint = m_socket.remote_endpoint(error);
    return error ? std::string() : endpoint.address().to_string();
}

Connection::Next Connection::refuse(const Refusal& refusal) {
    m_asksForHead = (m_head.empty() ? m_in.view() : std::string_view(m_head)).starts_with("HEAD ");
    m_receiving = m_late = false;
    m_refusal = refusal;
    return Next::Refused;
}

std::optional<Connection::Next> Connection::lookForHead(HeadScanner& scanner) {
    const auto state = scanner.feed(m_in.view());
    if (state == HeadScanner::State::Refused)
        return refuse(scanner.refusal());
    if (state == HeadScanner::State::Complete && scanner.size() <= m_limits.headBytes)
        return Next::Request;
    if (m_in.size() >= m_limits.headBytes)
        return refuse(tooLargeHead(m_in.view().substr(0, m_limits.headBytes)));
    if (m_late)
        return refuse({408, "The head of the request did not come in time."});
    if (m_gone || (m_draining && m_in.size() == 0))
        return Next::Closed;
    return std::nullopt;
}

Awaitable<Connection::Next> Connection::next() {
    m_working = m_asksForHead = false;
    m_onGone = nullptr;
    m_inLimit = m_limits.headBytes;
    m_head.clear();
    if (m_body.capacity() > keptBodyBytes)
        std::string().swap(m_body);
    HeadScanner scanner;
    for (bool mayBeBlank = true;;) {
        // Some end a body with a line end that is no part of it.
        if (mayBeBlank && m_in.view().starts_with("\r\n")) {
            m_in.consume(2);
            mayBeBlank = false;
        }
        if (const auto next = lookForHead(scanner); next == Next::Request)
            break;
        else if (next)
            co_return *next;
        if (m_in.size() == 0)
            setDeadline(after(m_limits.idleTime));
        else if (!m_receiving)
            setDeadline(after(m_limits.headTime));
        m_receiving = m_in.size() > 0;
        co_await moreBytes();
    }
    m_receiving = true;
    m_head.assign(m_in.view().substr(0, scanner.size()));
    m_in.consume(scanner.size());
    if (const auto refusal = takeHead())
        co_return refuse(*refusal);
    if (!m_reader->is_done()) {
        const Next result = co_await readBody();
        if (result != Next::Request)
            co_return result;
    }
    m_receiving = m_late = false;
    m_working = true;
    setDeadline(never);
    arm();
    co_return Next::Request;
}

std::optional<Refusal> Connection::takeHead() {
    if (auto refusal = checkRequestHead(m_head))
        return refusal;
    m_reader.emplace(m_fields, m_body, m_limits.bodyBytes);
    ErrorCode error;
    m_reader->put(asio::buffer(m_head), error);
    if (error == beast::http::error::body_limit)
        return Refusal{413, "The body of the request is too large."};
    if (error && error != beast::http::error::need_more)
        return Refusal{400, "The head of the request is malformed."};
    m_asksForHead = m_reader->method() == "HEAD";
    takeTarget();
    return std::nullopt;
}

void Connection::takeTarget() {
    m_target = m_reader->target();
    m_authority = {};
    if (m_target.starts_with('/'))
        return;
    const RequestTarget target = requestTargetIn(m_reader->method(), m_target).value_or(RequestTarget{});
    m_authority = target.authority;
    m_target = target.path;
    if (!m_target.starts_with('/') && m_target != "*")
        m_target = m_ownTarget.assign("/").append(target.path);
}

Awaitable<Connection::Next> Connection::readBody() {
    setDeadline(after(m_limits.bodyTime));
    m_inLimit = bodyBufferBytes;
    for (const FieldView& field : m_fields)
        if (field.known == beast::http::field::expect && isHttp11() && m_in.size() == 0 &&
            !co_await write(continueAnswer))
            co_return Next::Closed;
    setDeadline(after(m_limits.bodyTime));
    m_chunks.reset();
    if (m_reader->chunked())
        m_chunks.emplace(ChunkReader::Of::Caller, m_limits.bodyBytes,
                         std::min(m_limits.headBytes, bodyBufferBytes / 4));
    for (;;) {
        const Next next = moreBody();
        if (next != Next::Closed || m_gone)
            co_return next;
        if (m_late)
            co_return refuse({408, "The body of the request did not come in time."});
        co_await moreBytes();
    }
}

Connection::Next Connection::moreBody() {
    std::size_t used = 0;
    if (m_chunks) {
        const auto state = m_chunks->feed(m_in.view(), m_body, used);
        m_in.consume(used);
        if (state == ChunkReader::State::TooLong)
            return refuse({413, "The body of the request is too large."});
        if (state == ChunkReader::State::Malformed)
            return refuse({400, "The chunks of the body are malformed."});
        return state == ChunkReader::State::Done ? Next::Request : Next::Closed;
    }
    ErrorCode error;
    if (m_in.size() > 0)
        used = m_reader->put(asio::buffer(m_in.view().data(), m_in.size()), error);
    m_in.consume(used);
    if (error && error != beast::http::error::need_more)
        return refuse({400, "The body of the request is malformed."});
    return m_reader->is_done() ? Next::Request : Next::Closed;
}

Awaitable<void> Connection::moreBytes() {
    arm();
    if (!m_reading)
        co_return;
    co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void()>(
        [this](auto handler) { m_waiter = std::move(handler); }, asio::use_awaitable_t<Executor>{});
}

void Connection::arm() {
    if (m_reading || m_gone)
        return;
    const auto space = m_in.prepare(m_inLimit);
    if (space.empty())
        return;
    m_reading = true;
    m_socket.async_read_some(
        asio::buffer(space.data(), space.size()),
        [self = shared_from_this()](const ErrorCode& error, std::size_t count) { self->onRead(error, count); });
}

void Connection::onRead(const ErrorCode& error, std::size_t count) {
    m_reading = false;
    if (error && !(m_late && error == asio::error::operation_aborted)) { // what is late is answered
        m_gone = true;
        if (m_onGone)
            std::exchange(m_onGone, nullptr)();
    }
    m_in.commit(count);
    if (m_waiter)
        std::exchange(m_waiter, {})();
    else if (m_working)
        arm(); // a pipelined request waits; go on looking for the end of the stream while there is room
}

std::size_t Connection::writeNow(std::string_view first, std::string_view second) {
    const std::size_t total = first.size() + second.size();
    const std::array<asio::const_buffer, 2> buffers{asio::buffer(first), asio::buffer(second)};
    ErrorCode error;
    const std::size_t written = m_socket.write_some(buffers, error);
    if (error && error != asio::error::would_block && error != asio::error::try_again)
        m_writeFailed = true;
    return total - (error ? 0 : written);
}

Awaitable<bool> Connection::write(std::string_view first, std::string_view second) {
    std::size_t left = writeNow(first, second);
    if (m_writeFailed)
        co_return false;
    while (left > 0) {
        if (left <= second.size()) {
            first = second.substr(second.size() - left);
            second = {};
        } else {
            first = first.substr(first.size() + second.size() - left);
        }
        setDeadline(after(m_limits.writeTime));
        const std::array<asio::const_buffer, 2> buffers{asio::buffer(first), asio::buffer(second)};
        const auto [error, written] = co_await m_socket.async_write_some(buffers, useTuple);
        setDeadline(never);
        if (error) {
            m_writeFailed = true;
            co_return false;
        }
        left -= written;
    }
    co_return true;
}

Awaitable<void> Connection::closeGently() {
    ErrorCode ignored;
    m_socket.shutdown(Tcp::socket::shutdown_send, ignored);
    setDeadline(after(std::chrono::seconds{1}));
    m_working = false;
    m_inLimit = bodyBufferBytes;
    while (!m_gone) {
        if (!m_reading)
            m_in.consume(m_in.size());
        co_await moreBytes();
    }
    close();
}

void Connection::close() {
    ErrorCode ignored;
    m_socket.close(ignored);
    m_gone = true;
}

void Connection::expire() {
    if (!m_receiving || m_gone || m_draining)
        return close();
    m_late = true;
    ErrorCode ignored;
    m_socket.cancel(ignored); // wakes who waits for more
}

void Connection::drain() {
    m_draining = true;
    if (!m_working && m_in.size() == 0)
        close();
}

} // namespace signalbox::http
