// Former drills as a table; newest first. UI thread.
#pragma once

#include "core/release/drill.h"
#include "ui/base/row_table_model.h"

namespace signalbox::ui::drills {

class DrillModel final : public RowTableModel<release::Drill> {
    Q_OBJECT

public:
    enum Column { Time, Agent, What, Outcome, Detected, Switched, Who, ColumnCount };

    using RowTableModel::RowTableModel;

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
    }

    [[nodiscard]] static QString text(const release::Drill& drill, int column);
    [[nodiscard]] static QString title(int column);

protected:
    [[nodiscard]] bool isSame(const release::Drill& a, const release::Drill& b) const override;
    [[nodiscard]] QVariant cell(const release::Drill& drill, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;
};

} // namespace signalbox::ui::drills
