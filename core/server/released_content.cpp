#include "core/server/released_content.h"

#include <algorithm>
#include <format>

namespace signalbox::server {

ReleasedContent::ReleasedContent(const Catalogue& catalogue, std::unique_ptr<versions::Store> store,
                                 std::unique_ptr<versions::KeptVersions> kept)
    : m_catalogue(catalogue),
      m_store(std::move(store)),
      m_kept(std::move(kept)) {}

Result<std::unique_ptr<ReleasedContent>> ReleasedContent::open(const std::filesystem::path& workspace,
                                                               const Catalogue& catalogue) {
    auto store = versions::Store::open(workspace);
    if (!store)
        return failure(std::move(store.error()));
    (*store)->adopt(catalogue.workspace().adopted);
    auto kept = versions::KeptVersions::open(workspace);
    if (!kept)
        return failure(std::move(kept.error()));
    return std::unique_ptr<ReleasedContent>(new ReleasedContent(catalogue, std::move(*store), std::move(*kept)));
}

Result<agents::SnapshotPtr> ReleasedContent::listed(const std::string& agent, const agents::SemVer& version) const {
    const CatalogueViewPtr view = m_catalogue.view();
    if (const agents::Version* found = view ? findVersion(*view, agent, version) : nullptr)
        return m_store->read(*found);
    return m_store->read(agent, version);
}

Result<agents::SnapshotPtr> ReleasedContent::read(const std::string& agent, const agents::VersionRef& version) const {
    if (!version.digest.isNull())
        if (auto kept = m_kept->read(version.digest))
            return kept;
    auto read = listed(agent, version.version);
    if (read && !version.digest.isNull() && (*read)->digest != version.digest)
        return failure(Errc::Corrupt, "digest_mismatch",
                       std::format("{} {} is not what it was when it was released.", agent, version.name()),
                       "Somebody moved its tag. Restore the tag, or publish the content under a new version.");
    return read;
}

Result<agents::VersionRef> ReleasedContent::resolve(const std::string& agent, const agents::VersionRef& version) const {
    if (!version.digest.isNull())
        return version;
    const auto read = listed(agent, version.version);
    if (!read)
        return failure(read.error());
    return agents::VersionRef{version.version, (*read)->digest};
}

versions::VersionFindingsPtr ReleasedContent::check(const std::string& agent, const agents::SemVer& version) const {
    const CatalogueViewPtr view = m_catalogue.view();
    if (const agents::Version* found = view ? findVersion(*view, agent, version) : nullptr)
        return m_store->check(*found);
    return m_store->check(agent, version);
}

Result<void> ReleasedContent::keep(const std::string& agent, const agents::VersionRef& version) {
    if (m_done.contains(version.digest))
        return {};
    const auto content = read(agent, version);
    if (!content)
        return failure(content.error());
    if (auto kept = m_kept->keep(**content); !kept)
        return kept;
    m_done.insert((*content)->digest);
    return {};
}

Result<void> ReleasedContent::keepAll(const release::AgentState& state) {
    Result<void> all;
    for (const agents::VersionRef& version : releasedIn(state))
        if (auto kept = keep(state.agent, version); !kept && all)
            all = std::move(kept);
    return all;
}

std::vector<agents::VersionRef> releasedIn(const release::AgentState& state) {
    std::vector<agents::VersionRef> all;
    const auto add = [&](const agents::VersionRef& version) {
        if (!std::ranges::contains(all, version))
            all.push_back(version);
    };
    const auto addRelease = [&](const std::optional<release::Release>& release) {
        if (release) {
            add(release->candidate);
            add(release->baseline);
        }
    };
    add(state.stable);
    addRelease(state.release);
    if (state.leaving)
        add(state.leaving->version);
    if (state.lastGood)
        add(*state.lastGood);
    if (state.undo) {
        add(state.undo->stable);
        addRelease(state.undo->release);
    }
    if (state.queued)
        add(state.queued->candidate);
    for (const agents::VersionRef& version : state.knownGood)
        add(version);
    return all;
}

} // namespace signalbox::server
