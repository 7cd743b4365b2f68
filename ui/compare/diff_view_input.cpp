// Keyboard, mouse and selection of the diff view.
#include <algorithm>

#include <QClipboard>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QScrollBar>
#include <QToolTip>

#include "ui/base/accessible.h"
#include "ui/base/plain_text.h"
#include "ui/compare/diff_view.h"

namespace signalbox::ui::compare {

using namespace Qt::StringLiterals;

void DiffView::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy))
        return copySelection();
    if (event->matches(QKeySequence::Find) || event->key() == Qt::Key_Slash)
        return Q_EMIT findRequested();
    if (event->matches(QKeySequence::SelectAll))
        return selectAll(m_selectionSide);
    const int page = std::max(1, viewport()->height() / m_columns.lineHeight - 1);
    const bool plain = (event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier)) == Qt::NoModifier;
    const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
    switch (plain ? event->key() : 0) {
    case Qt::Key_Up:
        return moveCurrentRow(-1);
    case Qt::Key_Down:
        return moveCurrentRow(1);
    case Qt::Key_PageUp:
    case Qt::Key_PageDown: {
        const int by = event->key() == Qt::Key_PageUp ? -page : page;
        const int line = m_geometry.count() > 0 ? m_geometry.top(m_row) + by : 0;
        return setCurrentRow(m_geometry.rowAt(std::max(0, line)));
    }
    case Qt::Key_Home:
        return setCurrentRow(0);
    case Qt::Key_End:
        return setCurrentRow(m_geometry.count() - 1);
    case Qt::Key_N:
        return goToNextChange();
    case Qt::Key_P:
        return goToPreviousChange();
    case Qt::Key_F7:
        return shift ? goToPreviousChange() : goToNextChange();
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (openFold(m_row))
            return describeRow();
        break;
    default:
        break;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

void DiffView::setCurrentRow(int displayRow) {
    if (displayRow < 0 || displayRow >= m_geometry.count())
        return;
    m_row = displayRow;
    ensureVisible(displayRow, false);
    viewport()->update();
    describeRow();
}

void DiffView::moveCurrentRow(int by) {
    setCurrentRow(std::clamp(m_row + by, 0, std::max(0, m_geometry.count() - 1)));
}

// What a screen reader says about the row under the cursor.
void DiffView::describeRow() {
    if (!m_file || m_row >= m_geometry.count()) {
        setAccessibleDescription({});
        return;
    }
    const DisplayRow shown = m_geometry.rows[static_cast<std::size_t>(m_row)];
    const diff::LineRow& row = m_file->text.rows[static_cast<std::size_t>(shown.row)];
    const auto text = [](const std::vector<std::string_view>& lines, int line) {
        return line < 0 ? QString() : plainLine(lines[static_cast<std::size_t>(line)], 300);
    };
    const QString left = text(m_file->text.leftLines, row.left);
    const QString right = text(m_file->text.rightLines, row.right);
    QString said;
    if (shown.kind == DisplayRow::Kind::Fold)
        said = tr("%L1 equal lines hidden; Enter shows them").arg(shown.folded);
    else if (row.kind == diff::LineKind::Changed)
        said = tr("Line %1 changed from: %2 to: %3").arg(QString::number(row.right + 1), left, right);
    else if (row.kind == diff::LineKind::Removed)
        said = tr("Line %1 removed: %2").arg(QString::number(row.left + 1), left);
    else if (row.kind == diff::LineKind::Added)
        said = tr("Line %1 added: %2").arg(QString::number(row.right + 1), right);
    else
        said = tr("Line %1: %2").arg(QString::number(row.right + 1), right);
    setAccessibleDescription(said);
    announce(this, said);
}

const ReadyRow* DiffView::rowAt(const QPoint& point) const {
    const auto row = std::ranges::find_if(
        m_ready, [&](const ReadyRow& one) { return point.y() >= one.top && point.y() < one.top + one.height; });
    return row == m_ready.end() ? nullptr : &*row;
}

std::optional<DiffView::Place> DiffView::placeAt(const QPoint& point, Side side) const {
    const ReadyRow* row = rowAt(point);
    if (!row && !m_ready.empty())
        row = point.y() < 0 ? &m_ready.front() : &m_ready.back();
    if (!row || row->kind == DisplayRow::Kind::Fold)
        return std::nullopt;
    const Cell& cell = side == Side::Left ? row->left : row->right;
    if (cell.line < 0)
        return std::nullopt;
    const int index =
        std::clamp((point.y() - row->top) / m_columns.lineHeight, 0, static_cast<int>(cell.starts.size()) - 1);
    const Units part = visualLine(cell, index);
    QTextLayout layout;
    layOutLine(layout, cell.display.text.mid(part.begin, part.length), monospaceFont());
    return Place{cell.line, part.begin + layout.lineAt(0).xToCursor(point.x() - m_columns.textLeft(side))};
}

void DiffView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    const ReadyRow* row = rowAt(event->position().toPoint());
    if (!row)
        return;
    m_row = row->displayRow;
    if (row->kind == DisplayRow::Kind::Fold) {
        openFold(row->displayRow);
        return;
    }
    m_selectionSide = m_columns.sideAt(event->position().toPoint().x());
    if (m_columns.mode != Mode::SideBySide)
        m_selectionSide = row->kind == DisplayRow::Kind::LeftOnly ? Side::Left : Side::Right;
    m_anchor = placeAt(event->position().toPoint(), m_selectionSide);
    m_cursor = m_anchor.value_or(Place{});
    m_dragging = m_anchor.has_value();
    viewport()->update();
}

