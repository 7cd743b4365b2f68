#include "ui/base/table_look.h"

#include <QHeaderView>

#include "ui/base/theme.h"

namespace signalbox::ui {

void prepareTable(QTableView& table, const QString& accessibleName) {
    table.setAccessibleName(accessibleName);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setSelectionMode(QAbstractItemView::SingleSelection);
    table.setTabKeyNavigation(false);
    table.setShowGrid(false);
    table.setAlternatingRowColors(true);
    table.setWordWrap(false);
    table.verticalHeader()->hide();
    table.verticalHeader()->setDefaultSectionSize(table.fontMetrics().height() + space::m);
    table.horizontalHeader()->setHighlightSections(false);
    table.horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table.horizontalHeader()->setStretchLastSection(true);
}

void fitColumn(QTableView& table, int column, const QString& widest) {
    table.horizontalHeader()->resizeSection(column,
                                            table.fontMetrics().horizontalAdvance(widest) + 2 * space::s + space::xs);
}

} // namespace signalbox::ui
