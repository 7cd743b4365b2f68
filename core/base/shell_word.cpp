#include "core/base/shell_word.h"

#include <algorithm>

namespace signalbox {

std::string shellWord(std::string_view text) {
    const auto harmless = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("/._-+:@%,").contains(c);
    };
    if (!text.empty() && std::ranges::all_of(text, harmless))
        return std::string(text);
    std::string word = "'";
    for (const char c : text)
        word += c == '\'' ? std::string("'\\''") : std::string{c};
    return word + "'";
}

} // namespace signalbox
