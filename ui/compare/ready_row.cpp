#include "ui/compare/ready_row.h"

#include <QCoreApplication>

#include "ui/base/plain_text.h"

namespace signalbox::ui::compare {

using namespace Qt::StringLiterals;
using diff::LineKind;
using diff::LineRow;

namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("Compare", text);
}

} // namespace

diff::Span focusOf(const std::vector<diff::Span>& words) {
    return words.empty() ? diff::Span{} : diff::Span{words.front().begin, words.back().end};
}

QString markKindText(const std::string& kind, int count) {
    const QString number = count > 1 ? u" ×%1"_s.arg(count) : QString();
    if (kind == "number")
        return translated("number") % number;
    if (kind == "negation")
        return translated("negation") % number;
    if (kind == "variable")
        return translated("variable") % number;
    if (kind == "format")
        return translated("format") % number;
    return translated("tool") % number;
}

QString markText(const diff::BehaviourMark& mark) {
    const QString kind = markKindText(mark.kind, 1);
    const QString before = plainLine(mark.before, 60);
    const QString after = plainLine(mark.after, 60);
    if (before.isEmpty())
        return translated("%1: “%2” added").arg(kind, after);
    if (after.isEmpty())
        return translated("%1: “%2” removed").arg(kind, before);
    return translated("%1: “%2” became “%3”").arg(kind, before, after);
}

int RowBuilder::heightOf(const DisplayRow& shown) const {
    const LineRow& row = m_file.text.rows[static_cast<std::size_t>(shown.row)];
    const auto measure = [&](Side side) {
        const int line = side == Side::Left ? row.left : row.right;
        if (line < 0)
            return 1;
        const auto at = static_cast<std::size_t>(line);
        const auto& lengths = side == Side::Left ? m_file.leftLengths : m_file.rightLengths;
        const std::uint32_t length = at < lengths.size() ? lengths[at] : 0;
        if (length > 0 && length <= static_cast<std::uint32_t>(m_columns.columns(side)))
            return 1;
        const auto& lines = side == Side::Left ? m_file.text.leftLines : m_file.text.rightLines;
        return wrapCount(lines[at], m_columns.columns(side),
                         focusOf(side == Side::Left ? row.leftWords : row.rightWords));
    };
    if (shown.kind == DisplayRow::Kind::LeftOnly)
        return measure(Side::Left);
    if (shown.kind == DisplayRow::Kind::RightOnly || row.kind == LineKind::Equal)
        return measure(Side::Right);
    return std::max(measure(Side::Left), measure(Side::Right));
}

Cell RowBuilder::cell(Side side, const LineRow& row) const {
    Cell cell;
    cell.line = side == Side::Left ? row.left : row.right;
    if (cell.line < 0)
        return cell;
    const auto& lines = side == Side::Left ? m_file.text.leftLines : m_file.text.rightLines;
    const auto& words = side == Side::Left ? row.leftWords : row.rightWords;
    cell.display = displayLine(lines[static_cast<std::size_t>(cell.line)], focusOf(words));
    cell.starts = wrapStarts(cell.display.text, m_columns.columns(side));
    for (const diff::Span& word : words) {
        const int begin = cell.display.unitAt(static_cast<int>(word.begin));
        cell.words.push_back({begin, cell.display.unitAt(static_cast<int>(word.end)) - begin});
    }
    if (!m_find.isEmpty())
        for (qsizetype at = 0; (at = cell.display.text.indexOf(m_find, at, Qt::CaseInsensitive)) >= 0;
             at += m_find.size())
            cell.found.push_back({static_cast<int>(at), static_cast<int>(m_find.size())});
    LineHighlighter* highlighter = side == Side::Left ? m_left : m_right;
    if (highlighter && cell.display.text.size() <= static_cast<qsizetype>(diff::longestWordLine))
        cell.colors = highlighter->runs(cell.line);
    const bool open = side == Side::Left ? m_file.text.leftEndsWithoutNewline : m_file.text.rightEndsWithoutNewline;
    cell.endsWithoutNewline = row.kind != LineKind::Equal && open && cell.line + 1 == static_cast<int>(lines.size());
    return cell;
}

ReadyRow RowBuilder::build(const DisplayRow& shown) const {
    ReadyRow ready;
    ready.kind = shown.kind;
    ready.folded = shown.folded;
    if (shown.kind == DisplayRow::Kind::Fold)
        return ready;
    const LineRow& row = m_file.text.rows[static_cast<std::size_t>(shown.row)];
    ready.change = row.kind;
    if (shown.kind != DisplayRow::Kind::RightOnly)
        ready.left = cell(Side::Left, row);
    if (shown.kind != DisplayRow::Kind::LeftOnly)
        ready.right = cell(Side::Right, row);
    const int line = row.right >= 0 ? row.right : row.left;
    const bool showsMark = shown.kind != DisplayRow::Kind::LeftOnly || row.right < 0;
    if (row.kind != LineKind::Equal && showsMark)
        for (const diff::BehaviourMark& mark : m_file.marks)
            if (mark.line == line && (row.right >= 0 || mark.after.empty()))
                ready.behaviour += (ready.behaviour.isEmpty() ? u""_s : u"\n"_s) + markText(mark);
    return ready;
}

} // namespace signalbox::ui::compare
