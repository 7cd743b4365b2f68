#include "core/gateway/plane.h"

#include <array>
#include <charconv>
#include <cstring>
#include <format>
#include <optional>
#include <utility>

#include "core/base/id.h"
#include "core/traffic/siphash.h"

namespace signalbox::gateway {

namespace {

constexpr std::size_t fullBatch = 4'096;
constexpr int mostMessages = 5;                 // a second
constexpr std::size_t fullCopies = 1024 * 1024; // bytes
constexpr std::chrono::seconds publishUnitsEvery{2};

} // namespace

Plane::Plane(boost::asio::io_context& ioContext, http::Deadlines& allDeadlines, std::size_t idleUpstreams,
             const std::string& authorities, metrics::ObservationSink& sink, ShadowQueue& shadowQueue,
             std::chrono::milliseconds longest, std::size_t feedbackRequests)
    : context(ioContext),
      deadlines(allDeadlines),
      pool(ioContext, allDeadlines, idleUpstreams, authorities),
      book(feedbackRequests),
      shadows(shadowQueue),
      hangingAfter(longest),
      m_sink(sink),
      m_idKey(traffic::saltFrom(newId() + newId())) {}

// The number and its hash under a key of this run, so that whoever has seen one id does not know the next.
std::string Plane::nextRequestId() {
    const std::uint64_t number = ++m_nextId;
    return std::format("{:016x}{:016x}", number, sealOf(number));
}

std::uint64_t Plane::sealOf(std::uint64_t number) const {
    std::array<char, sizeof number> bytes;
    std::memcpy(bytes.data(), &number, sizeof number);
    return traffic::sipHash24(m_idKey, {bytes.data(), bytes.size()});
}

std::uint64_t Plane::numberOf(std::string_view requestId) const {
    constexpr std::size_t half = 16;
    const auto hexIn = [](std::string_view text) -> std::optional<std::uint64_t> {
        std::uint64_t value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
        return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
    };
    if (requestId.size() != 2 * half)
        return 0;
    const auto number = hexIn(requestId.substr(0, half));
    const auto seal = hexIn(requestId.substr(half));
    return number && seal && *seal == sealOf(*number) ? *number : 0;
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
    m_judgedBytes = 0;
    for (metrics::AnswerCopy& copy : std::exchange(m_judged, {}))
        answers->take(std::move(copy));
}

void Plane::judge(metrics::AnswerCopy copy) {
    m_judgedBytes += copy.request.size() + copy.body.size();
    m_judged.push_back(std::move(copy));
    if (m_judgedBytes >= fullCopies)
        flush();
}

void Plane::countUnit(std::string_view agent, const traffic::Unit& unit, std::uint64_t hash, Monotonic now) {
    auto shares = m_shares.find(agent);
    if (shares == m_shares.end())
        shares = m_shares.emplace(agent, traffic::UnitShares{}).first;
    shares->second.count(hash, unit.field, now);
}

std::map<std::string, traffic::UnitsSeen, std::less<>> Plane::units() const {
    const std::scoped_lock lock(m_mutex);
    return m_units;
}

double Plane::draw() {
    return static_cast<double>(m_random() - std::minstd_rand::min()) /
           static_cast<double>(std::minstd_rand::max() - std::minstd_rand::min());
}

void Plane::tick(Monotonic now) {
    flush();
    conversations.count(now);
    responses.publish(now);
    waits.publish(now);
    if (now - m_sharesCounted < publishUnitsEvery)
        return;
    m_sharesCounted = now;
    std::erase_if(m_shares, [this](const auto& entry) { return !routing->versions.contains(entry.first); });
    std::map<std::string, traffic::UnitsSeen, std::less<>> seen;
    for (const auto& [agent, shares] : m_shares)
        seen.emplace(agent, shares.seen());
    const std::scoped_lock lock(m_mutex);
    m_units = std::move(seen);
}

} // namespace signalbox::gateway
