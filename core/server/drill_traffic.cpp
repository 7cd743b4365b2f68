#include "core/server/drill_traffic.h"

#include <format>

#include "core/server/drill_upstream.h"

namespace signalbox::server {

using namespace std::chrono_literals;

namespace {

constexpr auto beatEvery = 5ms;
constexpr auto mostBehind = 1s; // after a stall the callers do not all come at once
constexpr int mostOpen = 400;
constexpr auto patience = 100s; // longer than a drill's ramp

} // namespace

DrillTraffic::DrillTraffic(std::string gateway, std::string agent, double perSecond, const Clock& clock)
    : m_url(std::move(gateway) + "/v1/chat/completions"),
      m_body(std::format(R"({{"model":"{}","messages":[{{"role":"user","content":"This is a drill."}}]}})", agent)),
      m_perSecond(perSecond),
      m_clock(clock),
      m_client({.authorities = {}, .idleUpstreams = mostOpen}) {}

void DrillTraffic::start() {
    m_queue.post([this] {
        m_began = m_clock.monotonic();
        beat();
    });
}

void DrillTraffic::beat() {
    if (m_stopped)
        return;
    const double elapsed = std::chrono::duration<double>(m_clock.monotonic() - m_began).count();
    const auto due = static_cast<std::uint64_t>(elapsed * m_perSecond);
    const auto behind = static_cast<std::uint64_t>(std::chrono::duration<double>(mostBehind).count() * m_perSecond) + 1;
    if (due > m_sent + behind)
        m_sent = due - behind;
    while (m_sent < due)
        send(++m_sent);
    m_queue.postAfter(beatEvery, [this] { beat(); });
}

void DrillTraffic::send(std::uint64_t number) {
    if (m_open >= mostOpen) {
        ++m_leftOut;
        return;
    }
    ++m_open;
    const auto sent =
        std::chrono::duration_cast<std::chrono::nanoseconds>(m_clock.monotonic().time_since_epoch()).count();
    m_client.send({.method = "POST",
                   .url = m_url,
                   .headers = {{"content-type", "application/json"},
                               {"x-signalbox-unit", std::format("drill-{}", number)},
                               {DrillUpstream::sentHeader, std::to_string(sent)}},
                   .body = m_body,
                   .timeout = patience},
                  [this](const http::ClientAnswer& /*answer*/) { --m_open; });
}

} // namespace signalbox::server
