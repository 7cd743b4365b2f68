// One caller's connection: reads whole requests strictly, writes, and notices when the caller goes away while an answer
// is being made (it keeps a read pending all the time). I/O thread only; kept alive by the coroutine that serves it.
// Private to core/http and core/gateway.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "core/http/chunk_reader.h"
#include "core/http/deadlines.h"
#include "core/http/limits.h"
#include "core/http/read_buffer.h"
#include "core/http/request_reader.h"
#include "core/http/strict_head.h"

namespace signalbox::http {

class Connection final : public Expiring, public std::enable_shared_from_this<Connection> {
public:
    enum class Next { Request, Refused, Closed };

    Connection(Socket socket, const Limits& limits, Deadlines& deadlines);

    // Waits for the next request and reads all of it. Views and body of the former one end here.
    Awaitable<Next> next();

    [[nodiscard]] const Refusal& refusal() const { return m_refusal; } // after Next::Refused

    [[nodiscard]] std::string_view method() const { return m_reader->method(); }

    [[nodiscard]] std::string_view target() const { return m_target; } // "/path?query" or "*"

    // The host that an absolute target names, which counts in place of the header's; else empty.
    [[nodiscard]] std::string_view authority() const { return m_authority; }

    // Whether the answer must be a head alone; also after Next::Refused.
    [[nodiscard]] bool asksForHead() const { return m_asksForHead; }

    [[nodiscard]] const std::vector<FieldView>& fields() const { return m_fields; }

    [[nodiscard]] std::string& body() { return m_body; }

    [[nodiscard]] std::size_t bodyLimit() const { return m_limits.bodyBytes; }

    [[nodiscard]] bool isHttp11() const { return m_reader->isHttp11(); }

    [[nodiscard]] bool keepAlive() const;
    [[nodiscard]] std::string peer() const;

    // The callback runs when the caller has gone while the request is worked on; cleared by next().
    void onGone(std::function<void()> callback) { m_onGone = std::move(callback); }

    [[nodiscard]] bool isGone() const { return m_gone; }

    // Writes everything; false when the caller has gone or does not read. Tries at once before it suspends.
    Awaitable<bool> write(std::string_view first, std::string_view second = {});
    // The same for a caller that wants to suspend only when it must: what is left to write.
    std::size_t writeNow(std::string_view first, std::string_view second = {});

    [[nodiscard]] bool writeFailed() const { return m_writeFailed; }

    // Ends sending and waits briefly for the other side, so that the last answer is not lost in a reset.
    Awaitable<void> closeGently();
    void close();
    void drain(); // closes when idle, else after the present answer

    void expire() override;

private:
    Next refuse(const Refusal& refusal);
    [[nodiscard]] std::optional<Next> lookForHead(HeadScanner& scanner); // Request: it is complete; nullopt: not yet
    [[nodiscard]] std::optional<Refusal> takeHead();
    void takeTarget();
    Awaitable<Next> readBody();
    Next moreBody(); // from what has arrived; Next::Closed: more is needed
    Awaitable<void> moreBytes();
    void arm();
    void onRead(const ErrorCode& error, std::size_t count);

    Socket m_socket;
    const Limits& m_limits;
    ReadBuffer m_in;
    std::size_t m_inLimit;
    std::string m_head;
    std::string_view m_target;
    std::string m_ownTarget; // where the caller's has no "/"
    std::string_view m_authority;
    std::vector<FieldView> m_fields;
    std::string m_body;
    std::optional<RequestReader> m_reader;
    std::optional<ChunkReader> m_chunks; // of a body that has them
    Refusal m_refusal;
    std::function<void()> m_onGone;
    asio::any_completion_handler<void()> m_waiter;
    bool m_reading = false;
    bool m_working = false;   // between a complete request and the next()
    bool m_receiving = false; // between the first byte of a request and its last
    bool m_late = false;      // it took too long
    bool m_asksForHead = false;
    bool m_gone = false;
    bool m_writeFailed = false;
    bool m_draining = false;
};

using ConnectionPtr = std::shared_ptr<Connection>;

} // namespace signalbox::http
