#include "ui/live/live_table.h"

#include <algorithm>

#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::live {

namespace {

Measure measureOf(int column) {
    switch (column) {
    case LiveTableModel::ErrorRate:
        return {Metric::ErrorRate, Quantile::P95};
    case LiveTableModel::LatencyP50:
        return {Metric::Latency, Quantile::P50};
    case LiveTableModel::LatencyP95:
        return {Metric::Latency, Quantile::P95};
    case LiveTableModel::LatencyP99:
        return {Metric::Latency, Quantile::P99};
    case LiveTableModel::FirstToken:
        return {Metric::FirstToken, Quantile::P95};
    case LiveTableModel::Tokens:
        return {Metric::Tokens, Quantile::P95};
    case LiveTableModel::Cost:
        return {Metric::Cost, Quantile::P95};
    case LiveTableModel::ToolCalls:
        return {Metric::ToolCalls, Quantile::P95};
    case LiveTableModel::ContractViolations:
        return {Metric::ContractViolations, Quantile::P95};
    case LiveTableModel::ToolFailures:
        return {Metric::ToolFailures, Quantile::P95};
    case LiveTableModel::Refusals:
        return {Metric::Refusals, Quantile::P95};
    default:
        return {Metric::RequestRate, Quantile::P95};
    }
}

// "1 Mar 14:02:10 – 14:02:25"
QString intervalText(const Interval& interval) {
    const QLocale locale(QLocale::English, QLocale::UnitedStates);
    const auto text = [&locale](WallTime time, const QString& format) {
        return locale.toString(QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count()), format);
    };
    return text(interval.from, u"d MMM HH:mm:ss"_s) + u" – "_s + text(interval.to, u"HH:mm:ss"_s);
}

} // namespace

std::vector<LiveRow> liveRows(const Picture& picture) {
    std::vector<LiveRow> rows;
    for (const auto& line : picture.lines)
        rows.push_back({true, line.role, line.version, wholeOf(picture, line)});
    const std::size_t totals = rows.size();
    for (const auto& line : picture.lines)
        for (const Interval& interval : line.intervals)
            rows.push_back({false, line.role, line.version, interval});
    std::stable_sort(rows.begin() + static_cast<std::ptrdiff_t>(totals), rows.end(),
                     [](const LiveRow& a, const LiveRow& b) { return a.interval.from > b.interval.from; });
    return rows;
}

bool LiveTableModel::isSame(const LiveRow& a, const LiveRow& b) const {
    return a.isTotal == b.isTotal && a.role == b.role && (a.isTotal || a.interval.from == b.interval.from) &&
           a.version == b.version;
}

QString LiveTableModel::text(const LiveRow& row, int column) {
    switch (column) {
    case Time:
        return row.isTotal ? tr("whole span") : intervalText(row.interval);
    case Role:
        return nameOf(row.role);
    case Version:
        return plainLine(row.version, 60);
    case Requests:
        return countText(row.interval.counts.requests);
    default: {
        const auto measure = measureOf(column);
        const auto point = plotted(row.interval, measure);
        return plottedText(measure, point ? &*point : nullptr);
    }
    }
}

QVariant LiveTableModel::cell(const LiveRow& row, int column, int role) const {
    if (role == Qt::DisplayRole)
        return text(row, column);
    if (role == Qt::AccessibleTextRole)
        return QString(header(column, Qt::DisplayRole).toString() + u": "_s + text(row, column));
    if (role == Qt::TextAlignmentRole && column >= Requests)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

QVariant LiveTableModel::header(int column, int role) const {
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((column >= Requests ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Time:
        return tr("Time");
    case Role:
        return tr("Role");
    case Version:
        return tr("Version");
    case Requests:
        return tr("Requests");
    case Rate:
        return tr("Per second");
    case ErrorRate:
        return tr("Errors");
    case LatencyP50:
        return tr("p50");
    case LatencyP95:
        return tr("p95");
    case LatencyP99:
        return tr("p99");
    case FirstToken:
        return tr("First token p95");
    case Tokens:
        return tr("Tokens");
    case Cost:
        return tr("Cost");
    case ToolCalls:
        return tr("Tool calls");
    case ContractViolations:
        return tr("Violations");
    case ToolFailures:
        return tr("Tool failures");
    case Refusals:
        return tr("Refusals");
    default:
        return {};
    }
}

} // namespace signalbox::ui::live
