// What a fuzz target is: one function that is given any bytes and must hold its claims about them, and words that make
// changed bytes interesting. A program has exactly one target.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace signalbox::fuzz {

void run(std::string_view input);
[[nodiscard]] std::vector<std::string_view> words();

inline void claim(bool holds, const char* what) {
    if (holds)
        return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

} // namespace signalbox::fuzz
