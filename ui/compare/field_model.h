// The structured changes: path, before, after, and what the change asks of the version number. UI thread.
#pragma once

#include <vector>

#include "core/diff/snapshot_diff.h"
#include "ui/base/row_table_model.h"

namespace signalbox::ui::compare {

struct FieldRow {
    diff::FieldChange change;
    QString path;
    QString before;
    QString after;
    QString bump;
    QString why;
};

[[nodiscard]] std::vector<FieldRow> fieldRows(const diff::SnapshotDiff& diff); // largest bump first
[[nodiscard]] QString bumpText(agents::Bump bump);

class FieldModel final : public RowTableModel<FieldRow> {
    Q_OBJECT

public:
    enum Column { Path, Before, After, Class, ColumnCount };

    using RowTableModel::RowTableModel;

    [[nodiscard]] int columnCount(const QModelIndex& parent) const override {
        return parent.isValid() ? 0 : ColumnCount;
    }

protected:
    [[nodiscard]] bool isSame(const FieldRow& a, const FieldRow& b) const override { return a.path == b.path; }

    [[nodiscard]] QVariant cell(const FieldRow& row, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;
};

} // namespace signalbox::ui::compare
