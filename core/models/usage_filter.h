// Keeps from a caller the one event of a stream that tells of its usage, where the gateway has asked for it and the
// caller has not: no choices, only usage. Every other byte passes as it came. An event is held back until it is whole,
// unless it is longer than one of usage can be; what is no event stream passes at once. Pure; one thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace signalbox::models {

class UsageFilter {
public:
    // Appends to `out` what may pass of what was held back and of `bytes`.
    void feed(std::string_view bytes, std::string& out);
    // The stream is over: what is held back passes.
    void finish(std::string& out);

private:
    enum class Fate : unsigned char { Open, Passes, Dropped };

    void take(std::string_view bytes, std::string& out); // of one line
    void endLine(std::string& out);

    std::string m_held;           // of the event, from its first byte
    std::size_t m_lineLength = 0; // of the line that is being read, without its end
    Fate m_fate = Fate::Open;     // of the event; of the one before while nothing of it has come
    bool m_begun = false;         // the event
    bool m_afterCarriage = false;
};

// Whether an event's data is nothing but the usage of its stream: a list of choices that is empty, and a usage.
[[nodiscard]] bool isUsageOnly(std::string_view data);

} // namespace signalbox::models
