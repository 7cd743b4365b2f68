// Reads server-sent events out of a stream that arrives in pieces, as the WHATWG HTML standard says: CR, LF and CRLF
// end lines, a blank line ends an event, an unfinished event at the end is dropped. One field more is read than the
// standard has: "error" with an object is an event of that name, since llama.cpp said its errors so. Works on a copy;
// what is relayed is not touched. An event over 1 MiB is skipped. Pure; one thread.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace signalbox::models {

struct SseEvent {
    std::string type; // "message" unless the stream names it
    std::string data;
};

class SseReader {
public:
    using Sink = std::function<void(const SseEvent&)>;

    explicit SseReader(Sink sink) : m_sink(std::move(sink)) {}

    void feed(std::string_view bytes);

    [[nodiscard]] bool hasSkipped() const { return m_skipped; } // an event that was too long

private:
    void line(std::string_view text);
    void dispatch();

    Sink m_sink;
    std::string m_partial; // a line that is not complete yet
    SseEvent m_event;
    bool m_hasData = false;
    bool m_afterCarriage = false; // a line feed that comes next belongs to the line end before it
    bool m_begun = false;
    bool m_tooLong = false;
    bool m_skipped = false;
};

} // namespace signalbox::models
