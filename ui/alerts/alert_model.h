// What guardrails did or found, as a table; newest first. UI thread.
#pragma once

#include <QSortFilterProxyModel>

#include "core/protocol/alert_message.h"
#include "ui/base/row_table_model.h"

namespace signalbox::ui::alerts {

class AlertModel final : public RowTableModel<protocol::Alert> {
    Q_OBJECT

public:
    enum Column { State, Time, Agent, Version, Guard, Deed, Why, ColumnCount };

    using RowTableModel::RowTableModel;

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
    }

    [[nodiscard]] static QString text(const protocol::Alert& alert, int column);
    [[nodiscard]] static QString title(int column);

protected:
    [[nodiscard]] bool isSame(const protocol::Alert& a, const protocol::Alert& b) const override;
    [[nodiscard]] QVariant cell(const protocol::Alert& alert, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;
};

// "rolled back", "paused": what was done about it.
[[nodiscard]] QString deedText(protocol::AlertDeed deed);

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
