#include "ui/compare/diff_geometry.h"

#include <algorithm>

namespace signalbox::ui::compare {

using diff::LineKind;
using diff::LineRow;

namespace {

void addChanged(const std::vector<LineRow>& rows, int first, int end, Mode mode, std::vector<DisplayRow>& shown) {
    if (mode == Mode::SideBySide) {
        for (int i = first; i < end; ++i)
            shown.push_back({DisplayRow::Kind::Both, i, 0});
        return;
    }
    // Unified: all that went, then all that came, as in every patch.
    for (int i = first; i < end; ++i)
        if (rows[static_cast<std::size_t>(i)].left >= 0)
            shown.push_back({DisplayRow::Kind::LeftOnly, i, 0});
    for (int i = first; i < end; ++i)
        if (rows[static_cast<std::size_t>(i)].right >= 0)
            shown.push_back({DisplayRow::Kind::RightOnly, i, 0});
}

void addEqual(int first, int end, int before, int after, const std::set<int>& expanded,
              std::vector<DisplayRow>& shown) {
    constexpr int worthwhile = 3; // hiding fewer lines than this saves nothing
    const int foldBegin = first + before;
    const int foldEnd = end - after;
    const bool folds = foldEnd - foldBegin >= worthwhile && !expanded.contains(foldBegin);
    for (int i = first; i < end; ++i) {
        if (folds && i == foldBegin) {
            shown.push_back({DisplayRow::Kind::Fold, foldBegin, foldEnd - foldBegin});
            i = foldEnd - 1;
            continue;
        }
        shown.push_back({DisplayRow::Kind::Both, i, 0});
    }
}

} // namespace

std::vector<DisplayRow> displayRows(const std::vector<LineRow>& rows, Mode mode, int context,
                                    const std::set<int>& expanded) {
    std::vector<DisplayRow> shown;
    const int count = static_cast<int>(rows.size());
    const auto isEqual = [&](int i) { return rows[static_cast<std::size_t>(i)].kind == LineKind::Equal; };
    for (int first = 0; first < count;) {
        const bool equal = isEqual(first);
        int end = first;
        while (end < count && isEqual(end) == equal)
            ++end;
        if (equal && context != everyLine && mode != Mode::Single)
            addEqual(first, end, first == 0 ? 0 : context, end == count ? 0 : context, expanded, shown);
        else if (equal) // all of it is wanted, also of a text that has no change
            addEqual(first, end, end - first, 0, expanded, shown);
        else
            addChanged(rows, first, end, mode, shown);
        first = end;
    }
    return shown;
}

int DiffGeometry::rowAt(int line) const {
    if (rows.empty())
        return -1;
    const auto after = std::ranges::upper_bound(tops, line);
    return std::clamp(static_cast<int>(after - tops.begin()) - 1, 0, count() - 1);
}

int DiffGeometry::displayRowOf(int diffRow) const {
    return diffRow >= 0 && diffRow < static_cast<int>(shownAt.size()) ? shownAt[static_cast<std::size_t>(diffRow)] : -1;
}

DiffGeometry layOut(std::vector<DisplayRow> rows, const std::function<int(const DisplayRow&)>& heightOf) {
    DiffGeometry geometry;
    geometry.rows = std::move(rows);
    geometry.tops.reserve(geometry.rows.size() + 1);
    int top = 0;
    for (const DisplayRow& row : geometry.rows) {
        const int last = row.row + std::max(row.folded, 1);
        if (last > static_cast<int>(geometry.shownAt.size()))
            geometry.shownAt.resize(static_cast<std::size_t>(last), -1);
        for (int i = row.row; i < last; ++i)
            if (auto& at = geometry.shownAt[static_cast<std::size_t>(i)]; at < 0)
                at = static_cast<int>(geometry.tops.size());
        geometry.tops.push_back(top);
        top += row.kind == DisplayRow::Kind::Fold ? 1 : std::max(1, heightOf(row));
    }
    geometry.tops.push_back(top);
    return geometry;
}

std::vector<int> changeStarts(const std::vector<LineRow>& rows) {
    std::vector<int> starts;
    LineKind before = LineKind::Equal;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].kind != LineKind::Equal && before == LineKind::Equal)
            starts.push_back(static_cast<int>(i));
        before = rows[i].kind;
    }
    return starts;
}

} // namespace signalbox::ui::compare
