// The versions of one agent as a table for the tree view, keyed by tag: rows that stay keep selection and scroll
// position. UI thread. data() only reads; VersionRole gives the delegate the whole row.
#pragma once

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

#include "ui/versions/version_row.h"

namespace signalbox::ui::versions {

class VersionModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Graph, Name, Chips, Changelog, Author, Date, ColumnCount };

    enum Roles { RowRole = Qt::UserRole + 1 }; // const VersionRow*

    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::vector<VersionRow> rows);
    void setStatus(const protocol::AgentStatus* status);

    [[nodiscard]] const std::vector<VersionRow>& rows() const { return m_rows; }

    [[nodiscard]] int rowOf(const std::string& name) const; // -1: not there

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void removeMissing(const std::vector<VersionRow>& next);
    void insertNew(std::vector<VersionRow> next);
    [[nodiscard]] bool keepsOrder(const std::vector<VersionRow>& next) const;

    std::vector<VersionRow> m_rows;
};

// Keeps the rows that hold every word of the filter.
class VersionFilter final : public QSortFilterProxyModel {
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setFilter(const QString& filter);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QString m_filter;
};

} // namespace signalbox::ui::versions

Q_DECLARE_METATYPE(const signalbox::ui::versions::VersionRow*)
