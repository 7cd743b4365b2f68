#include "ui/compare/diff_painter.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QLocale>
#include <QTextOption>

#include "ui/base/theme.h"

namespace signalbox::ui::compare {

using namespace Qt::StringLiterals;
using diff::LineKind;
using Range = QTextLayout::FormatRange;

namespace {

double luminance(const QColor& color) {
    const auto linear = [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

bool isLegible(const QColor& text, const QColor& background) {
    const double a = luminance(text) + 0.05;
    const double b = luminance(background) + 0.05;
    return std::max(a, b) / std::min(a, b) >= 4.5;
}

QColor backgroundOf(const ReadyRow& row, Side side) {
    if (row.change == LineKind::Equal)
        return theme().surface;
    if (row.kind == DisplayRow::Kind::Both && row.change == LineKind::Changed)
        return theme().changedLine;
    return side == Side::Left ? theme().removedLine : theme().addedLine;
}

// Which of its sides a row shows: unified rows show one, and equal rows their right one.
bool shows(const ReadyRow& row, Side side, Mode mode) {
    if (mode == Mode::SideBySide)
        return true;
    if (row.kind == DisplayRow::Kind::Both)
        return side == Side::Right;
    return (row.kind == DisplayRow::Kind::LeftOnly) == (side == Side::Left);
}

Range range(const Units& units, QTextCharFormat format) {
    return {units.begin, units.length, std::move(format)};
}

} // namespace

void layOutLine(QTextLayout& layout, const QString& text, const QFont& font, const QList<Range>& formats) {
    QTextOption option;
    option.setTextDirection(Qt::LeftToRight);
    option.setWrapMode(QTextOption::NoWrap);
    layout.setTextOption(option);
    layout.setFont(font);
    layout.setText(text);
    layout.setFormats(formats);
    layout.beginLayout();
    layout.createLine();
    layout.endLayout();
}

Units visualLine(const Cell& cell, int index) {
    const auto at = static_cast<std::size_t>(index);
    const int begin = cell.starts[at];
    const int end = at + 1 < cell.starts.size() ? cell.starts[at + 1] : static_cast<int>(cell.display.text.size());
    return {begin, end - begin};
}

DiffPainter::DiffPainter(QPainter& painter, const DiffColumns& columns, const PaintContext& context)
    : m_painter(painter),
      m_columns(columns),
      m_context(context) {
    m_painter.setFont(context.font);
}

void DiffPainter::paint(const ReadyRow& row) {
    if (row.kind == DisplayRow::Kind::Fold) {
        paintFold(row);
    } else {
        for (const Side side : {Side::Left, Side::Right})
            if (shows(row, side, m_columns.mode))
                paintSide(row, side);
    }
    if (row.displayRow >= m_context.changeBegin && row.displayRow < m_context.changeEnd)
        m_painter.fillRect(QRect(0, row.top, DiffColumns::barWidth, row.height), theme().accent);
    if (m_context.hasFocus && row.displayRow == m_context.currentRow) {
        m_painter.setPen(QPen(theme().accent, 1, Qt::DotLine));
        m_painter.drawRect(QRect(0, row.top, m_columns.width - 1, row.height - 1));
    }
}

void DiffPainter::paintFold(const ReadyRow& row) {
    const QRect rect(DiffColumns::barWidth, row.top, m_columns.width - DiffColumns::barWidth, row.height);
    m_painter.fillRect(rect, theme().raised);
    m_painter.setPen(theme().mutedText);
    const QString text = QCoreApplication::translate("Compare", "⋯ %L1 equal lines hidden – show").arg(row.folded);
    m_painter.drawText(rect.adjusted(m_columns.padding, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, text);
}

void DiffPainter::paintSide(const ReadyRow& row, Side side) {
    const Cell& cell = side == Side::Left ? row.left : row.right;
    const QRect rect(m_columns.sideLeft(side), row.top, m_columns.sideWidth(side), row.height);
    m_painter.fillRect(rect, cell.line < 0 ? theme().window : backgroundOf(row, side));
    const bool second = m_columns.mode == Mode::SideBySide && side == Side::Right;
    if (second) {
        m_painter.setPen(theme().border);
        m_painter.drawLine(rect.topLeft(), rect.bottomLeft());
    }
    if (cell.line < 0)
        return;
    if (m_columns.mode == Mode::Unified) {
        paintNumber(row, Side::Left, row.left.line);
        paintNumber(row, Side::Right, row.right.line);
    } else {
        paintNumber(row, side, cell.line);
    }
    if (row.change != LineKind::Equal) {
        m_painter.setPen(side == Side::Left ? theme().bad : theme().good);
        const QRect sign(m_columns.signLeft(side), row.top, m_columns.signWidth(), m_columns.lineHeight);
        m_painter.drawText(sign, Qt::AlignLeft | Qt::AlignVCenter, side == Side::Left ? u"−"_s : u"+"_s);
    }
    const bool marksHere = !row.behaviour.isEmpty() && (side == Side::Right || row.right.line < 0);
    if (marksHere)
        paintMark(row, side);
    paintText(row, side, cell);
}

void DiffPainter::paintNumber(const ReadyRow& row, Side side, int line) {
    if (line < 0)
        return;
    m_painter.setPen(theme().mutedText);
    const QRect rect(m_columns.numberLeft(side), row.top, m_columns.numberWidth() - 2, m_columns.lineHeight);
    m_painter.drawText(rect, Qt::AlignRight | Qt::AlignVCenter, QString::number(line + 1));
}

// A diamond with an exclamation mark: this line steers the agent.
void DiffPainter::paintMark(const ReadyRow& row, Side side) {
    const qreal size = std::min(m_columns.markWidth(), m_columns.lineHeight) - 1;
    const QPointF center(m_columns.markLeft(side) + m_columns.markWidth() / 2.0, row.top + m_columns.lineHeight / 2.0);
    const qreal half = size / 2;
    m_painter.save();
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(theme().warning);
    m_painter.drawPolygon(QPolygonF{center + QPointF(0, -half), center + QPointF(half, 0), center + QPointF(0, half),
                                    center + QPointF(-half, 0)});
    m_painter.setPen(QPen(theme().surface, 1.6, Qt::SolidLine, Qt::RoundCap));
    m_painter.drawLine(center + QPointF(0, -half * 0.5), center + QPointF(0, half * 0.08));
    m_painter.drawPoint(center + QPointF(0, half * 0.45));
    m_painter.restore();
}

QList<Range> DiffPainter::formats(const ReadyRow& row, Side side, const Cell& cell) const {
    const QColor background = backgroundOf(row, side);
    QList<Range> ranges;
    for (const ColorRun& run : cell.colors) {
        QTextCharFormat format;
        if (run.color.isValid() && isLegible(run.color, background))
            format.setForeground(run.color);
        if (run.bold)
            format.setFontWeight(QFont::Bold);
        if (run.italic)
            format.setFontItalic(true);
        ranges.push_back(range({run.begin, run.length}, format));
    }
    for (const Units& word : cell.words) {
        QTextCharFormat format;
        format.setForeground(theme().text);
        format.setBackground(side == Side::Left ? theme().removedWord : theme().addedWord);
        format.setUnderlineStyle(QTextCharFormat::SingleUnderline);
        format.setUnderlineColor(side == Side::Left ? theme().bad : theme().good);
        ranges.push_back(range(word, format));
    }
    for (const Units& found : cell.found) {
        QTextCharFormat format;
        const bool current = row.displayRow == m_context.foundRow;
        format.setForeground(current ? theme().accentText : theme().text);
        format.setBackground(current ? theme().accent : theme().selection);
        format.setUnderlineStyle(QTextCharFormat::DashUnderline);
        ranges.push_back(range(found, format));
    }
    const auto& selection = m_context.selection;
    if (selection && selection->side == side && cell.line >= selection->fromLine && cell.line <= selection->toLine) {
        const int begin = cell.line == selection->fromLine ? selection->fromUnit : 0;
        const int end = cell.line == selection->toLine ? selection->toUnit : static_cast<int>(cell.display.text.size());
        QTextCharFormat format;
        format.setForeground(theme().accentText);
        format.setBackground(theme().accent);
        if (end > begin)
            ranges.push_back(range({begin, end - begin}, format));
    }
    return ranges;
}

void DiffPainter::paintText(const ReadyRow& row, Side side, const Cell& cell) {
    const QList<Range> all = formats(row, side, cell);
    m_painter.save();
    m_painter.setClipRect(
        QRect(m_columns.textLeft(side), row.top, m_columns.textWidth(side) + m_columns.padding, row.height));
    m_painter.setPen(theme().text);
    for (int i = 0; i < static_cast<int>(cell.starts.size()); ++i) {
        const Units part = visualLine(cell, i);
        QList<Range> ranges;
        for (const Range& one : all) {
            const int begin = std::max(one.start, part.begin);
            const int end = std::min(one.start + one.length, part.begin + part.length);
            if (begin < end)
                ranges.push_back({begin - part.begin, end - begin, one.format});
        }
        QTextLayout layout;
        layOutLine(layout, cell.display.text.mid(part.begin, part.length), m_context.font, ranges);
        const qreal slack = (m_columns.lineHeight - layout.boundingRect().height()) / 2;
        const QPointF at(m_columns.textLeft(side), row.top + i * m_columns.lineHeight + std::max(0.0, slack));
        layout.draw(&m_painter, at);
        if (cell.endsWithoutNewline && i + 1 == static_cast<int>(cell.starts.size())) {
            m_painter.setPen(theme().mutedText);
            m_painter.drawText(QPointF(at.x() + layout.lineAt(0).naturalTextWidth() + m_columns.charWidth,
                                       at.y() + layout.lineAt(0).ascent()),
                               QCoreApplication::translate("Compare", "⊘ no line end"));
            m_painter.setPen(theme().text);
        }
    }
    m_painter.restore();
}

} // namespace signalbox::ui::compare
