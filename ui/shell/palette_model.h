// What the command palette lists: everything that can be done here, filtered and ordered by what is typed. UI thread.
#pragma once

#include <functional>
#include <vector>

#include <QAbstractListModel>

namespace signalbox::ui::shell {

struct PaletteEntry {
    QString text;     // "Roll back refunds to 2.1.0"
    QString detail;   // group or, when disabled, the reason
    QString shortcut; // as people read it
    QString icon;
    bool enabled = true;
    std::function<void()> run;
    QString deed = {}; // of what changes traffic: its name without the agent's; empty: changes none
};

class PaletteModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Roles { DetailRole = Qt::UserRole + 1, ShortcutRole, IconRole };

    using QAbstractListModel::QAbstractListModel;

    void setEntries(std::vector<PaletteEntry> entries);
    void setFilter(const QString& typed);
    [[nodiscard]] const PaletteEntry& entry(int row) const;
    // The row that Return is meant for before anybody has moved; -1: none. What changes traffic is it only when its
    // name was typed.
    [[nodiscard]] int firstChoice() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent) const override;
    [[nodiscard]] QVariant data(const QModelIndex& at, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& at) const override;

private:
    // Changes traffic, and nobody typed its name.
    [[nodiscard]] bool isUnasked(const PaletteEntry& entry) const;
    void show(std::vector<std::size_t> rows);

    QString m_typed;
    std::vector<PaletteEntry> m_entries;
    std::vector<std::size_t> m_shown;
};

} // namespace signalbox::ui::shell
