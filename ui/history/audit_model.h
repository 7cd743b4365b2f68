// The audit log as a table, newest first, read in pages: the view asks for older entries as it is scrolled, and the
// owner answers pageWanted() with appendOlder(). UI thread. Entries never change, so rows are only added at both ends.
#pragma once

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

#include "core/client/console_log.h"
#include "core/protocol/messages.h"

namespace signalbox::ui::history {

[[nodiscard]] protocol::AuditRow rowOf(const client::ConsoleEntry& entry); // the console's own log, as a row

class AuditModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Sequence, Time, Actor, Action, Agent, Summary, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    // The newest page. What is known already stays when the page joins it; else everything is read again.
    void takeNewest(std::vector<protocol::AuditRow> rows, std::uint64_t size);
    void appendOlder(std::vector<protocol::AuditRow> rows);
    void clear();

    // A page could not be read: ask again later.
    void pageFailed() { m_waiting = false; }

    [[nodiscard]] const std::vector<protocol::AuditRow>& rows() const { return m_rows; }

    [[nodiscard]] std::uint64_t size() const { return m_size; } // of the log

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    // The console's log names the backend that was asked where the backend's own names who asked.
    void setActorTitle(const QString& title) { m_actorTitle = title; }

    [[nodiscard]] static QString text(const protocol::AuditRow& row, int column);
    [[nodiscard]] static QString title(int column);

Q_SIGNALS:
    void pageWanted(quint64 before); // entries with sequence <= before

private:
    std::vector<protocol::AuditRow> m_rows; // newest first
    std::uint64_t m_size = 0;
    bool m_waiting = false;
    QString m_actorTitle = title(Actor);

    [[nodiscard]] QString shownTitle(int column) const { return column == Actor ? m_actorTitle : title(column); }
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
