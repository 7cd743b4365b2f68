// A cell of a table with two lines: the first says it, the second, muted, adds to it. Text without a line feed wraps
// over both; what still does not fit is cut at the end of the second, never before. Owned by the view; UI thread.
#pragma once

#include <QStyledItemDelegate>
#include <QTableView>

namespace signalbox::ui {

class TwoLineDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

// Rows of two lines in the whole table.
void useTwoLines(QTableView& table);
// The lines of a cell in one, for screen readers and tool tips.
[[nodiscard]] QString inOneLine(const QString& text);

} // namespace signalbox::ui
