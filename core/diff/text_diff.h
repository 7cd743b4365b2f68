// What changed between two texts: lines side by side, and words inside lines that belong together. Lines and words are
// found by git's own engine (libgit2's xdiff). Pure; any thread; long work polls the stop token and returns Cancelled.
// A line is what stands between two line feeds; a carriage return before one belongs to the line.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace signalbox::diff {

enum class LineKind { Equal, Changed, Removed, Added };

struct Span { // bytes within a line, never inside a UTF-8 sequence
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    bool operator==(const Span&) const = default;
};

// One row of a side-by-side view. -1: nothing on this side. Line numbers from 0.
struct LineRow {
    LineKind kind = LineKind::Equal;
    int left = -1;
    int right = -1;
    std::vector<Span> leftWords; // changed words, of Changed rows
    std::vector<Span> rightWords;
};

struct TextDiff {
    std::vector<std::string_view> leftLines; // without line feeds; views into the given texts
    std::vector<std::string_view> rightLines;
    std::vector<LineRow> rows; // a Changed row without words differs in what words are not sought for: see below
    int changes = 0;           // runs of rows that are not Equal
    int added = 0;             // lines
    int removed = 0;           // lines
    bool leftEndsWithoutNewline = false;
    bool rightEndsWithoutNewline = false;
};

// Lines longer than this get one span from the first to the last difference instead of words.
inline constexpr std::size_t longestWordLine = 10'000; // bytes

// The texts must outlive the result. A Changed row has no words when only the line feed at the end of the text differs.
[[nodiscard]] Result<TextDiff> diffText(std::string_view left, std::string_view right, std::stop_token stop = {});

} // namespace signalbox::diff
