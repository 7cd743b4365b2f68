// The audit log as a table, newest first, read in pages: the view asks for older entries as it is scrolled, and the
// owner answers pageWanted() with appendOlder(). UI thread. Entries never change, so rows are only added at both ends.
#pragma once

#include <optional>

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

#include "core/client/console_log.h"
#include "core/protocol/messages.h"
#include "ui/history/audit_words.h"

namespace signalbox::ui::history {

[[nodiscard]] protocol::AuditRow rowOf(const client::ConsoleEntry& entry); // the console's own log, as a row
// How many entries a signed checkpoint ("origin\\nsize\\nroot…") covers; absent: it is none.
[[nodiscard]] std::optional<std::uint64_t> sizeIn(const std::string& checkpoint);

class AuditModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Time, What, Why, Entry, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    // The newest page. What is known already stays when the page joins it; else everything is read again. `signedTo`:
    // the last entry that a checkpoint signs; absent: this log does not say.
    void takeNewest(std::vector<protocol::AuditRow> rows, std::uint64_t size,
                    std::optional<std::uint64_t> signedTo = {});
    void appendOlder(std::vector<protocol::AuditRow> rows);
    void clear();

    // A page could not be read: ask again later.
    void pageFailed() { m_waiting = false; }

    [[nodiscard]] const std::vector<protocol::AuditRow>& rows() const { return m_rows; }

    [[nodiscard]] const AuditWords& words(int row) const { return m_words[static_cast<std::size_t>(row)]; }

    // "entry 118, signed".
    [[nodiscard]] QString recordText(int row) const;

    [[nodiscard]] std::uint64_t size() const { return m_size; } // of the log

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    [[nodiscard]] static QString title(int column);

Q_SIGNALS:
    void pageWanted(quint64 before); // entries with sequence <= before

private:
    [[nodiscard]] QString text(int row, int column) const;

    std::vector<protocol::AuditRow> m_rows; // newest first
    std::vector<AuditWords> m_words;        // of each
    std::uint64_t m_size = 0;
    std::optional<std::uint64_t> m_signedTo;
    bool m_waiting = false;
};

// Entries about one agent (and about the backend itself), or all.
class AuditFilter final : public QSortFilterProxyModel {
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setAgent(const std::string& agent); // empty: all

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    std::string m_agent;
};

} // namespace signalbox::ui::history
