// What guardrails did or found, as a table; newest first. UI thread.
#pragma once

#include <QSortFilterProxyModel>

#include "core/protocol/alert_message.h"
#include "ui/base/row_table_model.h"

namespace signalbox::ui::alerts {

class AlertModel final : public RowTableModel<protocol::Alert> {
    Q_OBJECT

public:
    enum Column { State, Time, What, ColumnCount };

    using RowTableModel::RowTableModel;

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
    }

    void setNow(WallTime now); // how long what is open has been so

    [[nodiscard]] QString text(const protocol::Alert& alert, int column) const;
    [[nodiscard]] static QString title(int column);

protected:
    [[nodiscard]] bool isSame(const protocol::Alert& a, const protocol::Alert& b) const override;
    [[nodiscard]] QVariant cell(const protocol::Alert& alert, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;

private:
    WallTime m_now{};
};

// Alerts of one agent, or all.
class AlertFilter final : public QSortFilterProxyModel {
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setAgent(const std::string& agent); // empty: all

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    std::string m_agent;
};

} // namespace signalbox::ui::alerts
