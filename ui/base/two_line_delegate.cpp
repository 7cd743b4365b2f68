#include "ui/base/two_line_delegate.h"

#include <QApplication>
#include <QHeaderView>
#include <QPainter>
#include <QTextLayout>

#include "ui/base/elided_label.h"
#include "ui/base/theme.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui {

namespace {

// At most two lines; the second holds all the rest.
QStringList linesOf(const QString& text, const QFont& font, int width) {
    if (const auto end = text.indexOf(u'\n'); end >= 0)
        return {text.left(end), text.mid(end + 1).replace(u'\n', u' ')};
    QTextLayout layout(text, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.beginLayout();
    QTextLine first = layout.createLine();
    if (first.isValid())
        first.setLineWidth(width);
    layout.endLayout();
    const int end = first.isValid() ? first.textLength() : 0;
    return end >= text.size() ? QStringList{text} : QStringList{text.left(end).trimmed(), text.mid(end).trimmed()};
}

} // namespace

void TwoLineDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QString text = index.data(Qt::DisplayRole).toString();
    cell.text.clear();
    const auto* style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, option.widget);
    painter->save();
    if (index.column() == 0 && option.state.testFlag(QStyle::State_Selected)) // by shape too, not by colour alone
        painter->fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())), theme().accent);
    painter->setClipRect(option.rect);
    painter->setFont(cell.font);
    const QFontMetrics metrics(cell.font);
    const QRect inner = option.rect.adjusted(space::s, 0, -space::xs, 0);
    const QStringList lines = linesOf(text, cell.font, inner.width());
    const QVariant foreground = index.data(Qt::ForegroundRole);
    const QColor first = foreground.isValid() ? foreground.value<QColor>() : theme().text;
    const bool adds = text.contains(u'\n');
    int top = inner.top() + (inner.height() - metrics.height() * static_cast<int>(lines.size())) / 2;
    for (qsizetype i = 0; i < lines.size(); ++i, top += metrics.height()) {
        painter->setPen(i > 0 && adds ? theme().mutedText : first);
        painter->drawText(QRect(inner.left(), top, inner.width(), metrics.height()),
                          static_cast<int>((cell.displayAlignment & Qt::AlignHorizontal_Mask) | Qt::AlignVCenter),
                          fitted(metrics, lines[i], inner.width()));
    }
    painter->restore();
}

QSize TwoLineDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(2 * option.fontMetrics.height() + space::m);
    return size;
}

void useTwoLines(QTableView& table) {
    table.setItemDelegate(new TwoLineDelegate(&table));
    table.verticalHeader()->setDefaultSectionSize(2 * table.fontMetrics().height() + space::m);
}

QString inOneLine(const QString& text) {
    return QString(text).replace(u'\n', u", "_s);
}

} // namespace signalbox::ui
