// Refuses request heads that nginx, HAProxy or Node would refuse, and those that two of them read differently: whatever
// passes has one meaning only. Works on bytes before any parser sees them. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace signalbox::http {

inline constexpr std::string_view lineEnd = "\r\n";

struct Refusal {
    int status = 400;
    std::string_view reason; // a constant sentence
};

// Finds the end of a head in bytes that arrive in pieces, and refuses bad line endings as soon as they are seen.
class HeadScanner {
public:
    enum class State { NeedMore, Complete, Refused };

    // `bytes`: everything received since the first byte of this head.
    State feed(std::string_view bytes);

    [[nodiscard]] std::size_t size() const { return m_position; } // of the complete head, its empty line included

    [[nodiscard]] Refusal refusal() const { return m_refusal; }

private:
    State refuse(std::string_view reason);

    std::size_t m_position = 0; // start of the current line
    Refusal m_refusal;
};

// `head`: a complete head as found by HeadScanner.
[[nodiscard]] std::optional<Refusal> checkRequestHead(std::string_view head);

// What is wrong with a head that is larger than any taken here, by as much of it as has come.
[[nodiscard]] Refusal tooLargeHead(std::string_view begun);

[[nodiscard]] bool isToken(std::string_view text); // RFC 9110 token, not empty
[[nodiscard]] bool isControl(char c);              // that no line may hold: all but the tab
// A line that may follow the last chunk: a field that neither frames nor routes the message.
[[nodiscard]] bool isTrailer(std::string_view line);

} // namespace signalbox::http
