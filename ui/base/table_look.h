// The look that the tables of all pages share. UI thread.
#pragma once

#include <QString>
#include <QTableView>

namespace signalbox::ui {

void prepareTable(QTableView& table, const QString& accessibleName);
// As wide as such a text needs.
void fitColumn(QTableView& table, int column, const QString& widest);

} // namespace signalbox::ui
