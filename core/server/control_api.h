// The control API on core/http: guards every request, finds its route, checks the caller's role and runs the handler on
// the thread it belongs to. Owned by a Backend, which must outlive it.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

#include "core/http/server.h"
#include "core/server/call.h"
#include "core/server/guard.h"

namespace signalbox::server {

class ControlApi {
public:
    explicit ControlApi(Backend& backend);
    ~ControlApi();

    [[nodiscard]] Result<void> start(std::uint16_t port); // 0: any; may be called again after a failure
    void stop(std::chrono::milliseconds grace);
    [[nodiscard]] std::uint16_t port() const;

private:
    void handle(const http::ExchangePtr& exchange);
    void run(const Route& route, const http::ExchangePtr& exchange, std::shared_ptr<Call> call);

    Backend& m_backend;
    std::unique_ptr<Guard> m_guard; // made when the port is known, before requests are let in
    std::unique_ptr<http::Server> m_server;
};

} // namespace signalbox::server
