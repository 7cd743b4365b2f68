// What answers for both versions of a drill: a model endpoint on a loopback port inside this process. The good version
// is healthy; of the bad one the told share is bad, evenly spread. Nothing leaves the machine. Notes when each request
// came, at most as many as a drill can make. Made and destroyed by the drill's thread; counts may be read there at any
// time.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/base/serial_queue.h"
#include "core/http/server.h"
#include "core/release/drill.h"

namespace signalbox::server {

class DrillUpstream {
public:
    // The header in which a request says when it was sent: nanoseconds of the monotonic clock.
    static constexpr const char* sentHeader = "x-drill-sent";

    DrillUpstream(const release::DrillOrder& order, std::string candidate, const Clock& clock);
    ~DrillUpstream();

    [[nodiscard]] Result<void> start();
    [[nodiscard]] std::string url() const; // with /v1

    [[nodiscard]] std::vector<release::DrillArrival> arrivals() const;
    [[nodiscard]] std::size_t count() const;

private:
    void take(const http::ExchangePtr& exchange);
    void answerBadly(const http::ExchangePtr& exchange);

    release::DrillOrder m_order;
    std::string m_candidate; // the bad version
    const Clock& m_clock;
    mutable std::mutex m_mutex;
    std::vector<release::DrillArrival> m_arrivals; // guarded
    std::vector<http::ExchangePtr> m_held;         // of the server's thread
    int m_taken = 0;                               // of the server's thread
    double m_due = 0;                              // bad answers that are owed; of the server's thread
    SerialQueue m_late{"drill late"};
    std::unique_ptr<http::Server> m_server; // last: ended first
};

} // namespace signalbox::server
