#include "core/gateway/plane.h"

#include <charconv>
#include <format>
#include <utility>

#include "core/base/id.h"

namespace signalbox::gateway {

namespace {

constexpr std::size_t fullBatch = 4'096;
constexpr int mostMessages = 5; // a second

} // namespace

Plane::Plane(boost::asio::io_context& context, http::Deadlines& allDeadlines, std::size_t idleUpstreams,
             const std::string& authorities, metrics::ObservationSink& sink, ShadowQueue& shadowQueue,
             std::chrono::milliseconds longest, std::size_t feedbackRequests)
    : deadlines(allDeadlines),
      pool(context, allDeadlines, idleUpstreams, authorities),
      book(feedbackRequests),
      shadows(shadowQueue),
      hangingAfter(longest),
      m_sink(sink),
      m_idPrefix(newId().substr(0, 16)) {}

std::string Plane::nextRequestId() {
    return std::format("{}{:016x}", m_idPrefix, ++m_nextId);
}

std::uint64_t Plane::numberOf(std::string_view requestId) const {
    std::uint64_t number = 0;
    if (!requestId.starts_with(m_idPrefix))
        return 0;
    requestId.remove_prefix(m_idPrefix.size());
    const auto [end, error] = std::from_chars(requestId.data(), requestId.data() + requestId.size(), number, 16);
    return error == std::errc{} && end == requestId.data() + requestId.size() ? number : 0;
}

bool Plane::takeFeedback(FeedbackBody feedback) {
    const FeedbackBook::Entry* entry = book.find(numberOf(feedback.requestId));
    if (entry == nullptr)
        return false;
    m_labels.push_back({.agent = entry->version->agent,
                        .version = entry->version->version,
                        .digest = entry->version->digest,
                        .role = entry->role,
                        .weight = entry->weight,
                        .unit = entry->unit,
                        .asked = entry->asked,
                        .requestId = std::move(feedback.requestId),
                        .quality = feedback.quality,
                        .signals = std::move(feedback.signals)});
    return true;
}

void Plane::record(metrics::Observation observation) {
    m_batch.push_back(std::move(observation));
    if (m_batch.size() >= fullBatch)
        flush();
}

bool Plane::mayReadMessage(Monotonic now) {
    if (now - m_messagesSince > std::chrono::seconds{1}) {
        m_messagesSince = now;
        m_messages = 0;
    }
    return m_messages++ < mostMessages;
}

void Plane::recordHanging(metrics::Observation observation) {
    m_hanging.push_back(std::move(observation));
}

void Plane::flush() {
    if (!m_hanging.empty()) // first: what hung and has just ended is told in this order
        m_sink.takeHanging(std::exchange(m_hanging, {}));
    if (!m_batch.empty()) {
        std::vector<metrics::Observation> batch;
        batch.reserve(m_batch.capacity());
        batch.swap(m_batch);
        m_sink.take(std::move(batch));
    }
    if (!m_labels.empty()) // after the answers that they are about
        m_sink.takeLabels(std::exchange(m_labels, {}));
}

} // namespace signalbox::gateway
