// The left side of the window: search on top, the tree of agents, and below it what is not of one agent. It only says
// what a person asked for. UI thread.
#pragma once

#include <QWidget>

namespace signalbox::ui::shell {

class Sidebar;

class SidePanel : public QWidget {
    Q_OBJECT

public:
    explicit SidePanel(QWidget* parent = nullptr);

    [[nodiscard]] Sidebar& sidebar() const { return *m_sidebar; }

Q_SIGNALS:
    void searchRequested();
    void drillRequested();
    void openRequested();

private:
    Sidebar* m_sidebar;
};

} // namespace signalbox::ui::shell
