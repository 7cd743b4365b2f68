// A word as a POSIX shell takes it, for commands that people are told to run. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace signalbox {

// As it is where nothing in it means something to a shell, else in single quotes.
[[nodiscard]] std::string shellWord(std::string_view text);

} // namespace signalbox
