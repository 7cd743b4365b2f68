// The callers of a drill: chat completions to one gateway on this machine at an even rate, each a unit of its own.
// Never more than a few hundred under way; what would be more is left out, so that versions that hang cannot pile it
// up. Made and destroyed by the drill's thread; sends from a thread of its own.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "core/base/serial_queue.h"
#include "core/http/client.h"

namespace signalbox::server {

class DrillTraffic {
public:
    DrillTraffic(std::string gateway, std::string agent, double perSecond, const Clock& clock);

    void start();

    void stop() { m_stopped = true; } // what is under way ends by itself

    [[nodiscard]] std::uint64_t leftOut() const { return m_leftOut; }

private:
    void beat();
    void send(std::uint64_t number);

    std::string m_url;
    std::string m_body;
    double m_perSecond;
    const Clock& m_clock;
    Monotonic m_began{};
    std::uint64_t m_sent = 0; // or left out
    std::atomic<std::uint64_t> m_leftOut = 0;
    std::atomic<int> m_open = 0;
    std::atomic<bool> m_stopped = false;
    http::Client m_client;
    SerialQueue m_queue{"drill traffic"}; // last: ended first
};

} // namespace signalbox::server
