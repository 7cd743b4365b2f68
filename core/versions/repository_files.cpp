// The files of a commit, read within limits.
#include <algorithm>
#include <format>

#include "core/versions/repository.h"

namespace signalbox::versions {

namespace {

constexpr std::size_t mostFiles = 2'000;
constexpr std::size_t mostVisited = 200'000; // entries of an adopted repository, wanted or not
constexpr std::ptrdiff_t deepestFolder = 16;

} // namespace

struct Repository::Collecting {
    const Wanted& wanted;
    bool whole = false; // also looks into folders that nothing names
    std::vector<agents::File> files = {};
    std::size_t visited = 0;
};

Result<void> Repository::collect(const git_tree* tree, const std::string& prefix, Collecting& into) const {
    if (std::ranges::count(prefix, '/') > deepestFolder)
        return into.whole ? Result<void>() : brokenObject("The agent's folders are nested too deeply.");
    for (std::size_t i = 0; i < git_tree_entrycount(tree); ++i) {
        const git_tree_entry* entry = git_tree_entry_byindex(tree, i);
        const std::string path = prefix + git_tree_entry_name(entry);
        const bool folder = git_tree_entry_type(entry) == GIT_OBJECT_TREE;
        if (++into.visited > mostVisited)
            return failure(Errc::Limit, "snapshot_too_large",
                           std::format("The agent's folder has more than {} entries.", mostVisited),
                           "Let its path name a smaller folder.");
        if (folder) {
            if (!into.whole && !into.wanted(path + "/x"))
                continue;
            git::TreeHandle below;
            if (git_tree_lookup(git::out(below), m_repository.get(), git_tree_entry_id(entry)) != 0)
                return brokenObject(std::format("The folder {} is missing or damaged.", path));
            if (auto done = collect(below.get(), path + "/", into); !done)
                return done;
            continue;
        }
        if (!into.wanted(path))
            continue;
        const git_filemode_t mode = git_tree_entry_filemode(entry);
        if (mode != GIT_FILEMODE_BLOB && mode != GIT_FILEMODE_BLOB_EXECUTABLE)
            return brokenObject(std::format("{} is a link, not a file.", path));
        if (into.files.size() >= mostFiles)
            return failure(Errc::Limit, "snapshot_too_large",
                           std::format("The agent has more than {} files.", mostFiles));
        auto content = blob(*git_tree_entry_id(entry), path);
        if (!content)
            return failure(content.error());
        into.files.push_back({path, std::move(*content)});
    }
    return {};
}

Result<std::vector<agents::File>> Repository::agentFiles(const git_oid& id, const std::string& agent) const {
    return filesBelow(id, "agents/" + agent, {});
}

Result<std::vector<agents::File>> Repository::filesBelow(const git_oid& id, const std::string& path,
                                                         const Wanted& wanted) const {
    const auto found = commit(id);
    if (!found)
        return failure(found.error());
    auto tree = treeOf(found->get());
    if (!tree)
        return failure(tree.error());
    if (!path.empty()) {
        git::TreeEntryHandle entry;
        if (git_tree_entry_bypath(git::out(entry), tree->get(), path.c_str()) != 0 ||
            git_tree_entry_type(entry.get()) != GIT_OBJECT_TREE)
            return failure(Errc::Corrupt, "agent_missing", std::format("The tagged commit has no folder {}.", path),
                           "Publish the version again under another number.");
        git::TreeHandle folder;
        if (git_tree_lookup(git::out(folder), m_repository.get(), git_tree_entry_id(entry.get())) != 0)
            return brokenObject(std::format("The folder {} is missing or damaged.", path));
        tree = std::move(folder);
    }
    const Wanted ours = [](std::string_view one) { return agents::belongsToSnapshot(one); };
    Collecting into{wanted ? wanted : ours, static_cast<bool>(wanted)};
    if (auto done = collect(tree->get(), "", into); !done)
        return failure(done.error());
    return std::move(into.files);
}

Result<TagObject> Repository::readForeignTag(const git_oid& id, const std::string& name) const {
    std::size_t size = 0;
    git_object_t type = GIT_OBJECT_INVALID;
    if (git_odb_read_header(&size, &type, m_database.get(), &id) != 0 || type != GIT_OBJECT_COMMIT)
        return readTag(id);
    const auto found = commit(id);
    if (!found)
        return failure(found.error());
    TagObject tag;
    tag.commit = id;
    tag.name = name;
    if (const git_signature* author = git_commit_committer(found->get())) {
        tag.author = author->name;
        tag.time = WallTime{std::chrono::seconds{std::clamp<std::int64_t>(author->when.time, 0, 253'402'300'799)}};
    }
    if (const char* message = git_commit_message(found->get()))
        tag.changelog = message;
    while (!tag.changelog.empty() && tag.changelog.back() == '\n')
        tag.changelog.pop_back();
    return tag;
}

} // namespace signalbox::versions
