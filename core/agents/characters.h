// Kinds of ASCII characters, whatever the process's locale says. Pure; any thread.
#pragma once

namespace signalbox::agents {

[[nodiscard]] constexpr bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

[[nodiscard]] constexpr bool isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
}

} // namespace signalbox::agents
