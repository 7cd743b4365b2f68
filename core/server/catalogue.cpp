#include "core/server/catalogue.h"

#include <algorithm>
#include <chrono>
#include <format>
#include <fstream>
#include <iterator>

#include "core/agents/checked_text.h"
#include "core/base/shell_word.h"

namespace signalbox::server {

using namespace std::chrono_literals;

namespace {

constexpr auto scanEvery = 3s;
constexpr std::size_t mostUnserved = 1000;

protocol::UnservedAgent withoutTag(const std::filesystem::path& workspace, const std::string& agent,
                                   const agents::Adoption& adoption) {
    const std::string tag = agents::tagOf(adoption, {.major = 1});
    return {.agent = agent,
            .reason = protocol::UnservedReason::NotPublished,
            .message = std::format("No tag fits {}, so {} has no version yet.", adoption.tags, agent),
            .hint = "Tag a commit that holds its files.",
            .command = std::format("git -C {} tag {}", shellWord(workspace.string()), shellWord(tag))};
}

protocol::UnservedAgent withoutPublishing(const std::filesystem::path& workspace, const std::string& agent,
                                          protocol::UnservedReason reason) {
    const bool committed = reason == protocol::UnservedReason::NotPublished;
    return {.agent = agent,
            .reason = reason,
            .message = committed ? std::format("No version of {} is published yet.", agent)
                                 : std::format("agents/{} is not committed yet, and no version is published.", agent),
            .hint = committed ? "Publish its first version." : "Publishing commits it and makes its first version.",
            .command = std::format("signalboxctl --workspace {} publish {} 1.0.0 --message 'First version'",
                                   shellWord(workspace.string()), agent)};
}

// Its tags stand for no version, so that it would not be seen at all.
protocol::UnservedAgent withoutReadableTag(const versions::Problem& problem) {
    return {.agent = problem.agent,
            .reason = protocol::UnservedReason::Unreadable,
            .message = std::format("{}: {}", problem.tag, problem.error.message),
            .hint = problem.error.hint};
}

bool sameVersions(const AgentEntry& a, const AgentEntry& b) {
    return std::ranges::equal(a.versions, b.versions, [](const auto* left, const auto* right) {
        return left->version == right->version && left->tagObject == right->tagObject;
    });
}

std::set<std::string> differences(const CatalogueView& before, const CatalogueView& after) {
    std::set<std::string> changed;
    for (const auto& [name, entry] : after.agents) {
        const auto known = before.agents.find(name);
        if (known == before.agents.end() || !sameVersions(known->second, entry))
            changed.insert(name);
    }
    for (const auto& [name, entry] : before.agents) {
        if (!after.agents.contains(name))
            changed.insert(name);
    }
    if (before.unserved != after.unserved)
        for (const auto* list : {&before.unserved, &after.unserved})
            for (const protocol::UnservedAgent& agent : *list)
                changed.insert(agent.agent);
    for (const auto& catalogue : {before.all, after.all}) // a new problem is news about its agent
        for (const versions::Problem& problem : catalogue->problems)
            if (before.all->problems.size() != after.all->problems.size() && !problem.agent.empty())
                changed.insert(problem.agent);
    return changed;
}

} // namespace

const agents::Version* findVersion(const CatalogueView& view, const std::string& agent, const agents::SemVer& version) {
    const auto entry = view.agents.find(agent);
    if (entry == view.agents.end())
        return nullptr;
    const auto found =
        std::ranges::find_if(entry->second.versions, [&](const auto* known) { return known->version == version; });
    return found == entry->second.versions.end() ? nullptr : *found;
}

Catalogue::Catalogue(std::filesystem::path workspace) : m_path(std::move(workspace)), m_queue("catalogue") {}

Catalogue::~Catalogue() = default;

Result<void> Catalogue::open() {
    return m_queue.call([this]() -> Result<void> {
        auto store = versions::Store::open(m_path);
        if (!store)
            return failure(std::move(store.error()));
        m_store = std::move(*store);
        auto workspace = readWorkspaceFile();
        if (!workspace)
            return failure(std::move(workspace.error()));
        m_workspace = std::move(*workspace);
        m_store->adopt(m_workspace.adopted);
        m_checked = std::make_unique<CheckedVersions>(*m_store, m_queue, [this](const std::string& agent) {
            if (m_changed)
                m_changed({agent});
        });
        return refresh();
    });
}

// What is committed counts; a workspace that has not been committed yet is read as it lies there.
Result<agents::Workspace> Catalogue::readWorkspaceFile() const {
    constexpr const char* name = "signalbox.yaml";
    auto committed = m_store->readFile(name);
    if (committed)
        return agents::readWorkspace(*committed);
    std::ifstream file(m_path / name, std::ios::binary);
    if (file)
        return agents::readWorkspace(std::string(std::istreambuf_iterator<char>(file), {}));
    return failure(Errc::NotFound, "no_workspace_file", std::format("{} has no signalbox.yaml.", m_path.string()),
                   std::format("Make one that names a provider, and a first agent: signalboxctl --workspace {} init",
                               shellWord(m_path.string())),
                   name);
}

Result<void> Catalogue::refresh() {
    auto all = m_store->list();
    if (!all)
        return failure(std::move(all.error()));
    auto made = build(*all);
    const std::lock_guard lock(m_mutex);
    m_view = std::move(made);
    return {};
}

std::shared_ptr<CatalogueView> Catalogue::build(const versions::CataloguePtr& all) const {
    auto view = std::make_shared<CatalogueView>();
    view->all = all;
    for (const agents::Version& version : all->versions)
        view->agents[version.agent].versions.push_back(&version);
    const CatalogueViewPtr before = this->view();
    for (auto& [name, entry] : view->agents) {
        std::vector<std::string> plans{std::format("agents/{}/release.yaml", name)};
        if (const auto adopted = m_workspace.adopted.find(name); adopted != m_workspace.adopted.end())
            plans.push_back(adopted->second.path + (adopted->second.path.empty() ? "" : "/") + "release.yaml");
        for (const std::string& plan : plans)
            if (auto yaml = m_store->readFile(plan)) {
                entry.plan = release::readPlan(*yaml, plan);
                break;
            }
        const bool known = before && before->agents.contains(name) && sameVersions(before->agents.at(name), entry);
        if (known)
            entry.description = before->agents.at(name).description;
        else if (auto snapshot = m_store->read(name, entry.versions.front()->version))
            entry.description = (*snapshot)->manifest.description;
    }
    view->unserved = withoutVersion(*view);
    return view;
}

// What lies below agents/, committed or not, what is adopted, and what tags are meant for, without a version.
std::vector<protocol::UnservedAgent> Catalogue::withoutVersion(const CatalogueView& view) const {
    using protocol::UnservedReason;
    std::map<std::string, UnservedReason> found;
    std::error_code error;
    for (std::filesystem::directory_iterator at(m_path / "agents", error), end; !error && at != end;
         at.increment(error))
        if (const std::string name = at->path().filename().string();
            agents::isAgentName(name) && std::filesystem::exists(at->path() / "agent.yaml", error))
            found[name] = UnservedReason::NotCommitted;
    if (const auto committed = m_store->agentNames())
        for (const std::string& name : *committed)
            found[name] = UnservedReason::NotPublished;
    for (const auto& [name, adoption] : m_workspace.adopted)
        found[name] = UnservedReason::NotPublished;
    std::map<std::string, const versions::Problem*> broken; // the last tag of each: the newest, as a rule
    for (const versions::Problem& problem : view.all->problems)
        if (!problem.agent.empty()) {
            broken[problem.agent] = &problem;
            found.try_emplace(problem.agent, UnservedReason::Unreadable);
        }
    std::vector<protocol::UnservedAgent> all;
    for (const auto& [name, reason] : found) {
        if (view.agents.contains(name) || all.size() >= mostUnserved)
            continue;
        if (const auto problem = broken.find(name); problem != broken.end()) {
            all.push_back(withoutReadableTag(*problem->second));
            continue;
        }
        const auto adopted = m_workspace.adopted.find(name);
        all.push_back(adopted != m_workspace.adopted.end() ? withoutTag(m_path, name, adopted->second)
                                                           : withoutPublishing(m_path, name, reason));
    }
    return all;
}

std::vector<Error> Catalogue::badPlans() const {
    std::vector<Error> all;
    for (const auto& [name, entry] : view()->agents)
        if (!entry.plan)
            all.push_back(entry.plan.error());
    return all;
}

void Catalogue::watch(Changed changed) {
    m_queue.call([this, &changed] { m_changed = std::move(changed); });
    m_queue.postAfter(scanEvery, [this] { look(); });
}

void Catalogue::look() {
    const CatalogueViewPtr before = view();
    std::error_code ignored;
    // A repository that is gone looks like one without tags.
    auto looked = std::filesystem::is_directory(m_path, ignored)
                      ? refresh()
                      : failure(Errc::NotFound, "workspace_gone",
                                std::format("The workspace {} is no longer there.", m_path.string()),
                                "Put the folder back where it was. What was read before goes on being served.");
    {
        const std::lock_guard lock(m_mutex);
        m_problem = looked ? std::nullopt : std::optional(looked.error());
    }
    if (looked) {
        const CatalogueViewPtr after = view();
        if ((before->all != after->all || before->unserved != after->unserved) && m_changed)
            m_changed(differences(*before, *after));
    }
    m_queue.postAfter(scanEvery, [this] { look(); });
}

CatalogueViewPtr Catalogue::view() const {
    const std::lock_guard lock(m_mutex);
    return m_view;
}

std::optional<Error> Catalogue::problem() const {
    const std::lock_guard lock(m_mutex);
    return m_problem;
}

Result<agents::SnapshotPtr> Catalogue::read(const std::string& agent, const agents::SemVer& version) const {
    return m_store->read(agent, version);
}

versions::VersionFindingsPtr Catalogue::check(const std::string& agent, const agents::SemVer& version) const {
    return m_store->check(agent, version);
}

Result<agents::Version> Catalogue::publish(const versions::PublishRequest& request) {
    const CatalogueViewPtr before = view();
    auto version = m_store->publish(request);
    if (!version)
        return version;
    if (refresh() && m_changed)
        m_changed(differences(*before, *view()));
    return version;
}

} // namespace signalbox::server
