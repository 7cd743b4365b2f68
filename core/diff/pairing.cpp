#include "core/diff/pairing.h"

#include <algorithm>
#include <cstdint>
#include <functional>

#include "core/diff/tokens.h"

namespace signalbox::diff {
namespace {

constexpr double enough = 0.42;           // lines below this share are told apart, not paired
constexpr std::size_t weighedBytes = 400; // of a line: enough to know it again
constexpr std::size_t largestTable = 3'600;
constexpr std::size_t window = 6;

struct Word {
    std::size_t hash = 0;
    std::size_t size = 0;
    auto operator<=>(const Word&) const = default;
};

struct Bag { // the words of a line, sorted
    std::vector<Word> words;
    std::size_t size = 0; // bytes in words
};

Bag bagOf(std::string_view line) {
    Bag bag;
    for (const auto token : cutIntoTokens(line.substr(0, weighedBytes))) {
        if (isBlank(token))
            continue;
        bag.words.push_back({std::hash<std::string_view>{}(token), token.size()});
        bag.size += token.size();
    }
    std::ranges::sort(bag.words);
    return bag;
}

double shared(const Bag& left, const Bag& right) {
    if (left.size == 0 || right.size == 0)
        return left.size == right.size ? 1 : 0;
    std::size_t common = 0;
    auto a = left.words.begin();
    auto b = right.words.begin();
    while (a != left.words.end() && b != right.words.end()) {
        if (*a == *b) {
            common += a->size;
            ++a;
            ++b;
        } else if (*a < *b) {
            ++a;
        } else {
            ++b;
        }
    }
    return 2.0 * static_cast<double>(common) / static_cast<double>(left.size + right.size);
}

using Bags = std::vector<Bag>;
using Pairs = std::vector<std::pair<int, int>>;

Bags bagsOf(std::span<const std::string_view> lines) {
    Bags bags;
    bags.reserve(lines.size());
    for (const auto line : lines)
        bags.push_back(bagOf(line));
    return bags;
}

// The best alignment by dynamic programming from the end: best[i][j] is what lines from i and j on can still share.
Pairs align(const Bags& left, const Bags& right) {
    const std::size_t width = right.size() + 1;
    std::vector<double> weight(left.size() * right.size());
    std::vector<double> best((left.size() + 1) * width, 0.0);
    for (std::size_t i = left.size(); i-- > 0;) {
        for (std::size_t j = right.size(); j-- > 0;) {
            const double share = shared(left[i], right[j]);
            weight[i * right.size() + j] = share >= enough ? share : -1;
            const double skip = std::max(best[(i + 1) * width + j], best[i * width + j + 1]);
            best[i * width + j] = std::max(skip, share >= enough ? share + best[(i + 1) * width + j + 1] : 0.0);
        }
    }
    Pairs pairs;
    for (std::size_t i = 0, j = 0; i < left.size() && j < right.size();) {
        const double share = weight[i * right.size() + j];
        if (share > 0 && best[i * width + j] <= share + best[(i + 1) * width + j + 1]) {
            pairs.emplace_back(static_cast<int>(i++), static_cast<int>(j++));
        } else if (best[(i + 1) * width + j] >= best[i * width + j + 1]) {
            ++i;
        } else {
            ++j;
        }
    }
    return pairs;
}

// Walks both sides and takes the nearest partner within the window.
Pairs walk(const Bags& left, const Bags& right, long& budget) {
    Pairs pairs;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < left.size() && j < right.size() && budget > 0) {
        bool found = false;
        for (std::size_t distance = 0; distance < window && !found; ++distance) {
            for (std::size_t step = 0; step <= distance && !found; ++step) {
                const std::size_t a = i + step;
                const std::size_t b = j + distance - step;
                if (a >= left.size() || b >= right.size())
                    continue;
                --budget;
                if (shared(left[a], right[b]) < enough)
                    continue;
                pairs.emplace_back(static_cast<int>(a), static_cast<int>(b));
                i = a + 1;
                j = b + 1;
                found = true;
            }
        }
        if (!found) {
            ++i;
            ++j;
        }
    }
    return pairs;
}

} // namespace

double similarity(std::string_view left, std::string_view right) {
    return shared(bagOf(left), bagOf(right));
}

std::vector<std::pair<int, int>> LinePairing::pair(std::span<const std::string_view> left,
                                                   std::span<const std::string_view> right) {
    if (left.empty() || right.empty())
        return {};
    // One line against one is always an edit of that line, unless nothing is left of it.
    if (left.size() == 1 && right.size() == 1) {
        constexpr double something = 0.2;
        if (left[0].size() > weighedBytes || similarity(left[0], right[0]) >= something)
            return {{0, 0}};
        return {};
    }
    if (m_budget <= 0)
        return {};
    const Bags leftBags = bagsOf(left);
    const Bags rightBags = bagsOf(right);
    if (left.size() * right.size() > largestTable)
        return walk(leftBags, rightBags, m_budget);
    m_budget -= static_cast<long>(left.size() * right.size());
    return align(leftBags, rightBags);
}

} // namespace signalbox::diff
