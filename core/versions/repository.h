// A Git repository as the version store sees it: objects read within limits, files of a commit. Private to
// core/versions.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/agents/snapshot.h"
#include "core/versions/git.h"
#include "core/versions/tag.h"

namespace signalbox::versions {

class Repository {
public:
    // Errors: NotFound "no_repository", Refused "wrong_owner", Io.
    [[nodiscard]] static Result<std::unique_ptr<Repository>> open(const std::filesystem::path& workspace);
    [[nodiscard]] static Result<std::unique_ptr<Repository>> create(const std::filesystem::path& workspace);

    [[nodiscard]] git_repository* handle() const { return m_repository.get(); }

    [[nodiscard]] git_odb* database() const { return m_database.get(); }

    // The directory that holds objects and references (shared by worktrees).
    [[nodiscard]] std::filesystem::path directory() const { return git_repository_commondir(m_repository.get()); }

    // A tag object; its size is looked at before it is read.
    [[nodiscard]] Result<TagObject> readTag(const git_oid& id) const;
    // A tag that was made without Signalbox, named `name`: also one without an object of its own, which stands for its
    // commit.
    [[nodiscard]] Result<TagObject> readForeignTag(const git_oid& id, const std::string& name) const;
    // The object that refs/tags/<name> points at. NotFound "no_version".
    [[nodiscard]] Result<git_oid> tagTarget(const std::string& name) const;
    // The commit that HEAD names; nullptr when there is none yet.
    [[nodiscard]] Result<git::CommitHandle> head() const;
    [[nodiscard]] Result<git::CommitHandle> commit(const git_oid& id) const;
    [[nodiscard]] Result<git::TreeHandle> treeOf(const git_commit* commit) const;

    // The snapshot's files of one agent in a commit. Corrupt "agent_missing", "broken_object".
    [[nodiscard]] Result<std::vector<agents::File>> agentFiles(const git_oid& commit, const std::string& agent) const;
    // The files below `path` (empty: of the whole commit) that are wanted, with paths relative to it. Errors as above.
    using Wanted = std::function<bool(std::string_view path)>;
    [[nodiscard]] Result<std::vector<agents::File>> filesBelow(const git_oid& commit, const std::string& path,
                                                               const Wanted& wanted) const;
    // Whether the tree has a folder of this path; it has one of the empty path. Corrupt "agent_missing",
    // "link_in_version", "submodule_in_version", "broken_object".
    [[nodiscard]] Result<void> checkFolder(const git_oid& tree, std::string_view path) const;
    // The folders below agents/ that are named like agents. A null tree has none.
    [[nodiscard]] Result<std::vector<std::string>> agentFolders(const git_tree* tree) const;
    // One file's content. NotFound "no_file".
    [[nodiscard]] Result<std::string> file(const git_tree* tree, const std::string& path) const;
    // What stands for an object that is not there, or is not what its id says, and how it is had again; `path` is the
    // file that it is the content of. Corrupt "broken_object".
    [[nodiscard]] std::unexpected<Error> broken(std::string message, std::string path = {}) const;

private:
    Repository(git::RepositoryHandle repository, git::ObjectDatabaseHandle database);

    static Result<std::unique_ptr<Repository>> adopt(git::RepositoryHandle repository);
    Result<std::string> blob(const git_oid& id, std::string_view path) const;
    struct Collecting;
    Result<void> collect(const git_tree* tree, const std::string& prefix, Collecting& into) const;
    std::unexpected<Error> notAFile(git_filemode_t mode, const std::string& path) const;
    Result<void> collectFile(const git_tree_entry* entry, const std::string& path, Collecting& into) const;

    git::RepositoryHandle m_repository;
    git::ObjectDatabaseHandle m_database;
    std::string m_howToMend; // what to do about a missing object
};

} // namespace signalbox::versions
