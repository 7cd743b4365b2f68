// Which rows a diff view shows and where: folded runs of equal lines, heights of wrapped rows, y to row and back. A
// plain struct without painting; heights are in lines of text, the view multiplies. Pure; any thread. 200,000 rows take
// milliseconds and no text is laid out for them.
#pragma once

#include <functional>
#include <set>
#include <vector>

#include "core/diff/text_diff.h"

namespace signalbox::ui::compare {

enum class Mode { SideBySide, Unified, Single }; // single: one text that is read, not compared
enum class Side { Left, Right };

struct DisplayRow {
    enum class Kind { Both, LeftOnly, RightOnly, Fold } kind = Kind::Both; // unified: one side of a changed row
    int row = 0;    // of the diff; of a fold: the first that it hides
    int folded = 0; // rows that a fold hides

    bool operator==(const DisplayRow&) const = default;
};

inline constexpr int everyLine = 1'000'000'000; // as context: nothing is folded

// `expanded`: first rows of the folds that are open. `context`: equal lines around a change that stay.
[[nodiscard]] std::vector<DisplayRow> displayRows(const std::vector<diff::LineRow>& rows, Mode mode, int context,
                                                  const std::set<int>& expanded);

struct DiffGeometry {
    std::vector<DisplayRow> rows;
    std::vector<int> tops;    // in lines of text; one more than rows: the last is the whole height
    std::vector<int> shownAt; // per row of the diff: the first display row that shows it, or the fold that hides it

    [[nodiscard]] int count() const { return static_cast<int>(rows.size()); }

    [[nodiscard]] int height() const { return tops.empty() ? 0 : tops.back(); }

    [[nodiscard]] int top(int displayRow) const { return tops[static_cast<std::size_t>(displayRow)]; }

    [[nodiscard]] int rowHeight(int displayRow) const { return top(displayRow + 1) - top(displayRow); }

    // The display row at this line of text, clamped to what is there; -1 when there is none.
    [[nodiscard]] int rowAt(int line) const;
    // The display row that shows this row of the diff (its fold, when it is hidden); -1 when there is none.
    [[nodiscard]] int displayRowOf(int diffRow) const;
};

// `heightOf` says how many lines of text a row needs; a fold always needs one.
[[nodiscard]] DiffGeometry layOut(std::vector<DisplayRow> rows, const std::function<int(const DisplayRow&)>& heightOf);

// First rows (of the diff) of every run of rows that are not equal.
[[nodiscard]] std::vector<int> changeStarts(const std::vector<diff::LineRow>& rows);

} // namespace signalbox::ui::compare
