// Which lines of a changed block belong together: the alignment in order that keeps most wording. Pure; any thread.
#pragma once

#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox::diff {

class LinePairing {
public:
    // Pairs (left, right), both rising. Blocks that are too large to weigh every pair are paired by looking a few lines
    // ahead; the effort of all blocks together is bounded too.
    [[nodiscard]] std::vector<std::pair<int, int>> pair(std::span<const std::string_view> left,
                                                        std::span<const std::string_view> right);

private:
    long m_budget = 1'500'000; // comparisons of two lines, over all blocks of a text
};

// From 0 (nothing in common) to 1 (the same words).
[[nodiscard]] double similarity(std::string_view left, std::string_view right);

} // namespace signalbox::diff
