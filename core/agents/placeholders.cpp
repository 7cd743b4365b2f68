#include "core/agents/placeholders.h"

#include <algorithm>

namespace signalbox::agents {

namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

} // namespace

bool isPlaceholderName(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
               c == '.';
    });
}

std::vector<Placeholder> placeholdersIn(std::string_view text) {
    std::vector<Placeholder> all;
    for (std::size_t from = 0;;) {
        const auto open = text.find("{{", from);
        const auto close = open == std::string_view::npos ? open : text.find("}}", open + 2);
        if (close == std::string_view::npos)
            return all;
        const std::string_view name = trimmed(text.substr(open + 2, close - open - 2));
        const bool good = isPlaceholderName(name);
        if (good)
            all.push_back({std::string(name), open, close + 2});
        from = good ? close + 2 : open + 1;
    }
}

} // namespace signalbox::agents
