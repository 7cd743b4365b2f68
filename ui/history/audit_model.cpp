#include "ui/history/audit_model.h"

#include <QJsonObject>

#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::history {

namespace {

QString fromUtf8(const std::string& text) {
    return QString::fromStdString(text);
}

} // namespace

protocol::AuditRow rowOf(const client::ConsoleEntry& entry) {
    const auto& action = entry.action;
    protocol::AuditRow row{.sequence = entry.sequence,
                           .time = entry.time,
                           .actor = action.backend,
                           .action = action.action,
                           .agent = action.agent,
                           .summary = action.outcome,
                           .entry = {}};
    if (!action.reason.empty())
        row.summary += " – " + action.reason;
    row.entry = {{u"action"_s, fromUtf8(action.action)},
                 {u"agent"_s, fromUtf8(action.agent)},
                 {u"backend"_s, fromUtf8(action.backend)},
                 {u"reason"_s, fromUtf8(action.reason)},
                 {u"request_id"_s, fromUtf8(action.requestId)},
                 {u"outcome"_s, fromUtf8(action.outcome)},
                 {u"backend_sequence"_s, static_cast<qint64>(action.backendSequence)}};
    if (action.effectiveAfterMs)
        row.entry.insert(u"effective_after_ms"_s, *action.effectiveAfterMs);
    return row;
}

void AuditModel::takeNewest(std::vector<protocol::AuditRow> rows, std::uint64_t size) {
    const bool joins = !m_rows.empty() && !rows.empty() && size >= m_size &&
                       rows.back().sequence <= m_rows.front().sequence + 1 &&
                       rows.front().sequence >= m_rows.front().sequence;
    m_size = size;
    if (!joins) {
        beginResetModel();
        m_rows = std::move(rows);
        m_waiting = false;
        endResetModel();
        return;
    }
    const auto newest = m_rows.front().sequence;
    std::erase_if(rows, [&](const auto& row) { return row.sequence <= newest; });
    if (rows.empty())
        return;
    beginInsertRows({}, 0, static_cast<int>(rows.size()) - 1);
    m_rows.insert(m_rows.begin(), std::move_iterator(rows.begin()), std::move_iterator(rows.end()));
    endInsertRows();
}

void AuditModel::appendOlder(std::vector<protocol::AuditRow> rows) {
    m_waiting = false;
    // An answer that does not continue the list (it was cleared meanwhile) is dropped.
    if (m_rows.empty() || rows.empty() || rows.front().sequence >= m_rows.back().sequence)
        return;
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(rows.size()) - 1);
    m_rows.insert(m_rows.end(), std::move_iterator(rows.begin()), std::move_iterator(rows.end()));
    endInsertRows();
}

void AuditModel::clear() {
    beginResetModel();
    m_rows.clear();
    m_size = 0;
    m_waiting = false;
    endResetModel();
}

int AuditModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int AuditModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

bool AuditModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && !m_waiting && !m_rows.empty() && m_rows.back().sequence > 1;
}

void AuditModel::fetchMore(const QModelIndex& parent) {
    if (!canFetchMore(parent))
        return;
    m_waiting = true;
    Q_EMIT pageWanted(m_rows.back().sequence - 1);
}

QString AuditModel::text(const protocol::AuditRow& row, int column) {
    switch (column) {
    case Sequence:
        return countText(row.sequence);
    case Time:
        return timeText(row.time);
    case Actor:
        return plainLine(row.actor, 100);
    case Action:
        return plainLine(row.action, 100);
    case Agent:
        return plainLine(row.agent, 100);
    case Summary:
        return plainLine(row.summary);
    default:
        return {};
    }
}

QString AuditModel::title(int column) {
    switch (column) {
    case Sequence:
        return tr("No.");
    case Time:
        return tr("Time");
    case Actor:
        return tr("By");
    case Action:
        return tr("Action");
    case Agent:
        return tr("Agent");
    case Summary:
        return tr("What happened");
    default:
        return {};
    }
}

QVariant AuditModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const auto& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::ToolTipRole:
        return index.column() == Summary ? QVariant(plainToolTip(row.summary)) : QVariant();
    case Qt::TextAlignmentRole:
        return QVariant::fromValue((index.column() == Sequence ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::AccessibleTextRole:
        return QString(shownTitle(index.column()) + u": "_s + text(row, index.column()));
    default:
        return {};
    }
}

QVariant AuditModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section == Sequence ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return role == Qt::DisplayRole ? QVariant(shownTitle(section)) : QVariant();
}

void AuditFilter::setAgent(const std::string& agent) {
    m_agent = agent;
    invalidateRowsFilter();
}

bool AuditFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    if (m_agent.empty() || parent.isValid())
        return true;
    const auto* model = static_cast<const AuditModel*>(sourceModel());
    const auto& about = model->rows()[static_cast<std::size_t>(row)].agent;
    return about.empty() || about == m_agent;
}

} // namespace signalbox::ui::history
