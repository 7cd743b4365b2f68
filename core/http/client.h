// A small HTTP client on an I/O thread of its own, for tests, drills and the traffic source: whole requests, whole
// answers, connections kept open, nothing sent twice. send() may be called from any thread; the callback runs on the
// I/O thread, once, also when the client is destroyed before the answer came.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "core/base/thread_priority.h"
#include "core/http/message.h"

namespace signalbox::http {

struct ClientRequest {
    std::string method = "GET";
    std::string url; // absolute, http or https
    Headers headers;
    std::string body;
    std::chrono::milliseconds timeout = std::chrono::seconds{60};        // until the last byte
    std::chrono::milliseconds firstByteTimeout = std::chrono::hours{24}; // until the head; `timeout` counts as well
    std::size_t maximumAnswer = 64 * 1024 * 1024;                        // bytes of the body
};

struct ClientAnswer {
    int status = 0; // 0: none came, see `failure`
    Headers headers;
    std::string body;
    std::string failure;
    bool timedOut = false;
    bool connected = false; // to the server, its TLS handshake too, whatever came of it

    [[nodiscard]] std::string_view header(std::string_view name) const;
};

struct ClientSettings {
    std::string authorities = {}; // PEM file of certificates to trust besides the system's
    std::size_t idleUpstreams = 64;
    int receiveBuffer = 0; // bytes of an answer that may come before they are read; 0: the system's way
    ThreadPriority priority = ThreadPriority::Normal; // of the I/O thread
};

class Client {
public:
    explicit Client(ClientSettings settings = {});
    ~Client();

    void send(ClientRequest request, std::function<void(ClientAnswer)> callback);
    [[nodiscard]] ClientAnswer sendAndWait(ClientRequest request);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace signalbox::http
