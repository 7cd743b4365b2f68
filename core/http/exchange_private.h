// What stands behind Exchange and EventStream: the part that other threads hold, and the part that the serving
// coroutine holds. They meet through tasks posted to the I/O thread. Private to core/http.
#pragma once

#include <atomic>
#include <mutex>
#include <optional>

#include "core/http/exchange.h"
#include "core/http/io_thread.h"

namespace signalbox::http {

class StreamState final : public EventStream, public std::enable_shared_from_this<StreamState> {
public:
    explicit StreamState(RemotePtr remote) : m_remote(std::move(remote)) {}

    bool send(std::string text) override;
    void close() override;
    [[nodiscard]] bool isOpen() const override;
    void onClosed(std::function<void()> callback) override;

    // For the serving coroutine, on the I/O thread.
    void attach(std::function<void()> wake);
    [[nodiscard]] std::string take();
    void end();

private:
    void wake();

    RemotePtr m_remote;
    mutable std::mutex m_mutex;
    std::string m_pending;
    std::function<void()> m_wake;
    std::function<void()> m_closed;
    bool m_open = true;
    bool m_ended = false;
    bool m_woken = false; // a wake-up is on its way
};

struct Answer {
    int status = 500;
    Headers headers;
    std::string body;
    std::shared_ptr<StreamState> stream;
};

struct Pending { // I/O thread only, except `gone`
    std::optional<Answer> answer;
    std::function<void()> wake; // empty when nobody waits any more
    std::atomic<bool> gone = false;
};

class ExchangeState final : public Exchange {
public:
    ExchangeState(Request request, RemotePtr remote, std::shared_ptr<Pending> pending)
        : m_request(std::move(request)),
          m_remote(std::move(remote)),
          m_pending(std::move(pending)) {}

    ~ExchangeState() override;

    [[nodiscard]] const Request& request() const override { return m_request; }

    void respond(int status, Headers headers, std::string body) override;
    EventStreamPtr startEventStream(Headers headers) override;

    [[nodiscard]] bool isGone() const override { return m_pending->gone.load(); }

private:
    void deliver(Answer answer);

    Request m_request;
    RemotePtr m_remote;
    std::shared_ptr<Pending> m_pending;
    std::atomic<bool> m_answered = false;
};

} // namespace signalbox::http
