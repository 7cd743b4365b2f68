#include "ui/shell/palette_model.h"

#include <algorithm>

#include "ui/shell/fuzzy.h"

namespace signalbox::ui::shell {

void PaletteModel::setEntries(std::vector<PaletteEntry> entries) {
    beginResetModel();
    m_shown.clear();
    m_entries = std::move(entries);
    endResetModel();
    setFilter({});
}

void PaletteModel::setFilter(const QString& typed) {
    m_typed = typed;
    std::vector<std::pair<int, std::size_t>> scored;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const auto text = wordsScore(typed, m_entries[i].text);
        const auto detail = wordsScore(typed, m_entries[i].detail);
        if (text || detail) // what it does counts more than where it belongs
            scored.emplace_back(
                std::max(text.value_or(-1000), detail.value_or(-1000) / 2) -
                    (m_entries[i].enabled || typed.isEmpty() ? 0 : 1), // among equals what can be done first
                i);
    }
    std::ranges::stable_sort(scored, std::ranges::greater(), &std::pair<int, std::size_t>::first);
    std::vector<std::size_t> rows;
    for (const auto& [score, i] : scored)
        rows.push_back(i);
    std::ranges::stable_partition(rows, [this](std::size_t i) { return !isUnasked(m_entries[i]); });
    show(std::move(rows));
}

void PaletteModel::show(std::vector<std::size_t> rows) {
    beginResetModel();
    m_shown = std::move(rows);
    endResetModel();
}

bool PaletteModel::isUnasked(const PaletteEntry& entry) const {
    return !entry.deed.isEmpty() && !namesIt(m_typed, entry.deed);
}

int PaletteModel::firstChoice() const {
    return m_shown.empty() || isUnasked(m_entries[m_shown.front()]) ? -1 : 0;
}

const PaletteEntry& PaletteModel::entry(int row) const {
    return m_entries[m_shown[static_cast<std::size_t>(row)]];
}

int PaletteModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant PaletteModel::data(const QModelIndex& at, int role) const {
    if (!at.isValid() || at.row() >= rowCount({}))
        return {};
    const PaletteEntry& shown = entry(at.row());
    switch (role) {
    case Qt::DisplayRole:
        return shown.text;
    case Qt::AccessibleTextRole:
        return shown.detail.isEmpty() ? shown.text : QString(shown.text + QStringLiteral(", ") + shown.detail);
    case DetailRole:
        return shown.detail;
    case ShortcutRole:
        return shown.shortcut;
    case IconRole:
        return shown.icon;
    default:
        return {};
    }
}

Qt::ItemFlags PaletteModel::flags(const QModelIndex& at) const {
    if (!at.isValid())
        return Qt::NoItemFlags;
    // Disabled entries stay selectable, so that their reason can be read.
    return entry(at.row()).enabled ? Qt::ItemIsEnabled | Qt::ItemIsSelectable
                                   : Qt::ItemIsSelectable | Qt::ItemIsEnabled;
}

} // namespace signalbox::ui::shell
