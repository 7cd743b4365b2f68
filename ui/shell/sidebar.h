// The tree on the left: choose an agent with the mouse or the arrow keys. UI thread.
#pragma once

#include <QStyledItemDelegate>
#include <QTreeView>

#include "ui/shell/sidebar_model.h"

namespace signalbox::ui::shell {

// Paints from roles alone, so that it works in any view.
class SidebarDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& at) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& at) const override;
};

class Sidebar : public QTreeView {
    Q_OBJECT

public:
    explicit Sidebar(QWidget* parent = nullptr);

    void setBackends(const std::vector<SidebarBackend>& backends);
    void choose(int backend, const std::string& agent);

    [[nodiscard]] SidebarModel& tree() const { return *m_model; }

Q_SIGNALS:
    void agentChosen(int backend, const std::string& agent);

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void drawBranches(QPainter* painter, const QRect& rect, const QModelIndex& at) const override;

private:
    SidebarModel* m_model;
    int m_backend = -1;
    std::string m_agent;
};

} // namespace signalbox::ui::shell
