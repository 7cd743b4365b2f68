// Everybody who listens to what happens in a backend. The newest 1,000 events are kept, of at most 512 KiB of text, so
// that a listener who comes back with its last event id misses nothing; one who has been away for longer gets a reset.
// Any thread; heartbeats and the metrics of each second go out on a thread of its own, the latter only while somebody
// listens.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "core/base/serial_queue.h"
#include "core/http/exchange.h"
#include "core/protocol/messages.h"

namespace signalbox::server {

class EventHub {
public:
    using EachSecond = std::function<void()>; // on the hub's thread, while somebody listens

    EventHub();
    ~EventHub();

    void start(EachSecond eachSecond);
    // Ends every stream; nothing is sent afterwards.
    void stop();

    void publish(protocol::EventMessage event);
    // Not kept for those who come back: what the next one replaces anyway, such as a running clock.
    void show(protocol::EventMessage event);
    // `lastId` empty: a new listener, who is told to read everything.
    void add(http::EventStreamPtr stream, const std::string& lastId);
    [[nodiscard]] std::size_t listeners() const;

private:
    struct Kept {
        std::uint64_t id = 0;
        std::string text;
    };

    void beat();
    void sendToAll(const std::string& text); // under the lock
    std::string missedSince(const std::string& lastId) const;

    mutable std::mutex m_mutex;
    std::deque<Kept> m_ring;
    std::size_t m_ringBytes = 0;
    std::uint64_t m_newest;
    std::vector<http::EventStreamPtr> m_streams;
    EachSecond m_eachSecond;
    bool m_stopped = false;
    SerialQueue m_queue; // last: joined first
};

} // namespace signalbox::server
