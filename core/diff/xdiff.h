// Git's line engine, without a repository: which runs of lines differ. Any thread. Errors: Limit "text_too_large",
// Internal "diff_failed". The search itself cannot be interrupted; it is bounded by xdiff's own heuristics.
#pragma once

#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace signalbox::diff {

// Lines [left, left + leftCount) became [right, right + rightCount). From 0, rising, never touching.
struct Block {
    int left = 0;
    int leftCount = 0;
    int right = 0;
    int rightCount = 0;
};

[[nodiscard]] Result<std::vector<Block>> differingBlocks(std::string_view left, std::string_view right);

} // namespace signalbox::diff
