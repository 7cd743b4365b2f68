#include "core/gateway/plane.h"

#include <format>
#include <utility>

#include "core/base/id.h"

namespace signalbox::gateway {

namespace {

constexpr std::size_t fullBatch = 4'096;

} // namespace

Plane::Plane(boost::asio::io_context& context, http::Deadlines& allDeadlines, std::size_t idleUpstreams,
             const std::string& authorities, metrics::ObservationSink& sink, ShadowQueue& shadowQueue,
             std::chrono::milliseconds longest)
    : deadlines(allDeadlines),
      pool(context, allDeadlines, idleUpstreams, authorities),
      shadows(shadowQueue),
      hangingAfter(longest),
      m_sink(sink),
      m_idPrefix(newId().substr(0, 16)) {}

std::string Plane::nextRequestId() {
    return std::format("{}{:016x}", m_idPrefix, ++m_nextId);
}

void Plane::record(metrics::Observation observation) {
    m_batch.push_back(std::move(observation));
    if (m_batch.size() >= fullBatch)
        flush();
}

void Plane::recordHanging(metrics::Observation observation) {
    m_hanging.push_back(std::move(observation));
}

void Plane::flush() {
    if (!m_hanging.empty()) // first: what hung and has just ended is told in this order
        m_sink.takeHanging(std::exchange(m_hanging, {}));
    if (m_batch.empty())
        return;
    std::vector<metrics::Observation> batch;
    batch.reserve(m_batch.capacity());
    batch.swap(m_batch);
    m_sink.take(std::move(batch));
}

} // namespace signalbox::gateway
