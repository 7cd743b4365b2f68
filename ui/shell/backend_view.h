// Everything the window shows of one backend: banner when the link is down, release bar, pages, and in the place of
// the pages what is worked in for a while (start of a release, drills). It joins the bar's requests with the commander
// and the answers with the bar. Owned by the window; UI thread; the mirror outlives it.
#pragma once

#include <QPointer>
#include <QWidget>

#include "ui/releases/commander.h"
#include "ui/shell/audit_watch.h"
#include "ui/shell/page_stack.h"

class QStackedWidget;
class QVBoxLayout;

namespace signalbox::ui {
class EmptyState;
class Notice;
class NoticeStrip;
class Sheet;
class StaleVeil;
} // namespace signalbox::ui

namespace signalbox::ui::drills {
class DrillPanel;
} // namespace signalbox::ui::drills

namespace signalbox::ui::releases {
class ReleaseBar;
class StartPanel;
class StripFeed;
} // namespace signalbox::ui::releases

namespace signalbox::ui::shell {

class LinkBanner;

class BackendView : public QWidget {
    Q_OBJECT

public:
    BackendView(client::BackendMirror& mirror, std::vector<PageFactory> pages, client::ConsoleLog* log,
                QWidget* parent = nullptr);

    [[nodiscard]] client::BackendMirror& mirror() const { return m_mirror; }

    [[nodiscard]] const std::string& agent() const { return m_agent; }

    [[nodiscard]] releases::ReleaseBar& bar() const { return *m_bar; }

    [[nodiscard]] PageStack& pages() const { return *m_pages; }

    [[nodiscard]] const AuditSeen& audit() const { return m_audit->seen(); }

    [[nodiscard]] releases::StartPanel* startPanel() const;

    [[nodiscard]] QString name() const; // of the backend, ready to show

    [[nodiscard]] LinkBanner& banner() const { return *m_banner; }

    [[nodiscard]] NoticeStrip& strip() const { return *m_strip; }

    [[nodiscard]] bool isGreyed() const; // because what is shown may be wrong

    // The backend of this console's own has ended by itself; forgotten when it answers again.
    void setEnded(const Error& error);

    // Names of the agent's versions, newest first, as far as they are known.
    [[nodiscard]] const std::vector<QString>& versions() const { return m_versions; }

    void showAgent(const std::string& agent);
    void openStartPanel(const QString& version = {});
    void openDrillPanel();

    [[nodiscard]] drills::DrillPanel* drillPanel() const;
    void setActive(bool active);
    void tick(); // once a second

Q_SIGNALS:
    void statusChanged(); // link, audit
    void messageChanged(const QString& message);
    void agentRequested(const std::string& agent); // a page asks to choose it
    void tokenReplaced(const QString& token);      // is in use already; to be remembered
    void startRequested();                         // of the backend that has ended

private:
    void addStateStrip(QVBoxLayout& column);
    void connectMirror();
    void connectCommander();
    void connectBanner();
    void showLink();
    void showStatus();
    void followRemedy();
    void showUnserved(const protocol::UnservedAgent& agent);
    void showAlerts();
    void fetchVersions();
    // In the place of the pages; null: the pages again, and what stood there keeps what was typed.
    void showSheet(Sheet* sheet);

    client::BackendMirror& m_mirror;
    std::string m_agent;
    std::vector<QString> m_versions;
    releases::Commander* m_commander;
    AuditWatch* m_audit;
    NoticeStrip* m_strip;
    LinkBanner* m_banner;
    Notice* m_alarm;
    releases::ReleaseBar* m_bar;
    releases::StripFeed* m_feed;
    PageStack* m_pages;
    EmptyState* m_empty;
    QString m_remedy; // a command, of an agent that answers nobody
    QStackedWidget* m_stack;
    StaleVeil* m_veil;
    std::optional<Error> m_ended;
    std::optional<WallTime> m_seenOther; // a change of the backend that somebody has read of
    QStackedWidget* m_middle;            // the pages, or a sheet
    QPointer<releases::StartPanel> m_start;
    QPointer<drills::DrillPanel> m_drills;
};

} // namespace signalbox::ui::shell
