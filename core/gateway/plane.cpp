#include "core/gateway/plane.h"

#include <format>

#include "core/base/id.h"

namespace signalbox::gateway {

namespace {

constexpr std::size_t fullBatch = 4'096;

} // namespace

Plane::Plane(boost::asio::io_context& context, http::Deadlines& deadlines, std::size_t idleUpstreams,
             const std::string& authorities, metrics::ObservationSink& sink, ShadowQueue& shadowQueue)
    : pool(context, deadlines, idleUpstreams, authorities),
      shadows(shadowQueue),
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

void Plane::flush() {
    if (m_batch.empty())
        return;
    std::vector<metrics::Observation> batch;
    batch.reserve(m_batch.capacity());
    batch.swap(m_batch);
    m_sink.take(std::move(batch));
}

} // namespace signalbox::gateway
