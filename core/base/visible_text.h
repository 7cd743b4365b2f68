// Text from outside made safe to show: control characters, ANSI escapes, bidirectional controls, zero-width and tag
// characters become visible tokens such as "␛" or "⟨U+202E⟩"; invalid UTF-8 becomes U+FFFD. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace signalbox {

enum class Lines {
    Keep,    // line feeds and tabs stay
    Visible, // they become "⏎" and "⇥"; carriage returns always become visible
};

// `limit` counts characters; longer text is cut and ends in "…". 0 means no limit.
[[nodiscard]] std::string visibleText(std::string_view utf8, Lines lines, std::size_t limit = 0);

} // namespace signalbox
