// Which version had which role and weight, from when to when, by whom and why, as a table; newest first. UI thread.
#pragma once

#include "core/protocol/messages.h"
#include "ui/base/row_table_model.h"

namespace signalbox::ui::history {

class DeploymentModel final : public RowTableModel<protocol::Deployment> {
    Q_OBJECT

public:
    enum Column { Version, Role, Weight, When, Who, Reason, ColumnCount };

    using RowTableModel::RowTableModel;

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
    }

    // A cell's text; what has two lines has a line feed.
    [[nodiscard]] static QString text(const protocol::Deployment& row, int column);
    [[nodiscard]] static QString title(int column);

protected:
    [[nodiscard]] bool isSame(const protocol::Deployment& a, const protocol::Deployment& b) const override;
    [[nodiscard]] QVariant cell(const protocol::Deployment& row, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;
};

[[nodiscard]] std::vector<protocol::Deployment> newestFirst(std::vector<protocol::Deployment> rows);

} // namespace signalbox::ui::history
