#include "core/http/upstream.h"

#include <array>
#include <sys/socket.h>
#include <utility>

#include <boost/asio/ssl.hpp>

namespace signalbox::http {

namespace {

constexpr std::size_t bufferBytes = 64 * 1024;
constexpr std::chrono::seconds idleTime{30};
constexpr std::chrono::seconds addressTime{30};
constexpr std::chrono::milliseconds trustTime{200}; // idle for longer: look before writing

Monotonic now() {
    return std::chrono::steady_clock::now();
}

} // namespace

struct Upstream::Tls {
    Tls(Socket& socket, asio::ssl::context& context) : stream(socket, context) {}

    asio::ssl::stream<Socket&> stream;
};

struct UpstreamPool::TlsContext {
    explicit TlsContext(const std::string& authorities) : context(asio::ssl::context::tls_client) {
        ErrorCode ignored; // without certificates every handshake fails, which says what is wrong
        context.set_default_verify_paths(ignored);
        if (!authorities.empty())
            context.load_verify_file(authorities, ignored);
        context.set_verify_mode(asio::ssl::verify_peer, ignored);
        SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    }

    asio::ssl::context context;
};

Upstream::Upstream(UpstreamPool& pool, OriginPtr origin)
    : m_pool(pool),
      m_origin(std::move(origin)),
      m_socket(pool.m_context) {
    pool.m_deadlines.add(*this);
}

Upstream::~Upstream() = default;

Awaitable<ErrorCode> Upstream::resolve() {
    ErrorCode error;
    if (!m_origin->endpoints.empty() && now() - m_origin->resolvedAt < addressTime)
        co_return error;
    const auto address = asio::ip::make_address(m_origin->url.host, error);
    if (!error) {
        m_origin->endpoints = {Tcp::endpoint(address, m_origin->url.port)};
    } else {
        asio::ip::basic_resolver<Tcp, Executor> resolver(m_pool.m_context);
        const auto [failed, results] =
            co_await resolver.async_resolve(m_origin->url.host, std::to_string(m_origin->url.port), useTuple);
        if (failed)
            co_return failed;
        m_origin->endpoints.clear();
        for (const auto& entry : results)
            m_origin->endpoints.push_back(entry.endpoint());
    }
    m_origin->resolvedAt = now();
    co_return ErrorCode{};
}

Awaitable<bool> Upstream::connect() {
    m_error = co_await resolve();
    const auto endpoints = m_origin->endpoints;
    if (!m_error)
        m_error = asio::error::host_not_found;
    for (const auto& endpoint : endpoints) {
        if (m_timedOut || m_ended)
            break;
        ErrorCode ignored;
        m_socket.close(ignored);
        if (m_pool.m_receiveBuffer > 0) {
            m_socket.open(endpoint.protocol(), ignored);
            m_socket.set_option(Socket::receive_buffer_size(m_pool.m_receiveBuffer), ignored);
        }
        const auto [error] = co_await m_socket.async_connect(endpoint, useTuple);
        m_error = error;
        if (!error)
            break;
    }
    if (m_error || m_ended)
        co_return false;
    m_pool.m_opened.fetch_add(1, std::memory_order_relaxed);
    ErrorCode ignored;
    m_socket.non_blocking(true, ignored);
    m_socket.set_option(Tcp::no_delay(true), ignored);
    if (m_origin->url.tls)
        m_error = co_await handshake();
    co_return !m_error && !m_ended;
}

Awaitable<ErrorCode> Upstream::handshake() {
    m_tls = std::make_unique<Tls>(m_socket, m_pool.m_tls->context);
    ErrorCode error;
    m_tls->stream.set_verify_callback(asio::ssl::host_name_verification(m_origin->url.host), error);
    if (error)
        co_return error;
    ErrorCode notAddress; // RFC 6066: only names are told
    asio::ip::make_address(m_origin->url.host, notAddress);
    if (notAddress)
        SSL_set_tlsext_host_name(m_tls->stream.native_handle(), m_origin->url.host.c_str());
    const auto [failed] = co_await m_tls->stream.async_handshake(asio::ssl::stream_base::client, useTuple);
    co_return failed;
}

Awaitable<bool> Upstream::write(std::string_view first, std::string_view second) {
    arm(); // the answer may begin, or the connection end, before everything is written
    std::array<asio::const_buffer, 2> buffers{asio::buffer(first), asio::buffer(second)};
    const std::size_t total = first.size() + second.size();
    m_written = 0;
    while (m_written < total && !m_ended) {
        ErrorCode error;
        std::size_t count = 0;
        if (m_tls) {
            const auto [failed, written] = co_await m_tls->stream.async_write_some(buffers, useTuple);
            error = failed;
            count = written;
        } else {
            count = m_socket.write_some(buffers, error);
            if (error == asio::error::would_block) {
                const auto [failed, written] = co_await m_socket.async_write_some(buffers, useTuple);
                error = failed;
                count = written;
            }
        }
        m_written += count;
        if (error) {
            m_error = error;
            co_return false;
        }
        for (auto& buffer : buffers) {
            const std::size_t part = std::min(count, buffer.size());
            buffer += part;
            count -= part;
        }
    }
    co_return m_written == total;
}

Awaitable<bool> Upstream::moreBytes(std::size_t have) {
    if (m_in.size() <= have)
        arm();
    if (m_reading && m_in.size() <= have)
        co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void()>(
            [this](auto handler) { m_waiter = std::move(handler); }, asio::use_awaitable_t<Executor>{});
    co_return m_in.size() > have;
}

void Upstream::arm() {
    if (m_reading || m_ended)
        return;
    const auto space = m_in.prepare(bufferBytes);
    if (space.empty())
        return;
    m_reading = true;
    auto done = [self = shared_from_this()](const ErrorCode& error, std::size_t count) { self->onRead(error, count); };
    if (m_tls)
        m_tls->stream.async_read_some(asio::buffer(space.data(), space.size()), std::move(done));
    else
        m_socket.async_read_some(asio::buffer(space.data(), space.size()), std::move(done));
}

void Upstream::onRead(const ErrorCode& error, std::size_t count) {
    m_reading = false;
    m_in.commit(count);
    if (error) {
        m_ended = true;
        m_error = error;
    }
    if (m_idle) { // closed by the upstream, or it speaks without being asked: either way of no more use
        const auto self = shared_from_this();
        std::erase(m_origin->idle, self);
        m_idle = false;
        close();
    }
    if (m_waiter)
        std::exchange(m_waiter, {})();
}

void Upstream::close() {
    ErrorCode ignored;
    m_socket.close(ignored);
    m_ended = true;
}

void Upstream::expire() {
    const auto self = shared_from_this();
    if (m_idle)
        std::erase(m_origin->idle, self);
    m_idle = false;
    m_timedOut = true;
    close();
}

UpstreamPool::UpstreamPool(asio::io_context& context, Deadlines& deadlines, std::size_t idlePerOrigin,
                           std::string authorities)
    : m_context(context),
      m_deadlines(deadlines),
      m_idlePerOrigin(idlePerOrigin),
      m_tls(std::make_unique<TlsContext>(authorities)) {}

UpstreamPool::~UpstreamPool() {
    closeIdle();
}

OriginPtr UpstreamPool::origin(const Url& url) {
    const std::scoped_lock lock(m_mutex);
    OriginPtr& origin = m_origins[url.origin()];
    if (!origin) {
        origin = std::make_shared<Origin>();
        origin->url = url;
    }
    return origin;
}

UpstreamPtr UpstreamPool::take(const OriginPtr& origin) {
    while (!origin->idle.empty()) {
        auto upstream = std::move(origin->idle.back());
        origin->idle.pop_back();
        upstream->m_idle = false;
        char byte = 0;
        // Under load an idle connection is a moment old; an older one may have been closed just now.
        const bool looks = now() - upstream->m_idleSince < trustTime ||
                           ::recv(upstream->m_socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0;
        if (!upstream->m_ended && looks) {
            upstream->m_reused = true;
            upstream->m_written = 0;
            m_reused.fetch_add(1, std::memory_order_relaxed);
            return upstream;
        }
        upstream->close();
    }
    return fresh(origin);
}

UpstreamPtr UpstreamPool::fresh(const OriginPtr& origin) {
    return std::make_shared<Upstream>(*this, origin);
}

void UpstreamPool::giveBack(UpstreamPtr upstream) {
    auto& idle = upstream->m_origin->idle;
    if (upstream->m_ended || upstream->m_in.size() > 0 || idle.size() >= m_idlePerOrigin) {
        upstream->close();
        return;
    }
    upstream->m_idle = true;
    upstream->m_idleSince = now();
    upstream->setDeadline(upstream->m_idleSince + idleTime);
    upstream->arm();
    idle.push_back(std::move(upstream));
}

void UpstreamPool::closeIdle() {
    const std::scoped_lock lock(m_mutex);
    for (const auto& [name, origin] : m_origins) {
        for (const auto& upstream : std::exchange(origin->idle, {})) {
            upstream->m_idle = false;
            upstream->close();
        }
    }
}

} // namespace signalbox::http
