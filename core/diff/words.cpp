#include "core/diff/words.h"

#include <algorithm>
#include <span>
#include <string>

#include "core/diff/tokens.h"
#include "core/diff/xdiff.h"

namespace signalbox::diff {
namespace {

using Tokens = std::span<const std::string_view>;

bool isInside(std::string_view text, std::size_t at) { // of a UTF-8 sequence
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80;
}

Span spanOf(std::size_t begin, std::size_t end) {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

WordSpans outerSpans(std::string_view left, std::string_view right) {
    const std::size_t shorter = std::min(left.size(), right.size());
    auto begin = static_cast<std::size_t>(std::ranges::mismatch(left.substr(0, shorter), right.substr(0, shorter)).in1 -
                                          left.begin());
    std::size_t tail = 0;
    while (tail < shorter - begin && left[left.size() - 1 - tail] == right[right.size() - 1 - tail])
        ++tail;
    while (begin > 0 && (isInside(left, begin) || isInside(right, begin)))
        --begin;
    while (tail > 0 && (isInside(left, left.size() - tail) || isInside(right, right.size() - tail)))
        --tail;
    WordSpans spans;
    if (begin < left.size() - tail)
        spans.left.push_back(spanOf(begin, left.size() - tail));
    if (begin < right.size() - tail)
        spans.right.push_back(spanOf(begin, right.size() - tail));
    return spans;
}

// One token a line: what git compares then are words. Tokens hold no line feeds.
std::string onePerLine(Tokens tokens) {
    std::string text;
    for (const auto token : tokens)
        text.append(token).push_back('\n');
    return text;
}

void addRun(std::vector<Span>& spans, std::string_view line, Tokens tokens, int first, int count) {
    if (count == 0)
        return;
    const auto run = tokens.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count));
    const auto begin = static_cast<std::size_t>(run.front().data() - line.data());
    const auto end = static_cast<std::size_t>(run.back().data() + run.back().size() - line.data());
    // A space between two changed words is part of the change for a reader.
    if (!spans.empty() && isBlank(line.substr(spans.back().end, begin - spans.back().end)))
        spans.back().end = static_cast<std::uint32_t>(end);
    else
        spans.push_back(spanOf(begin, end));
}

} // namespace

Result<WordSpans> differingWords(std::string_view left, std::string_view right) {
    if (left == right)
        return WordSpans{};
    if (std::max(left.size(), right.size()) > longestWordLine)
        return outerSpans(left, right);
    const auto leftTokens = cutIntoTokens(left);
    const auto rightTokens = cutIntoTokens(right);
    // Most edits touch one place: what is equal on both ends need not go through the engine.
    const std::size_t shorter = std::min(leftTokens.size(), rightTokens.size());
    std::size_t head = 0;
    while (head < shorter && leftTokens[head] == rightTokens[head])
        ++head;
    std::size_t tail = 0;
    while (tail < shorter - head &&
           leftTokens[leftTokens.size() - 1 - tail] == rightTokens[rightTokens.size() - 1 - tail])
        ++tail;
    const Tokens leftRest = Tokens(leftTokens).subspan(head, leftTokens.size() - tail - head);
    const Tokens rightRest = Tokens(rightTokens).subspan(head, rightTokens.size() - tail - head);
    std::vector<Block> blocks;
    if (leftRest.size() <= 1 || rightRest.size() <= 1) {
        // At least one side has nothing to align but, perhaps, one token within the other's run.
        const auto& one = leftRest.size() <= 1 ? leftRest : rightRest;
        const auto& other = leftRest.size() <= 1 ? rightRest : leftRest;
        const bool found = one.size() == 1 && std::ranges::find(other, one.front()) != other.end();
        if (!found)
            blocks.push_back({0, static_cast<int>(leftRest.size()), 0, static_cast<int>(rightRest.size())});
    }
    if (blocks.empty()) {
        auto found = differingBlocks(onePerLine(leftRest), onePerLine(rightRest));
        if (!found)
            return failure(std::move(found.error()));
        blocks = std::move(*found);
    }
    WordSpans spans;
    for (const Block& block : blocks) {
        addRun(spans.left, left, leftRest, block.left, block.leftCount);
        addRun(spans.right, right, rightRest, block.right, block.rightCount);
    }
    return spans;
}

} // namespace signalbox::diff
