#include "ui/history/audit_model.h"

#include <charconv>
#include <utility>

#include <QJsonObject>

#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"
#include "ui/base/two_line_delegate.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::history {

namespace {

QString fromUtf8(const std::string& text) {
    return QString::fromStdString(text);
}

std::vector<AuditWords> wordsOfAll(const std::vector<protocol::AuditRow>& rows) {
    std::vector<AuditWords> words;
    words.reserve(rows.size());
    for (const protocol::AuditRow& row : rows)
        words.push_back(wordsOf(row));
    return words;
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

std::optional<std::uint64_t> sizeIn(const std::string& checkpoint) {
    const auto begin = checkpoint.find('\n');
    if (begin == std::string::npos)
        return std::nullopt;
    std::uint64_t size = 0;
    const char* const end = checkpoint.data() + checkpoint.size();
    const auto read = std::from_chars(checkpoint.data() + begin + 1, end, size);
    return read.ec == std::errc{} && read.ptr != end && *read.ptr == '\n' ? std::optional(size) : std::nullopt;
}

void AuditModel::takeNewest(std::vector<protocol::AuditRow> rows, std::uint64_t size,
                            std::optional<std::uint64_t> signedTo) {
    const bool joins = !m_rows.empty() && !rows.empty() && size >= m_size &&
                       rows.back().sequence <= m_rows.front().sequence + 1 &&
                       rows.front().sequence >= m_rows.front().sequence;
    m_size = size;
    const bool newlySigned = std::exchange(m_signedTo, signedTo) != signedTo;
    if (!joins) {
        beginResetModel();
        m_words = wordsOfAll(rows);
        m_rows = std::move(rows);
        m_waiting = false;
        endResetModel();
        return;
    }
    const auto newest = m_rows.front().sequence;
    std::erase_if(rows, [&](const auto& row) { return row.sequence <= newest; });
    if (newlySigned)
        Q_EMIT dataChanged(index(0, Entry), index(rowCount() - 1, Entry));
    if (rows.empty())
        return;
    beginInsertRows({}, 0, static_cast<int>(rows.size()) - 1);
    auto words = wordsOfAll(rows);
    m_words.insert(m_words.begin(), std::move_iterator(words.begin()), std::move_iterator(words.end()));
    m_rows.insert(m_rows.begin(), std::move_iterator(rows.begin()), std::move_iterator(rows.end()));
    endInsertRows();
}

void AuditModel::appendOlder(std::vector<protocol::AuditRow> rows) {
    m_waiting = false;
    // An answer that does not continue the list (it was cleared meanwhile) is dropped.
    if (m_rows.empty() || rows.empty() || rows.front().sequence >= m_rows.back().sequence)
        return;
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(rows.size()) - 1);
    auto words = wordsOfAll(rows);
    m_words.insert(m_words.end(), std::move_iterator(words.begin()), std::move_iterator(words.end()));
    m_rows.insert(m_rows.end(), std::move_iterator(rows.begin()), std::move_iterator(rows.end()));
    endInsertRows();
}

void AuditModel::clear() {
    beginResetModel();
    m_rows.clear();
    m_words.clear();
    m_signedTo.reset();
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

QString AuditModel::recordText(int row) const {
    const std::uint64_t sequence = m_rows[static_cast<std::size_t>(row)].sequence;
    const QString number = countText(sequence);
    if (!m_signedTo)
        return tr("entry %1").arg(number);
    return sequence <= *m_signedTo ? tr("entry %1, signed").arg(number) : tr("entry %1, not signed yet").arg(number);
}

QString AuditModel::text(int row, int column) const {
    const protocol::AuditRow& entry = m_rows[static_cast<std::size_t>(row)];
    const AuditWords& said = words(row);
    switch (column) {
    case Time:
        return timeOfDayText(entry.time) + u'\n' + timeText(entry.time).section(u' ', 0, 0);
    case What: {
        QString below = said.changes.join(u"     "_s);
        if (!said.effect.isEmpty())
            below += (below.isEmpty() ? QString() : u"     "_s) + said.effect;
        return below.isEmpty() ? said.sentence : QString(said.sentence + u'\n' + below);
    }
    case Why:
        return said.reason;
    case Entry:
        return recordText(row).replace(u", "_s, u"\n"_s);
    default:
        return {};
    }
}

QString AuditModel::title(int column) {
    switch (column) {
    case Time:
        return tr("Time");
    case What:
        return tr("What happened");
    case Why:
        return tr("Why");
    case Entry:
        return tr("Record");
    default:
        return {};
    }
}

QVariant AuditModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(index.row(), column);
    case Qt::ToolTipRole:
        return column == What || column == Why ? QVariant(plainToolTip(text(index.row(), column))) : QVariant();
    case Qt::AccessibleTextRole:
        return QString(title(column) + u": "_s + inOneLine(text(index.row(), column)));
    default:
        return {};
    }
}

QVariant AuditModel::headerData(int section, Qt::Orientation orientation, int role) const {
    return orientation == Qt::Horizontal && role == Qt::DisplayRole ? QVariant(title(section)) : QVariant();
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
