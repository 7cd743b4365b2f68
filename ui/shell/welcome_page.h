// What the window shows before a backend is open: try the sample workspace, open a folder, connect to a running
// backend, or go on with one of before. It only says what a person asked for; the program does it. UI thread.
#pragma once

#include <QWidget>

#include "core/base/result.h"
#include "ui/shell/recent_backends.h"

class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace signalbox::ui {
class BusyOverlay;
class Notice;
} // namespace signalbox::ui

namespace signalbox::ui::shell {

class WelcomePage : public QWidget {
    Q_OBJECT

public:
    explicit WelcomePage(QWidget* parent = nullptr);

    void setRecent(const std::vector<RecentBackend>& recent);
    void showBusy(const QString& what); // empty: no longer
    void showError(const Error& error);
    // Where a folder comes from; replaced by tests. Otherwise the desktop's folder dialog.
    void askForFolder();

Q_SIGNALS:
    void sampleRequested();
    void folderRequested(const QString& folder);
    void workspaceWanted(); // make one of the folder that is none
    void connectRequested(const QString& url, const QString& token);
    void recentRequested(const signalbox::ui::shell::RecentBackend& backend);
    void recentRemoved(const signalbox::ui::shell::RecentBackend& backend); // is off the list already
    void cancelled();

private:
    QWidget* card(const QString& icon, const QString& title, const QString& text, QWidget* content);
    QWidget* makeConnectForm();
    QWidget* makeCards();
    QWidget* makeColours();
    void requestConnect();
    void lookForFolders();

    Notice* m_notice;
    BusyOverlay* m_busy;
    QLineEdit* m_url = nullptr;
    QLineEdit* m_token = nullptr;
    QPushButton* m_connect = nullptr;
    QWidget* m_recentBox;
    QVBoxLayout* m_recent;
};

} // namespace signalbox::ui::shell
