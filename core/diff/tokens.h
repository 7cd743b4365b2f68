// Cuts a line into the pieces that word diffs compare: `{{name}}`, words, numbers, runs of white space, single marks.
// Pure; any thread. Pieces never split a UTF-8 sequence and never part a letter from its combining marks.
#pragma once

#include <string_view>
#include <vector>

namespace signalbox::diff {

[[nodiscard]] std::vector<std::string_view> cutIntoTokens(std::string_view line);
[[nodiscard]] bool isBlank(std::string_view token); // only spaces, tabs and carriage returns

} // namespace signalbox::diff
