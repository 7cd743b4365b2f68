// The parts that differ between two versions: what kind of part, what happened, how many lines, what steers the agent.
// UI thread. A list of two-line rows, painted from ready values.
#pragma once

#include <vector>

#include <QStyledItemDelegate>

#include "core/diff/snapshot_diff.h"
#include "ui/base/row_table_model.h"

namespace signalbox::ui::compare {

struct PartRow {
    std::string path;
    QString name;
    QString kind;               // "Prompt, changed"
    QString added;              // "+3"
    QString removed;            // "−1"
    std::vector<QString> marks; // chips
    QString spoken;
};

[[nodiscard]] std::vector<PartRow> partRows(const diff::SnapshotDiff& diff);
[[nodiscard]] QString partKindText(diff::PartKind kind);
[[nodiscard]] QString changeKindText(diff::ChangeKind kind);

class PartModel final : public RowTableModel<PartRow> {
    Q_OBJECT

public:
    using RowTableModel::RowTableModel;

    [[nodiscard]] int columnCount(const QModelIndex& parent) const override { return parent.isValid() ? 0 : 1; }

protected:
    [[nodiscard]] bool isSame(const PartRow& a, const PartRow& b) const override { return a.path == b.path; }

    [[nodiscard]] QVariant cell(const PartRow& row, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;
};

class PartDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace signalbox::ui::compare