void DiffView::mouseMoveEvent(QMouseEvent* event) {
    const QPoint point = event->position().toPoint();
    const ReadyRow* row = rowAt(point);
    const bool overFold = row && row->kind == DisplayRow::Kind::Fold;
    viewport()->setCursor(overFold ? Qt::PointingHandCursor : Qt::IBeamCursor);
    if (!m_dragging)
        return;
    if (point.y() < 0 || point.y() > viewport()->height())
        verticalScrollBar()->setValue(verticalScrollBar()->value() + (point.y() < 0 ? -1 : 1) * m_columns.lineHeight);
    if (const auto place = placeAt(point, m_selectionSide))
        m_cursor = *place;
    viewport()->update();
}

void DiffView::mouseReleaseEvent(QMouseEvent* /*event*/) {
    m_dragging = false;
}

std::optional<Selection> DiffView::selection() const {
    if (!m_anchor)
        return std::nullopt;
    const auto before = [](const Place& a, const Place& b) {
        return a.line < b.line || (a.line == b.line && a.unit < b.unit);
    };
    const Place from = before(*m_anchor, m_cursor) ? *m_anchor : m_cursor;
    const Place to = before(*m_anchor, m_cursor) ? m_cursor : *m_anchor;
    if (from.line == to.line && from.unit == to.unit)
        return std::nullopt;
    return Selection{m_selectionSide, from.line, from.unit, to.line, to.unit};
}

void DiffView::selectAll(Side side) {
    if (!m_file)
        return;
    const auto& lines = side == Side::Left ? m_file->text.leftLines : m_file->text.rightLines;
    if (lines.empty())
        return;
    m_selectionSide = side;
    m_anchor = Place{0, 0};
    m_cursor = Place{static_cast<int>(lines.size()) - 1, static_cast<int>(displayLine(lines.back()).text.size())};
    viewport()->update();
}

// The text itself, not how it is shown: what is pasted is what the version holds.
QString DiffView::selectedText() const {
    const auto chosen = selection();
    if (!chosen || !m_file)
        return {};
    const auto& lines = chosen->side == Side::Left ? m_file->text.leftLines : m_file->text.rightLines;
    QStringList parts;
    for (int i = chosen->fromLine; i <= chosen->toLine; ++i) {
        const std::string_view line = lines[static_cast<std::size_t>(i)];
        std::size_t begin = 0;
        std::size_t end = line.size();
        const auto byteOf = [&](int unit) {
            const auto row = std::ranges::find_if(m_file->text.rows, [&](const diff::LineRow& one) {
                return (chosen->side == Side::Left ? one.left : one.right) == i;
            });
            const auto& words = chosen->side == Side::Left ? row->leftWords : row->rightWords;
            return static_cast<std::size_t>(displayLine(line, focusOf(words)).byteAt(unit));
        };
        if (i == chosen->toLine)
            end = byteOf(chosen->toUnit);
        if (i == chosen->fromLine)
            begin = byteOf(chosen->fromUnit);
        parts << QString::fromUtf8(line.substr(begin, end - begin));
    }
    return parts.join(u'\n');
}

void DiffView::copySelection() const {
    const QString text = selectedText();
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void DiffView::focusInEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void DiffView::focusOutEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

bool DiffView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const ReadyRow* row = rowAt(help->pos());
        if (row && !row->behaviour.isEmpty())
            QToolTip::showText(help->globalPos(), plainToolTip(row->behaviour.toStdString()), this);
        else
            QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace signalbox::ui::compare
