// Where the columns of a diff view stand: line numbers, behaviour mark, sign, text; for one side or both. A plain
// struct; pixels at the widget's scale. Pure; any thread.
#pragma once

#include <algorithm>

#include <QRect>

#include "ui/compare/diff_geometry.h"

namespace signalbox::ui::compare {

struct DiffColumns {
    Mode mode = Mode::SideBySide;
    int width = 0;     // of the viewport
    int charWidth = 8; // of the monospace font
    int lineHeight = 16;
    int digits = 3; // of the largest line number

    static constexpr int barWidth = 4; // marks the current change at the very left
    static constexpr int padding = 8;

    [[nodiscard]] int numberWidth() const { return digits * charWidth + padding; }

    [[nodiscard]] int markWidth() const { return 2 * charWidth; }

    [[nodiscard]] int signWidth() const { return 2 * charWidth; }

    [[nodiscard]] int gutterWidth() const {
        if (mode == Mode::Single)
            return numberWidth() + charWidth;
        return (mode == Mode::Unified ? 2 : 1) * numberWidth() + markWidth() + signWidth();
    }

    [[nodiscard]] int sideLeft(Side side) const {
        return mode == Mode::SideBySide && side == Side::Right ? barWidth + std::max(0, width - barWidth) / 2
                                                               : barWidth;
    }

    [[nodiscard]] int sideWidth(Side side) const {
        if (mode != Mode::SideBySide)
            return std::max(0, width - barWidth);
        const int middle = sideLeft(Side::Right);
        return std::max(0, side == Side::Left ? middle - barWidth : width - middle);
    }

    [[nodiscard]] int numberLeft(Side side) const {
        return sideLeft(side) + (mode == Mode::Unified && side == Side::Right ? numberWidth() : 0);
    }

    [[nodiscard]] int signLeft(Side side) const { return sideLeft(side) + gutterWidth() - signWidth(); }

    [[nodiscard]] int markLeft(Side side) const { return signLeft(side) - markWidth(); }

    [[nodiscard]] int textLeft(Side side) const { return sideLeft(side) + gutterWidth(); }

    [[nodiscard]] int textWidth(Side side) const {
        return std::max(charWidth, sideWidth(side) - gutterWidth() - padding);
    }

    // Characters that fit in a visual line.
    [[nodiscard]] int columns(Side side) const { return std::max(8, textWidth(side) / std::max(1, charWidth)); }

    [[nodiscard]] Side sideAt(int x) const {
        return mode == Mode::SideBySide && x >= sideLeft(Side::Right) ? Side::Right : Side::Left;
    }
};

} // namespace signalbox::ui::compare
