// One request waiting for its answer, and a stream of events as one kind of answer. Both may be kept and used from any
// thread; the bytes are written on the server's I/O thread. Using one after the caller or the server has gone is
// harmless. An Exchange that is dropped without an answer is answered with 500.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/http/message.h"

namespace signalbox::http {

class EventStream {
public:
    virtual ~EventStream() = default;
    // Sends text as it is: whole events, such as "id: 7\ndata: {}\n\n". A consumer that leaves more than 8 MiB unread
    // is closed. False when the stream is closed.
    virtual bool send(std::string text) = 0;
    virtual void close() = 0;
    [[nodiscard]] virtual bool isOpen() const = 0;
    // Called once on the I/O thread when the stream ends, whoever ended it; at once when it has ended already.
    virtual void onClosed(std::function<void()> callback) = 0;
};

using EventStreamPtr = std::shared_ptr<EventStream>;

class Exchange {
public:
    virtual ~Exchange() = default;
    [[nodiscard]] virtual const Request& request() const = 0;
    // Only the first answer counts. content-length, date and connection are added; other headers are the handler's.
    virtual void respond(int status, Headers headers, std::string body) = 0;
    // Answers 200 text/event-stream and keeps the connection until either side closes. While nothing is sent, a comment
    // line goes out every 15 s.
    virtual EventStreamPtr startEventStream(Headers headers = {}) = 0;
    // The caller closed its connection before the answer was complete.
    [[nodiscard]] virtual bool isGone() const = 0;
};

using ExchangePtr = std::shared_ptr<Exchange>;

} // namespace signalbox::http
