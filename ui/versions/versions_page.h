// The Versions page of the main window: the version tree of one agent and what was deployed, fetched from the backend
// and fetched again when its catalogue, its traffic or the link changes, also while the page is not in sight. Owned by
// the window; UI thread.
#pragma once

#include <optional>

#include "ui/base/page.h"
#include "ui/versions/version_row.h"

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
    void fetchFiles();
    void showStatus();
    void followState();
    void followLink();
    void showQuarantine();

    VersionsView* m_view;
    bool m_active = false;
    bool m_outdated = true;
    bool m_deploymentsOutdated = true;
    bool m_wasFresh = false;
    std::optional<release::Routing> m_followed; // what was in effect when the deployments were asked for
    std::uint64_t m_followedRevision = 0;
    VersionKey m_detailOf; // whose detail was asked for
    // Only the answer to the newest question is taken: an older one may come later.
    std::uint64_t m_request = 0;
    std::uint64_t m_deploymentsRequest = 0;
};

} // namespace signalbox::ui::versions
