// A row of the diff view, ready to paint: text, wraps, changed words, colours. Made when the view scrolls or changes,
// never while painting. UI thread.
#pragma once

#include <map>
#include <vector>

#include <QString>

#include "ui/compare/compare_document.h"
#include "ui/compare/diff_columns.h"
#include "ui/compare/display_line.h"
#include "ui/compare/line_highlighter.h"

namespace signalbox::ui::compare {

struct Units { // UTF-16 units of a displayed line
    int begin = 0;
    int length = 0;
};

struct Cell {
    int line = -1; // -1: nothing on this side
    DisplayLine display;
    std::vector<int> starts; // of the visual lines
    std::vector<Units> words;
    std::vector<Units> found;
    std::vector<ColorRun> colors;
    bool endsWithoutNewline = false;
};

struct ReadyRow {
    int displayRow = 0;
    DisplayRow::Kind kind = DisplayRow::Kind::Both;
    diff::LineKind change = diff::LineKind::Equal;
    int top = 0; // pixels within the viewport
    int height = 0;
    int folded = 0;
    Cell left;
    Cell right;
    QString behaviour; // what steers the agent in this line; empty: nothing
};

class RowBuilder {
public:
    RowBuilder(const FileDiff& file, const DiffColumns& columns) : m_file(file), m_columns(columns) {}

    void setFind(const QString& text) { m_find = text; }

    void setHighlighters(LineHighlighter* left, LineHighlighter* right) {
        m_left = left;
        m_right = right;
    }

    [[nodiscard]] ReadyRow build(const DisplayRow& row) const;
    [[nodiscard]] Cell cell(Side side, const diff::LineRow& row) const;
    // Lines of text that a row takes.
    [[nodiscard]] int heightOf(const DisplayRow& row) const;

private:
    const FileDiff& m_file;
    const DiffColumns& m_columns;
    QString m_find;
    LineHighlighter* m_left = nullptr;
    LineHighlighter* m_right = nullptr;
};

// The part of an over-long line that must be seen: from its first changed word to its last.
[[nodiscard]] diff::Span focusOf(const std::vector<diff::Span>& words);
// "30 → 14", "never added", in the reader's language.
[[nodiscard]] QString markText(const diff::BehaviourMark& mark);
[[nodiscard]] QString markKindText(const std::string& kind, int count);

} // namespace signalbox::ui::compare
