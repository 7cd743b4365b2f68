// The contents of versions for the control thread: what was released is read by its digest from what is kept of it,
// whatever became of its tag or of signalbox.yaml; any other version is read as the catalogue lists it, which is what
// people were shown. Control thread; errors are those of versions::Store and versions::KeptVersions.
#pragma once

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/release/state.h"
#include "core/server/catalogue.h"
#include "core/versions/kept_versions.h"
#include "core/versions/store.h"

namespace signalbox::server {

class ReleasedContent {
public:
    [[nodiscard]] static Result<std::unique_ptr<ReleasedContent>> open(const std::filesystem::path& workspace,
                                                                       const Catalogue& catalogue);

    // Corrupt "digest_mismatch": it is not kept, and what is listed by now is other content.
    [[nodiscard]] Result<agents::SnapshotPtr> read(const std::string& agent, const agents::VersionRef& version) const;
    // With the digest of its content, which a tag made by hand does not name.
    [[nodiscard]] Result<agents::VersionRef> resolve(const std::string& agent, const agents::VersionRef& version) const;
    [[nodiscard]] versions::VersionFindingsPtr check(const std::string& agent, const agents::SemVer& version) const;
    // Durable when it returns; costs nothing when this object has done it before.
    [[nodiscard]] Result<void> keep(const std::string& agent, const agents::VersionRef& version);
    // Everything that serves or may serve again, as far as that is possible; the first thing that went wrong.
    Result<void> keepAll(const release::AgentState& state);

    [[nodiscard]] versions::Store& store() { return *m_store; }

private:
    ReleasedContent(const Catalogue& catalogue, std::unique_ptr<versions::Store> store,
                    std::unique_ptr<versions::KeptVersions> kept);
    [[nodiscard]] Result<agents::SnapshotPtr> listed(const std::string& agent, const agents::SemVer& version) const;

    const Catalogue& m_catalogue;
    std::unique_ptr<versions::Store> m_store; // of this thread, so that nobody is waited for
    std::unique_ptr<versions::KeptVersions> m_kept;
    std::set<Digest> m_done;
};

// Every version that serves in this state or may serve again, each once, what serves first.
[[nodiscard]] std::vector<agents::VersionRef> releasedIn(const release::AgentState& state);

} // namespace signalbox::server
