// The Versions page of the main window: the version tree of one agent, fetched from the backend and fetched again when
// its catalogue changes. Owned by the window; UI thread.
#pragma once

#include "ui/base/page.h"

namespace signalbox::ui::versions {

class VersionsView;

class VersionsPage : public Page {
    Q_OBJECT

public:
    explicit VersionsPage(client::BackendMirror& mirror, QWidget* parent = nullptr);

    void setActive(bool active) override;
    void refresh() override;

protected:
    void agentChanged() override;

private:
    void fetchVersions();
    void fetchDeployments();
    void fetchDetail();
    void showStatus();

    VersionsView* m_view;
    bool m_active = false;
    bool m_outdated = true;
    std::string m_detailOf;      // version whose detail was asked for
    std::uint64_t m_request = 0; // answers about another agent are dropped
};

} // namespace signalbox::ui::versions
