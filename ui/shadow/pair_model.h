// The pairs of a shadow as a table, in the order of the backend: disagreements first. UI thread. Where there are more
// than are listed, the view asks for them by scrolling (moreWanted).
#pragma once

#include "core/protocol/pair_message.h"
#include "ui/base/row_table_model.h"

namespace signalbox::ui::shadow {

class PairModel final : public RowTableModel<protocol::PairMessage> {
    Q_OBJECT

public:
    enum Column { Result, Asked, Verdict, ColumnCount };

    using RowTableModel::RowTableModel;

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
    }

    void setHasMore(bool more) { m_hasMore = more; }

    [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override { return !parent.isValid() && m_hasMore; }

    void fetchMore(const QModelIndex& parent) override;

Q_SIGNALS:
    void moreWanted();

protected:
    [[nodiscard]] bool isSame(const protocol::PairMessage& a, const protocol::PairMessage& b) const override {
        return a.id == b.id;
    }

    [[nodiscard]] QVariant cell(const protocol::PairMessage& row, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;

private:
    [[nodiscard]] static QString text(const protocol::PairMessage& row, int column);
    [[nodiscard]] static QString title(int column);

    bool m_hasMore = false;
};

} // namespace signalbox::ui::shadow
