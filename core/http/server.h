// A strict HTTP/1.1 server for answers that are made elsewhere: one listener, one I/O thread of its own. The handler is
// called on that thread for every well-formed request and must return quickly; it may keep the Exchange and answer
// later from any thread. Malformed requests and requests over a limit never reach it. Host and Origin checks are the
// handler's. start() and stop() belong to the owner's thread; the destructor stops at once.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/http/exchange.h"
#include "core/http/limits.h"

namespace signalbox::http {

struct ServerSettings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0; // 0: any free port
    Limits limits;
    std::string threadName = "http";
};

class Server {
public:
    using Handler = std::function<void(ExchangePtr)>;

    Server(ServerSettings settings, Handler handler);
    ~Server();

    // Errors: Invalid "bad_address"; Io "port_in_use", "listen_failed".
    [[nodiscard]] Result<void> start();
    // Accepts no more, closes event streams, lets answers in progress finish for `grace`, then ends them.
    void stop(std::chrono::milliseconds grace);
    [[nodiscard]] std::uint16_t port() const; // 0 before start()

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace signalbox::http
