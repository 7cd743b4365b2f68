// Wording of a prompt that changes what an agent does, found on changed lines: numbers and limits, negations, template
// variables, words about the output format, names of tools. What only counts lines (list items, headings, steps) is no
// number of the wording. A hint for readers, not a proof. Pure; any thread.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/diff/text_diff.h"

namespace signalbox::diff {

// Wording that changes behaviour: numbers and limits, negations, template variables, output format, tool names.
struct BehaviourMark {
    std::string path; // file
    int line = 0;     // of the right side, or of the left when removed; from 0
    std::string kind; // "number", "negation", "variable", "format", "tool"
    std::string before;
    std::string after;
};

using ToolNames = std::set<std::string, std::less<>>;

// At most `limit` marks, in the order of the rows.
[[nodiscard]] std::vector<BehaviourMark> behaviourMarks(const std::string& path, const TextDiff& diff,
                                                        const ToolNames& tools, std::size_t limit = 500);

} // namespace signalbox::diff
