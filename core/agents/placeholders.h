// The {{placeholders}} of prompts: a name of letters, digits, "_", "-" and "." in two pairs of braces, with or without
// space around it. Whatever else stands in braces is text. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::agents {

struct Placeholder {
    std::string name;
    std::size_t begin = 0; // of the first brace
    std::size_t end = 0;   // one past the last
};

[[nodiscard]] bool isPlaceholderName(std::string_view name);
[[nodiscard]] std::vector<Placeholder> placeholdersIn(std::string_view text);

} // namespace signalbox::agents
