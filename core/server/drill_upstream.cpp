#include "core/server/drill_upstream.h"

#include <charconv>
#include <format>

namespace signalbox::server {

namespace {

constexpr int leastLatency = 20; // milliseconds
constexpr int latencySpread = 40;
constexpr int latencyStep = 17;               // to every value of the spread in turn
constexpr std::size_t mostArrivals = 100'000; // more than the highest rate makes in two minutes

std::string answer(std::string_view message, std::string_view reason) {
    return std::format(R"({{"id":"drill","object":"chat.completion","created":1767225600,"model":"drill","choices":)"
                       R"([{{"index":0,"message":{},"finish_reason":"{}"}}],)"
                       R"("usage":{{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}}})",
                       message, reason);
}

const http::Headers& jsonType() {
    static const http::Headers headers{{"content-type", "application/json"}};
    return headers;
}

void answerWell(http::Exchange& exchange) {
    exchange.respond(200, jsonType(), answer(R"({"role":"assistant","content":"This is a drill."})", "stop"));
}

Monotonic sentAt(const http::Request& request, Monotonic otherwise) {
    const std::string_view text = request.header(DrillUpstream::sentHeader);
    std::int64_t nanoseconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), nanoseconds);
    return error == std::errc{} && end == text.data() + text.size() ? Monotonic(std::chrono::nanoseconds(nanoseconds))
                                                                    : otherwise;
}

} // namespace

DrillUpstream::DrillUpstream(const release::DrillOrder& order, std::string candidate, const Clock& clock)
    : m_order(order),
      m_candidate(std::move(candidate)),
      m_clock(clock) {
    m_server = std::make_unique<http::Server>(http::ServerSettings{.limits = {}, .threadName = "drill stub"},
                                              [this](const http::ExchangePtr& exchange) { take(exchange); });
}

DrillUpstream::~DrillUpstream() {
    m_server.reset();
}

Result<void> DrillUpstream::start() {
    return m_server->start();
}

std::string DrillUpstream::url() const {
    return std::format("http://127.0.0.1:{}/v1", m_server->port());
}

std::vector<release::DrillArrival> DrillUpstream::arrivals() const {
    const std::scoped_lock lock(m_mutex);
    return m_arrivals;
}

std::size_t DrillUpstream::count() const {
    const std::scoped_lock lock(m_mutex);
    return m_arrivals.size();
}

void DrillUpstream::take(const http::ExchangePtr& exchange) {
    release::DrillArrival arrival{.at = m_clock.monotonic()};
    arrival.sent = sentAt(exchange->request(), arrival.at);
    arrival.candidate = exchange->request().header("x-signalbox-version") == m_candidate;
    if (arrival.candidate) {
        m_due += m_order.share;
        arrival.bad = m_due >= 1;
        m_due -= arrival.bad ? 1 : 0;
    }
    {
        const std::scoped_lock lock(m_mutex);
        if (m_arrivals.size() < mostArrivals)
            m_arrivals.push_back(arrival);
    }
    if (arrival.bad)
        return answerBadly(exchange);
    // Below a millisecond, where a stub answers, chance is larger than what a latency guardrail looks for.
    const std::chrono::milliseconds latency{leastLatency + m_taken++ * latencyStep % latencySpread};
    m_late.postAfter(latency, [exchange] { answerWell(*exchange); });
}

void DrillUpstream::answerBadly(const http::ExchangePtr& exchange) {
    switch (m_order.kind) {
    case release::DrillKind::Errors:
        return exchange->respond(500, jsonType(), R"({"error":{"message":"This is a drill.","type":"drill"}})");
    case release::DrillKind::Slow:
        return m_late.postAfter(m_order.delay, [exchange] { answerWell(*exchange); });
    case release::DrillKind::Hang:
        m_held.push_back(exchange);
        return;
    case release::DrillKind::Refusal:
        return exchange->respond(200, jsonType(),
                                 answer(R"({"role":"assistant","content":null,"refusal":"This is a drill."})", "stop"));
    }
}

} // namespace signalbox::server
