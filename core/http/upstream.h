// Connections to upstreams, kept open between requests. A connection reads all the time, so that one which the upstream
// closes while idle is noticed and never used again. TLS verifies the chain and the host name. Everything on the I/O
// thread, except UpstreamPool::origin(). Private to core/http and core/gateway.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/http/beast.h"
#include "core/http/deadlines.h"
#include "core/http/read_buffer.h"
#include "core/http/url.h"

namespace signalbox::http {

class Upstream;
using UpstreamPtr = std::shared_ptr<Upstream>;

struct Origin {
    Url url;
    std::vector<Tcp::endpoint> endpoints; // of the last look-up
    Monotonic resolvedAt{};
    std::vector<UpstreamPtr> idle; // the most recently used at the end
};

using OriginPtr = std::shared_ptr<Origin>;

class UpstreamPool;

class Upstream final : public Expiring, public std::enable_shared_from_this<Upstream> {
public:
    Upstream(UpstreamPool& pool, OriginPtr origin);
    ~Upstream() override;

    // Resolves, connects, and with https agrees on keys. False: see failure().
    Awaitable<bool> connect();
    // Writes all of it. False: see failure(); wroteNothing() says whether the upstream can have seen any of it.
    Awaitable<bool> write(std::string_view first, std::string_view second);

    [[nodiscard]] bool wroteNothing() const { return m_written == 0; }

    // Waits until in() holds more than `have` bytes. False at the end of the stream or on failure.
    Awaitable<bool> moreBytes(std::size_t have);

    [[nodiscard]] ReadBuffer& in() { return m_in; }

    [[nodiscard]] bool endedCleanly() const { return m_ended && m_error == asio::error::eof; }

    [[nodiscard]] bool timedOut() const { return m_timedOut; }

    // Why it is of no more use; without an error of the connection it is what it said.
    [[nodiscard]] std::string failure() const {
        return m_error ? m_error.message() : "its answer is not valid HTTP/1.1";
    }

    // Why the connection is of no more use; none when it still stands.
    [[nodiscard]] const ErrorCode& error() const { return m_error; }

    [[nodiscard]] bool isReused() const { return m_reused; }

    void close();
    void expire() override;

private:
    friend class UpstreamPool;
    struct Tls;
    Awaitable<ErrorCode> resolve();
    Awaitable<ErrorCode> handshake();
    void arm();
    void onRead(const ErrorCode& error, std::size_t count);

    UpstreamPool& m_pool;
    OriginPtr m_origin;
    Socket m_socket;
    std::unique_ptr<Tls> m_tls;
    ReadBuffer m_in;
    ErrorCode m_error;
    asio::any_completion_handler<void()> m_waiter;
    std::size_t m_written = 0;
    Monotonic m_idleSince{};
    bool m_reading = false;
    bool m_ended = false;
    bool m_idle = false;
    bool m_reused = false;
    bool m_timedOut = false;
};

class UpstreamPool {
public:
    // `authorities`: a PEM file with certificates to trust besides the system's; may be empty.
    UpstreamPool(asio::io_context& context, Deadlines& deadlines, std::size_t idlePerOrigin, std::string authorities);
    ~UpstreamPool();

    // How much an upstream may have sent that nobody has read yet, of connections made later. Before the first of them.
    void setReceiveBuffer(int bytes) { m_receiveBuffer = bytes; }

    [[nodiscard]] OriginPtr origin(const Url& url); // any thread
    // An open idle connection, or one that is to be connected.
    [[nodiscard]] UpstreamPtr take(const OriginPtr& origin);
    [[nodiscard]] UpstreamPtr fresh(const OriginPtr& origin);
    void giveBack(UpstreamPtr upstream);
    void closeIdle();

    [[nodiscard]] std::uint64_t opened() const { return m_opened.load(std::memory_order_relaxed); }

    [[nodiscard]] std::uint64_t reused() const { return m_reused.load(std::memory_order_relaxed); }

private:
    friend class Upstream;
    struct TlsContext;

    asio::io_context& m_context;
    Deadlines& m_deadlines;
    std::size_t m_idlePerOrigin;
    int m_receiveBuffer = 0; // the system's way
    std::unique_ptr<TlsContext> m_tls;
    std::mutex m_mutex;
    std::map<std::string, OriginPtr> m_origins;
    std::atomic<std::uint64_t> m_opened = 0;
    std::atomic<std::uint64_t> m_reused = 0;
};

} // namespace signalbox::http
