// The files of a commit, read within limits.
#include <algorithm>
#include <charconv>
#include <format>

#include "core/base/findings.h"
#include "core/versions/repository.h"

namespace signalbox::versions {

namespace {

constexpr std::size_t mostFiles = 2'000;
constexpr std::size_t mostVisited = 200'000; // entries of an adopted repository, wanted or not
constexpr std::ptrdiff_t deepestFolder = 16;

struct RawEntry {
    std::uint32_t mode = 0; // as in git_filemode_t; 0: there is none
    git_oid id{};
};

// Finds an entry of a raw tree object; trees are read raw because listing visits many.
RawEntry entryIn(std::string_view tree, std::string_view name) {
    while (!tree.empty()) {
        const auto end = tree.find('\0');
        if (end == std::string_view::npos || tree.size() < end + 1 + GIT_OID_SHA1_SIZE)
            break;
        const std::string_view head = tree.substr(0, end); // "40000 agents"
        const auto space = head.find(' ');
        if (space != std::string_view::npos && head.substr(space + 1) == name) {
            RawEntry entry;
            std::from_chars(head.data(), head.data() + space, entry.mode, 8);
            git_oid_fromraw(&entry.id, reinterpret_cast<const unsigned char*>(tree.data()) + end + 1);
            return entry;
        }
        tree.remove_prefix(end + 1 + GIT_OID_SHA1_SIZE);
    }
    return {};
}

} // namespace

Result<void> Repository::checkFolder(const git_oid& tree, std::string_view path) const {
    git_oid at = tree;
    for (std::string_view rest = path; !rest.empty();) {
        const auto slash = rest.find('/');
        git::RawObjectHandle object;
        if (git_odb_read(git::out(object), m_database.get(), &at) != 0 ||
            git_odb_object_type(object.get()) != GIT_OBJECT_TREE)
            return broken("The list of the tagged commit's files is missing or damaged.");
        const RawEntry below =
            entryIn({static_cast<const char*>(git_odb_object_data(object.get())), git_odb_object_size(object.get())},
                    rest.substr(0, slash));
        if (below.mode == GIT_FILEMODE_LINK || below.mode == GIT_FILEMODE_COMMIT)
            return notAFile(static_cast<git_filemode_t>(below.mode), std::string(path));
        if (below.mode != GIT_FILEMODE_TREE)
            return failure(Errc::Corrupt, "agent_missing", std::format("The tagged commit has no folder {}.", path),
                           "Publish the version again under another number.");
        at = below.id;
        rest = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash + 1);
    }
    if (git_odb_exists(m_database.get(), &at) == 0)
        return broken("The list of the tagged commit's files is missing or damaged.");
    return {};
}

struct Repository::Collecting {
    const Wanted& wanted;
    bool whole = false; // also looks into folders that nothing names
    std::vector<agents::File> files = {};
    std::size_t visited = 0;
};

// A version is what lies in the repository, not what a link or another repository leads to.
std::unexpected<Error> Repository::notAFile(git_filemode_t mode, const std::string& path) const {
    const bool inner = mode == GIT_FILEMODE_COMMIT;
    Error error = errorOf(
        {{.code = inner ? "submodule_in_version" : "link_in_version",
          .message = inner ? std::format("{} is a submodule: its files lie in another repository.", path)
                           : std::format("{} is a link, not a file.", path),
          .hint = inner ? "Commit the files themselves in its place." : "Put the file itself there, or the folder.",
          .place = {.file = path}}});
    error.kind = Errc::Corrupt;
    return failure(std::move(error));
}

Result<void> Repository::collectFile(const git_tree_entry* entry, const std::string& path, Collecting& into) const {
    const git_filemode_t mode = git_tree_entry_filemode(entry);
    if (mode == GIT_FILEMODE_COMMIT || mode == GIT_FILEMODE_LINK) {
        if (!into.wanted(path) && !into.wanted(path + "/x")) // nor what would lie in a folder of this name
            return {};
        return notAFile(mode, path);
    }
    if (!into.wanted(path))
        return {};
    if (into.files.size() >= mostFiles)
        return failure(Errc::Limit, "snapshot_too_large", std::format("The agent has more than {} files.", mostFiles),
                       "Move large data out of the agent's folder.");
    auto content = blob(*git_tree_entry_id(entry), path);
    if (!content)
        return failure(content.error());
    into.files.push_back({path, std::move(*content)});
    return {};
}

Result<void> Repository::collect(const git_tree* tree, const std::string& prefix, Collecting& into) const {
    if (std::ranges::count(prefix, '/') > deepestFolder)
        return into.whole ? Result<void>() : broken("The agent's folders are nested too deeply.");
    for (std::size_t i = 0; i < git_tree_entrycount(tree); ++i) {
        const git_tree_entry* entry = git_tree_entry_byindex(tree, i);
        const std::string path = prefix + git_tree_entry_name(entry);
        if (++into.visited > mostVisited)
            return failure(Errc::Limit, "snapshot_too_large",
                           std::format("The agent's folder has more than {} entries.", mostVisited),
                           "Let its path name a smaller folder.");
        if (git_tree_entry_type(entry) != GIT_OBJECT_TREE) {
            if (auto done = collectFile(entry, path, into); !done)
                return done;
            continue;
        }
        if (!into.whole && !into.wanted(path + "/x"))
            continue;
        git::TreeHandle below;
        if (git_tree_lookup(git::out(below), m_repository.get(), git_tree_entry_id(entry)) != 0)
            return broken(std::format("The folder {} is missing or damaged.", path), path);
        if (auto done = collect(below.get(), path + "/", into); !done)
            return done;
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
        if (auto there = checkFolder(*git_tree_id(tree->get()), path); !there)
            return failure(there.error());
        git::TreeEntryHandle entry;
        git::TreeHandle folder;
        if (git_tree_entry_bypath(git::out(entry), tree->get(), path.c_str()) != 0 ||
            git_tree_lookup(git::out(folder), m_repository.get(), git_tree_entry_id(entry.get())) != 0)
            return broken(std::format("The folder {} is missing or damaged.", path), path);
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
