// The boilerplate of a flat table model, once: a concrete table says its columns and what a cell holds. UI thread.
// Rows are values, replaced whole by setRows(): rows with an equal key stay (dataChanged), others are inserted or
// removed, so that selection and scroll position survive an update.
#pragma once

#include <algorithm>
#include <vector>

#include <QAbstractTableModel>

namespace signalbox::ui {

template <class Row> class RowTableModel : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;

    [[nodiscard]] const std::vector<Row>& rows() const { return m_rows; }

    [[nodiscard]] const Row& row(int index) const { return m_rows[static_cast<std::size_t>(index)]; }

    void setRows(std::vector<Row> rows) {
        removeMissing(rows);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (i < m_rows.size() && isSame(m_rows[i], rows[i])) {
                m_rows[i] = std::move(rows[i]);
                Q_EMIT dataChanged(index(static_cast<int>(i), 0), index(static_cast<int>(i), columnCount({}) - 1));
                continue;
            }
            // A row that moved is taken out of its old place first, so that it is never there twice.
            const auto old = std::find_if(m_rows.begin() + static_cast<std::ptrdiff_t>(i), m_rows.end(),
                                          [&](const Row& row) { return isSame(row, rows[i]); });
            if (old != m_rows.end())
                removeRow(static_cast<int>(old - m_rows.begin()));
            beginInsertRows({}, static_cast<int>(i), static_cast<int>(i));
            m_rows.insert(m_rows.begin() + static_cast<std::ptrdiff_t>(i), std::move(rows[i]));
            endInsertRows();
        }
        while (m_rows.size() > rows.size())
            removeRow(static_cast<int>(m_rows.size()) - 1);
    }

    [[nodiscard]] int rowCount(const QModelIndex& parent) const final {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }

    [[nodiscard]] QVariant data(const QModelIndex& at, int role) const final {
        return at.isValid() && at.row() < rowCount({}) ? cell(row(at.row()), at.column(), role) : QVariant();
    }

    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const final {
        return orientation == Qt::Horizontal ? header(section, role) : QVariant();
    }

protected:
    [[nodiscard]] virtual bool isSame(const Row& a, const Row& b) const = 0; // the same thing, perhaps with new values
    [[nodiscard]] virtual QVariant cell(const Row& row, int column, int role) const = 0;
    [[nodiscard]] virtual QVariant header(int column, int role) const = 0;

private:
    void removeRow(int at) {
        beginRemoveRows({}, at, at);
        m_rows.erase(m_rows.begin() + at);
        endRemoveRows();
    }

    void removeMissing(const std::vector<Row>& rows) {
        for (int i = static_cast<int>(m_rows.size()) - 1; i >= 0; --i)
            if (std::ranges::none_of(rows, [&](const Row& next) { return isSame(row(i), next); }))
                removeRow(i);
    }

    std::vector<Row> m_rows;
};

} // namespace signalbox::ui
