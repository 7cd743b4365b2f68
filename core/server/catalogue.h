// What a workspace holds, as the control API shows it: versions, plans, teams. Owns a version store on a thread of its
// own; everybody else reads the newest view, which is immutable. Broken versions are listed as problems beside the
// good.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/agents/workspace.h"
#include "core/base/serial_queue.h"
#include "core/protocol/messages.h"
#include "core/release/plan.h"
#include "core/server/checked_versions.h"
#include "core/versions/store.h"

namespace signalbox::server {

struct AgentEntry {
    std::vector<const agents::Version*> versions; // newest precedence first; live as long as the view
    std::string description;
    Result<release::Plan> plan = release::defaultPlan();
};

struct CatalogueView {
    versions::CataloguePtr all;
    std::map<std::string, AgentEntry> agents;
    std::vector<protocol::UnservedAgent> unserved; // by name; those without a version
};

using CatalogueViewPtr = std::shared_ptr<const CatalogueView>;

class Catalogue {
public:
    // On the catalogue's thread, after the view has changed: the agents whose versions are other than before.
    using Changed = std::function<void(const std::set<std::string>& agents)>;

    explicit Catalogue(std::filesystem::path workspace);
    ~Catalogue();

    // Opens the store and reads everything once; blocks. Errors: those of versions::Store and of readWorkspace.
    [[nodiscard]] Result<void> open();
    // Looks again every few seconds from now on.
    void watch(Changed changed);

    [[nodiscard]] const agents::Workspace& workspace() const { return m_workspace; } // fixed after open()

    [[nodiscard]] CatalogueViewPtr view() const;
    [[nodiscard]] std::vector<Error> badPlans() const; // what is wrong with each release.yaml that cannot be read
    // Why the newest look failed; the view is then what was read before it.
    [[nodiscard]] std::optional<Error> problem() const;

    [[nodiscard]] SerialQueue& queue() { return m_queue; }

    // On the catalogue's thread only.
    [[nodiscard]] Result<agents::SnapshotPtr> read(const std::string& agent, const agents::SemVer& version) const;
    [[nodiscard]] versions::VersionFindingsPtr check(const std::string& agent, const agents::SemVer& version) const;

    void fillChecks(protocol::VersionList& list) { m_checked->fill(list); }

    [[nodiscard]] Result<agents::Version> publish(const versions::PublishRequest& request);

private:
    [[nodiscard]] Result<void> refresh();
    [[nodiscard]] std::shared_ptr<CatalogueView> build(const versions::CataloguePtr& all) const;
    [[nodiscard]] std::vector<protocol::UnservedAgent> withoutVersion(const CatalogueView& view) const;
    [[nodiscard]] Result<agents::Workspace> readWorkspaceFile() const;
    void look();

    std::filesystem::path m_path;
    std::unique_ptr<versions::Store> m_store;
    std::unique_ptr<CheckedVersions> m_checked;
    agents::Workspace m_workspace;
    Changed m_changed;
    mutable std::mutex m_mutex;
    CatalogueViewPtr m_view;
    std::optional<Error> m_problem;
    SerialQueue m_queue; // last: joined first
};

[[nodiscard]] const agents::Version* findVersion(const CatalogueView& view, const std::string& agent,
                                                 const agents::SemVer& version);

} // namespace signalbox::server
