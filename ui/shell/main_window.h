// The window: sidebar, one view per backend, welcome page, status line, command palette. Owns its widgets, not the
// mirrors. The program adds backends and answers what the welcome page asks for. UI thread.
#pragma once

#include <vector>

#include <QMainWindow>
#include <QTimer>

#include "ui/shell/open_backends.h"
#include "ui/shell/page_factory.h"

class QSplitter;
class QStackedWidget;

namespace signalbox::client {
class ConsoleLog;
}

namespace signalbox::ui::shell {

class AlertNotifier;
class BackendView;
class CommandPalette;
class SidePanel;
class Sidebar;
class StatusLine;
class WelcomePage;

class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    MainWindow(std::vector<PageFactory> pages, client::ConsoleLog* log, QWidget* parent = nullptr);

    // Shows it at once; the mirror must outlive the window or be removed before. `firstAgent` is chosen when it is
    // there and none has a release; may be empty.
    BackendView& addBackend(client::BackendMirror& mirror, const std::string& firstAgent = {},
                            const RecentBackend& origin = {});
    // Its view goes; the mirror is not used any more.
    void removeBackend(const client::BackendMirror& mirror);
    // A backend of this console's own ended by itself.
    void setEnded(const client::BackendMirror& mirror, const Error& error);
    // What the console itself has to say, in the status line.
    void say(const QString& message);
    [[nodiscard]] BackendView* currentView() const;

    [[nodiscard]] WelcomePage& welcome() const { return *m_welcome; }

    [[nodiscard]] CommandPalette& palette() const { return *m_palette; }

    [[nodiscard]] Sidebar& sidebar() const { return *m_sidebar; }

    void showWelcome();
    // False: it is not open here.
    bool showOpen(const RecentBackend& recent);
    void chooseAgent(int backend, const std::string& agent);
    void openPalette();

Q_SIGNALS:
    void startAgainRequested(const signalbox::client::BackendMirror& mirror);
    void tokenReplaced(const signalbox::client::BackendMirror& mirror, const QString& token);
    void closeRequested(const signalbox::client::BackendMirror& mirror); // its view is gone already
    void closed();                                                       // the window

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    // As chooseAgent; no alert leads away from it any more.
    void keepAgent(int backend, const std::string& agent);
    void makeActions();
    QAction* addWindowAction(const QString& text, const QString& icon, const QKeySequence& shortcut,
                             const std::function<void()>& run);
    void showSidebar();
    void showStatusLine();
    void showAlertMarks();
    void refresh();
    void connectView(BackendView& view);
    void closeCurrent();
    [[nodiscard]] int indexOf(const BackendView* view) const;
    void showAlerts();
    void openDrills();

    std::vector<PageFactory> m_factories;
    client::ConsoleLog* m_log;
    std::vector<OpenBackend> m_open;
    int m_current = -1;
    bool m_keepsAgent = false; // an alert does not change the agent that is shown
    QTimer m_second;
    int m_seconds = 0;
    SidePanel* m_side;
    Sidebar* m_sidebar = nullptr;
    QStackedWidget* m_stack;
    WelcomePage* m_welcome;
    StatusLine* m_status;
    AlertNotifier* m_notifier;
    CommandPalette* m_palette;
    QList<QAction*> m_windowActions;
};

} // namespace signalbox::ui::shell
