// The table twin of the Live page's charts: every interval of every version as text, newest first, below the totals of
// the span. UI thread. Cells are PlottedPoints, as the charts draw them, in words.
#pragma once

#include "ui/base/row_table_model.h"
#include "ui/live/plotted_series.h"

namespace signalbox::ui::live {

struct LiveRow {
    bool isTotal = false;
    traffic::Role role = traffic::Role::Stable;
    std::string version;
    Interval interval; // of a total: as long as was counted
};

[[nodiscard]] std::vector<LiveRow> liveRows(const Picture& picture);

class LiveTableModel final : public RowTableModel<LiveRow> {
    Q_OBJECT

public:
    enum Column {
        Time,
        Role,
        Version,
        Requests,
        Rate,
        ErrorRate,
        LatencyP50,
        LatencyP95,
        LatencyP99,
        FirstToken,
        Tokens,
        Cost,
        ToolCalls,
        ContractViolations,
        ToolFailures,
        Refusals,
        ColumnCount
    };

    using RowTableModel::RowTableModel;

    [[nodiscard]] int columnCount(const QModelIndex& parent) const override {
        return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
    }

protected:
    [[nodiscard]] bool isSame(const LiveRow& a, const LiveRow& b) const override;
    [[nodiscard]] QVariant cell(const LiveRow& row, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;

private:
    [[nodiscard]] static QString text(const LiveRow& row, int column);
};

} // namespace signalbox::ui::live
