// The pages of one backend behind tabs. A page is made when it is first looked at, and only the visible one follows its
// agent. UI thread.
#pragma once

#include <vector>

#include <QWidget>

#include "ui/shell/page_factory.h"

class QStackedWidget;
class QTabBar;

namespace signalbox::ui::shell {

class PageStack : public QWidget {
    Q_OBJECT

public:
    PageStack(client::BackendMirror& mirror, std::vector<PageFactory> factories, QWidget* parent = nullptr);

    void setAgent(const std::string& agent);
    void setActive(bool active); // the backend of these pages is the one that is looked at
    void showPage(int index);
    void showPage(const QString& id);
    // "Alerts (2)"; 0: only the title.
    void setCount(const QString& id, std::size_t count);
    [[nodiscard]] QString currentId() const;
    [[nodiscard]] QString currentTitle() const;

    [[nodiscard]] int count() const { return static_cast<int>(m_factories.size()); }

    [[nodiscard]] const PageFactory& factory(int index) const { return m_factories[static_cast<std::size_t>(index)]; }

    [[nodiscard]] Page* page(int index); // made if need be
    void refresh();
    // Shows the page of pairs with these two versions.
    void compare(const QString& left, const QString& right);

Q_SIGNALS:
    void pageAsked(); // from outside, also for the one that is shown
    // Asks the window to choose another agent of this backend.
    void agentRequested(const std::string& agent);
    void releaseRequested(const QString& version);
    void unquarantineRequested(const QString& version);

private:
    void currentChanged(int index);
    void showEvidence(const std::string& agent, const std::string& guard);

    client::BackendMirror& m_mirror;
    std::vector<PageFactory> m_factories;
    std::vector<Page*> m_pages;
    std::string m_agent;
    int m_current = -1;
    bool m_active = false;
    QTabBar* m_tabs;
    QStackedWidget* m_stack;
};

} // namespace signalbox::ui::shell
