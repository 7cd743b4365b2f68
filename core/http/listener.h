// Accepts connections on one address and serves each with a coroutine on the I/O thread; keeps count, sweeps deadlines,
// drains. open(), stop() belong to the owner's thread. Private to core/http and core/gateway.
#pragma once

#include <atomic>
#include <future>
#include <unordered_set>

#include "core/base/result.h"
#include "core/http/connection.h"
#include "core/http/io_thread.h"

namespace signalbox::http {

class Listener {
public:
    using Serve = std::function<Awaitable<void>(ConnectionPtr)>;
    using Tick = std::function<void(Monotonic)>; // every sweep, on the I/O thread

    Listener(IoThread& thread, const Limits& limits, Serve serve);
    ~Listener();

    // Binds and starts accepting. Errors: Invalid "bad_address"; Io "port_in_use", "listen_failed".
    [[nodiscard]] Result<void> open(const std::string& address, std::uint16_t port);
    // Accepts no more, lets requests in progress finish for `grace`, then closes what is left. The thread runs on.
    void stop(std::chrono::milliseconds grace);

    void onTick(Tick tick) { m_tick = std::move(tick); } // before open()

    [[nodiscard]] std::uint16_t port() const { return m_port; }

    [[nodiscard]] Deadlines& deadlines() { return m_deadlines; }

    [[nodiscard]] std::uint64_t accepted() const { return m_accepted.load(std::memory_order_relaxed); }

    [[nodiscard]] std::uint64_t turnedAway() const { return m_turnedAway.load(std::memory_order_relaxed); }

    [[nodiscard]] std::size_t connections() const { return m_count.load(std::memory_order_relaxed); }

private:
    Awaitable<void> accept();
    Awaitable<void> sweep();
    void begin(Socket socket);
    void ended(const ConnectionPtr& connection);

    IoThread& m_thread;
    Limits m_limits;
    Serve m_serve;
    Tick m_tick;
    Deadlines m_deadlines;
    Acceptor m_acceptor;
    Timer m_timer;
    std::unordered_set<ConnectionPtr> m_connections;
    bool m_stopping = false;
    bool m_sweeping = false;
    std::promise<void> m_empty;
    std::uint16_t m_port = 0;
    std::atomic<std::uint64_t> m_accepted = 0;
    std::atomic<std::uint64_t> m_turnedAway = 0;
    std::atomic<std::size_t> m_count = 0;
};

} // namespace signalbox::http
