// Which words of two lines differ, as spans of bytes. Pure; any thread.
#pragma once

#include <string_view>
#include <vector>

#include "core/diff/text_diff.h"

namespace signalbox::diff {

struct WordSpans {
    std::vector<Span> left;
    std::vector<Span> right;
};

// Lines over longestWordLine get one span each, from the first difference to the last.
[[nodiscard]] Result<WordSpans> differingWords(std::string_view left, std::string_view right);

} // namespace signalbox::diff
