// Paints ready rows of a diff view. Signs and underlines say what the colours say. UI thread; reads only ready values.
#pragma once

#include <optional>

#include <QPainter>
#include <QTextLayout>

#include "ui/compare/ready_row.h"

namespace signalbox::ui::compare {

struct Selection { // of one side; line and unit of the displayed line
    Side side = Side::Left;
    int fromLine = 0;
    int fromUnit = 0;
    int toLine = 0;
    int toUnit = 0;
};

struct PaintContext {
    QFont font;
    QString find;
    int currentRow = -1; // display row with the keyboard's cursor
    bool hasFocus = false;
    int changeBegin = -1; // display rows of the current change
    int changeEnd = -1;
    int foundRow = -1; // display row with the current find result
    std::optional<Selection> selection;
};

class DiffPainter {
public:
    DiffPainter(QPainter& painter, const DiffColumns& columns, const PaintContext& context);
    void paint(const ReadyRow& row);

private:
    void paintFold(const ReadyRow& row);
    void paintSide(const ReadyRow& row, Side side);
    void paintNumber(const ReadyRow& row, Side side, int line);
    void paintMark(const ReadyRow& row, Side side);
    void paintText(const ReadyRow& row, Side side, const Cell& cell);
    [[nodiscard]] QList<QTextLayout::FormatRange> formats(const ReadyRow& row, Side side, const Cell& cell) const;

    QPainter& m_painter;
    const DiffColumns& m_columns;
    const PaintContext& m_context;
};

// The text of one visual line, laid out from left to right whatever its script.
void layOutLine(QTextLayout& layout, const QString& text, const QFont& font,
                const QList<QTextLayout::FormatRange>& formats = {});
// Units of a visual line of a cell.
[[nodiscard]] Units visualLine(const Cell& cell, int index);

} // namespace signalbox::ui::compare
