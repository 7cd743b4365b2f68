#include "core/http/listener.h"

#include <boost/asio/ip/v6_only.hpp>

namespace signalbox::http {

namespace {

constexpr std::chrono::milliseconds deadlineSweep{50};

Result<void> openFailure(const ErrorCode& error, const std::string& address, std::uint16_t port) {
    if (error == asio::error::address_in_use)
        return failure(Errc::Io, "port_in_use", "Port " + std::to_string(port) + " is in use by another program.",
                       "Choose another port, or port 0 for any free one.");
    return failure(Errc::Io, "listen_failed",
                   "Cannot listen on " + address + ":" + std::to_string(port) + ": " + error.message() + ".",
                   "Choose an address of this machine, such as 127.0.0.1.");
}

} // namespace

Listener::Listener(IoThread& thread, const Limits& limits, Serve serve)
    : m_thread(thread),
      m_limits(limits),
      m_serve(std::move(serve)),
      m_acceptor(thread.context()),
      m_timer(thread.context()) {}

Listener::~Listener() {
    stop(std::chrono::milliseconds{0});
}

Result<void> Listener::open(const std::string& address, std::uint16_t port) {
    ErrorCode error;
    const auto ip = asio::ip::make_address(address == "localhost" ? "127.0.0.1" : address, error);
    if (error)
        return failure(Errc::Invalid, "bad_address", "\"" + address + "\" is not an IP address.",
                       "Use an address such as 127.0.0.1 or ::1.");
    const Tcp::endpoint endpoint(ip, port);
    m_acceptor.open(endpoint.protocol(), error);
    if (!error)
        m_acceptor.set_option(Acceptor::reuse_address(true), error);
    if (!error)
        m_acceptor.bind(endpoint, error);
    if (!error)
        m_acceptor.listen(4096, error);
    if (error)
        return openFailure(error, address, port);
    m_port = m_acceptor.local_endpoint(error).port();
    m_sweeping = true;
    asio::co_spawn(m_thread.context().get_executor(), accept(), asio::detached);
    asio::co_spawn(m_thread.context().get_executor(), sweep(), asio::detached);
    return {};
}

Awaitable<void> Listener::accept() {
    while (!m_stopping) {
        auto [error, socket] = co_await m_acceptor.async_accept(useTuple);
        if (m_stopping)
            break;
        if (error) {
            // Out of file descriptors and the like: wait for some to be given back.
            Timer pause(m_thread.context(), deadlineSweep);
            co_await pause.async_wait(useTuple);
        } else if (m_connections.size() >= m_limits.connections) {
            m_turnedAway.fetch_add(1, std::memory_order_relaxed);
        } else {
            begin(std::move(socket));
        }
    }
}

void Listener::begin(Socket socket) {
    m_accepted.fetch_add(1, std::memory_order_relaxed);
    auto connection = std::make_shared<Connection>(std::move(socket), m_limits, m_deadlines);
    m_connections.insert(connection);
    m_count.store(m_connections.size(), std::memory_order_relaxed);
    asio::co_spawn(m_thread.context().get_executor(), m_serve(connection),
                   [this, connection](const std::exception_ptr&) { ended(connection); });
}

void Listener::ended(const ConnectionPtr& connection) {
    connection->close();
    m_connections.erase(connection);
    m_count.store(m_connections.size(), std::memory_order_relaxed);
    if (m_stopping && m_connections.empty())
        m_empty.set_value();
}

Awaitable<void> Listener::sweep() {
    while (m_sweeping) {
        m_timer.expires_after(deadlineSweep);
        co_await m_timer.async_wait(useTuple);
        const auto now = std::chrono::steady_clock::now();
        m_deadlines.sweep(now);
        if (m_tick)
            m_tick(now);
    }
}

void Listener::stop(std::chrono::milliseconds grace) {
    if (m_port == 0)
        return; // not open, or stopped already
    auto empty = m_empty.get_future();
    const bool running = m_thread.run([this] {
        m_stopping = true;
        ErrorCode ignored;
        m_acceptor.close(ignored);
        if (m_connections.empty())
            m_empty.set_value();
        for (const auto& connection : std::vector(m_connections.begin(), m_connections.end()))
            connection->drain();
    });
    m_port = 0;
    if (!running)
        return;
    if (empty.wait_for(grace) != std::future_status::ready) {
        m_thread.run([this] {
            for (const auto& connection : std::vector(m_connections.begin(), m_connections.end()))
                connection->close();
            m_deadlines.expireAll();
        });
        empty.wait();
    }
    m_thread.run([this] {
        m_sweeping = false;
        m_timer.cancel();
    });
}

} // namespace signalbox::http
