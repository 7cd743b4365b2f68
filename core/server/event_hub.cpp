#include "core/server/event_hub.h"

#include <charconv>
#include <chrono>

#include "core/protocol/event_stream.h"

namespace signalbox::server {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t kept = 1000;
constexpr std::size_t keptBytes = 512 * 1024; // an agent's whole state is in an event

// Ids go on rising after a restart, so that an id of the time before is never taken for one of this time.
std::uint64_t firstId() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count()) * 1000;
}

std::string resetFrame(std::uint64_t id) {
    protocol::EventMessage reset;
    reset.id = id;
    return protocol::encodeEvent(reset);
}

} // namespace

EventHub::EventHub() : m_newest(firstId()), m_queue("events") {}

EventHub::~EventHub() {
    stop();
}

void EventHub::start(EachSecond eachSecond) {
    m_queue.call([this, &eachSecond] { m_eachSecond = std::move(eachSecond); });
    m_queue.postAfter(1s, [this] { beat(); });
}

void EventHub::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopped = true;
        for (const auto& stream : m_streams)
            stream->close();
        m_streams.clear();
    }
    m_queue.call([this] { m_eachSecond = {}; });
}

void EventHub::beat() {
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopped)
            return;
        sendToAll(protocol::heartbeatFrame());
    }
    if (m_eachSecond && listeners() > 0)
        m_eachSecond();
    m_queue.postAfter(1s, [this] { beat(); });
}

void EventHub::sendToAll(const std::string& text) {
    std::erase_if(m_streams, [&](const http::EventStreamPtr& stream) { return !stream->send(text); });
}

void EventHub::publish(protocol::EventMessage event) {
    const std::lock_guard lock(m_mutex);
    if (m_stopped)
        return;
    event.id = ++m_newest;
    m_ring.push_back({event.id, protocol::encodeEvent(event)});
    m_ringBytes += m_ring.back().text.size();
    while (m_ring.size() > 1 && (m_ring.size() > kept || m_ringBytes > keptBytes)) {
        m_ringBytes -= m_ring.front().text.size();
        m_ring.pop_front();
    }
    sendToAll(m_ring.back().text);
}

void EventHub::show(protocol::EventMessage event) {
    const std::lock_guard lock(m_mutex);
    if (m_stopped || m_streams.empty())
        return;
    event.id = m_newest;
    sendToAll(protocol::encodeEvent(event));
}

std::string EventHub::missedSince(const std::string& lastId) const {
    std::uint64_t id = 0;
    const auto parsed = std::from_chars(lastId.data(), lastId.data() + lastId.size(), id);
    const bool known = parsed.ec == std::errc{} && parsed.ptr == lastId.data() + lastId.size();
    const std::uint64_t oldest = m_ring.empty() ? m_newest + 1 : m_ring.front().id;
    if (!known || id > m_newest || id + 1 < oldest)
        return resetFrame(m_newest);
    std::string text;
    for (const Kept& event : m_ring) {
        if (event.id > id)
            text += event.text;
    }
    return text.empty() ? protocol::heartbeatFrame() : text;
}

void EventHub::add(http::EventStreamPtr stream, const std::string& lastId) {
    const std::lock_guard lock(m_mutex);
    if (m_stopped) {
        stream->close();
        return;
    }
    // Under the lock: no event falls between what was missed and what comes from now on.
    if (stream->send(missedSince(lastId)))
        m_streams.push_back(std::move(stream));
}

std::size_t EventHub::listeners() const {
    const std::lock_guard lock(m_mutex);
    return m_streams.size();
}

} // namespace signalbox::server
