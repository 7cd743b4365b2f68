// Compare: any two versions of the agent, what changed between them and what each did in traffic. Owned by the window;
// UI thread. Snapshots come from the session and are compared on the thread pool; answers to an older choice are
// dropped.
#pragma once

#include <optional>

#include "ui/base/latest_job.h"
#include "ui/base/page.h"
#include "ui/compare/compare_document.h"

namespace signalbox::ui::compare {

class CompareView;

class ComparePage : public Page {
    Q_OBJECT

public:
    explicit ComparePage(client::BackendMirror& mirror, QWidget* parent = nullptr);
    ~ComparePage() override;

    // Older left, newer right; names of versions of the current agent.
    void setVersions(const QString& left, const QString& right);
    void setActive(bool active) override;
    void refresh() override;

    [[nodiscard]] CompareView* view() const { return m_view; }

protected:
    void agentChanged() override;

private:
    struct Request { // of one pair of versions
        std::string left;
        std::string right;
        std::optional<protocol::SnapshotMessage> leftSnapshot;
        std::optional<protocol::SnapshotMessage> rightSnapshot;
    };

    void fetchVersions();
    void takeVersions(Result<protocol::VersionList> list);
    void showNames();
    void compare();
    void fetchSide(bool isLeft);
    void build();
    void fetchEffect();

    CompareView* m_view;
    LatestJob m_job;
    Request m_request;
    std::vector<agents::Version> m_versions; // newest first
    std::optional<release::Routing> m_shownRouting;
    std::uint64_t m_generation = 0; // answers that carry an older one are dropped
    bool m_active = false;
    bool m_versionsKnown = false;
};

} // namespace signalbox::ui::compare
