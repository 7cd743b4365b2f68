// Server-sent events of GET /api/v1/events: frames written by the server, taken apart again by the client.
// encodeEvent and decodeEvent are pure. A FrameParser belongs to one connection and one thread; it is fed pieces of any
// length. A frame above the limit is a Limit error after which the connection must be dropped.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/protocol/messages.h"

namespace signalbox::protocol {

// "event: agent\nid: 42\ndata: {…}\n\n"; the data never holds a line end.
[[nodiscard]] std::string encodeEvent(const EventMessage& event);
// A comment frame that only shows that the connection lives.
[[nodiscard]] std::string heartbeatFrame();

struct Frame {
    std::string event; // "message" when the frame does not say
    std::string id;    // the last one seen, as the standard wants
    std::string data;

    bool operator==(const Frame&) const = default;
};

// Errors: Invalid. An event of an unknown name is Invalid "unknown_event", which a client skips.
[[nodiscard]] Result<EventMessage> decodeEvent(const Frame& frame);

class FrameParser {
public:
    explicit FrameParser(std::size_t limit = std::size_t{16} * 1024 * 1024) : m_limit(limit) {}

    // The frames that this piece completes, in order; frames without data are not reported.
    [[nodiscard]] Result<std::vector<Frame>> feed(std::string_view piece);

private:
    void takeLine(std::string_view line, std::vector<Frame>& done);

    std::size_t m_limit;
    std::string m_line;
    bool m_lastWasReturn = false;
    bool m_firstLine = true;
    bool m_hasData = false;
    Frame m_frame;
};

} // namespace signalbox::protocol
