#include "ui/versions/version_model.h"

#include <unordered_map>
#include <unordered_set>

#include <QDateTime>
#include <QLocale>

#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::versions {

namespace {

QDateTime toDateTime(WallTime time) {
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count());
}

const std::string& keyOf(const VersionRow& row) {
    return row.version.tag;
}

QString chipTexts(const VersionRow& row) {
    QStringList texts;
    for (const auto& chip : row.chips)
        texts += chip.text;
    return texts.join(u", "_s);
}

} // namespace

bool VersionModel::keepsOrder(const std::vector<VersionRow>& next) const {
    std::unordered_map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < next.size(); ++i)
        places.emplace(keyOf(next[i]), i);
    std::size_t last = 0;
    for (const auto& row : m_rows) {
        const auto found = places.find(keyOf(row));
        if (found == places.end())
            continue;
        if (found->second < last)
            return false;
        last = found->second;
    }
    return places.size() == next.size(); // a key that is there twice cannot be followed
}

void VersionModel::setRows(std::vector<VersionRow> rows) {
    if (m_rows.empty() || rows.empty() || !keepsOrder(rows)) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    removeMissing(rows);
    insertNew(std::move(rows));
}

void VersionModel::removeMissing(const std::vector<VersionRow>& next) {
    std::unordered_set<std::string> keys;
    for (const auto& row : next)
        keys.insert(keyOf(row));
    for (int last = rowCount() - 1; last >= 0; --last) {
        if (keys.contains(keyOf(m_rows[static_cast<std::size_t>(last)])))
            continue;
        int first = last;
        while (first > 0 && !keys.contains(keyOf(m_rows[static_cast<std::size_t>(first - 1)])))
            --first;
        beginRemoveRows({}, first, last);
        m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
        endRemoveRows();
        last = first;
    }
}

void VersionModel::insertNew(std::vector<VersionRow> next) {
    const auto differs = [&](std::size_t i) { return i >= m_rows.size() || keyOf(m_rows[i]) != keyOf(next[i]); };
    for (std::size_t i = 0; i < next.size(); ++i) {
        if (!differs(i)) {
            m_rows[i] = std::move(next[i]);
            continue;
        }
        // Rows up to the next one that is here already are new.
        std::size_t end = i + 1;
        while (end < next.size() && (i >= m_rows.size() || keyOf(m_rows[i]) != keyOf(next[end])))
            ++end;
        beginInsertRows({}, static_cast<int>(i), static_cast<int>(end) - 1);
        m_rows.insert(m_rows.begin() + static_cast<std::ptrdiff_t>(i),
                      std::move_iterator(next.begin() + static_cast<std::ptrdiff_t>(i)),
                      std::move_iterator(next.begin() + static_cast<std::ptrdiff_t>(end)));
        endInsertRows();
        i = end - 1;
    }
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void VersionModel::setStatus(const protocol::AgentStatus* status) {
    if (m_rows.empty())
        return;
    markRoles(m_rows, status);
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int VersionModel::rowOf(const std::string& name) const {
    const auto found = std::ranges::find(m_rows, name, &VersionRow::name);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int VersionModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int VersionModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QVariant VersionModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const auto& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == RowRole)
        return QVariant::fromValue(&row);
    if (role == Qt::AccessibleTextRole && (index.column() == Graph || index.column() == Name))
        return spokenText(row);
    if (role == Qt::ToolTipRole && index.column() == Changelog && !row.version.changelog.empty())
        return plainToolTip(row.version.changelog);
    if (role == Qt::ToolTipRole && index.column() == Date)
        return timeText(row.version.time);
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    switch (index.column()) {
    case Name:
        return plainLine(row.name, 100);
    case Chips:
        return chipTexts(row);
    case Changelog:
        return firstLine(row.version.changelog);
    case Author:
        return plainLine(row.version.author, 100);
    case Date:
        return QLocale().toString(toDateTime(row.version.time), u"d MMM yyyy"_s);
    default:
        return {};
    }
}

QVariant VersionModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Graph:
        return tr("Tree");
    case Name:
        return tr("Version");
    case Chips:
        return tr("Traffic");
    case Changelog:
        return tr("What changed");
    case Author:
        return tr("Author");
    case Date:
        return tr("Published");
    default:
        return {};
    }
}

void VersionFilter::setFilter(const QString& filter) {
    m_filter = filter;
    invalidateRowsFilter();
}

bool VersionFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    if (m_filter.isEmpty())
        return true;
    const auto index = sourceModel()->index(row, 0, parent);
    const auto* version = index.data(VersionModel::RowRole).value<const VersionRow*>();
    return version && matches(*version, m_filter);
}

} // namespace signalbox::ui::versions
