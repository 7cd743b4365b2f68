// Writes one version: blobs, trees, commit, tag object, and as the very last thing the tag's reference, so that a
// failure at any step leaves at most objects that nothing names. Private to core/versions; one thread.
#pragma once

#include "core/versions/held_index.h"
#include "core/versions/repository.h"
#include "core/versions/store.h"

namespace signalbox::versions {

class Publisher {
public:
    explicit Publisher(const Repository& repository) : m_repository(repository) {}

    struct Outcome {
        git_oid commit{};
        git_oid tag{};
        bool branchMoved = false;
    };

    // `request` was checked and `snapshot` is what its files make. `index` follows the branch if it moves; the caller
    // finishes it then.
    [[nodiscard]] Result<Outcome> publish(const PublishRequest& request, const agents::Snapshot& snapshot,
                                          HeldIndex* index);

    // A commit without a version, for a new workspace's own files; moves HEAD. Paths are relative to the workspace.
    [[nodiscard]] Result<git_oid> commitFiles(const std::vector<agents::File>& files, const std::string& message,
                                              const PublishRequest& author);

private:
    Result<git_oid> writeTree(const git_tree* base, const PublishRequest& request, const agents::Snapshot& snapshot);
    Result<git_oid> writeFiles(git::TreeBuilderHandle builder, const git_tree* base,
                               std::span<const agents::File> files, std::size_t prefix);
    Result<git_oid> writeCommit(const git_oid& tree, const git_commit* parent, const std::string& message,
                                const PublishRequest& author);
    Result<git::CommitHandle> parentOf(const PublishRequest& request);
    Result<git::TreeBuilderHandle> builderFor(const git_tree* base);
    Result<git::TreeHandle> subtree(const git_tree* base, const std::string& name);
    // Moves the branch that HEAD names, if it stands at `parent`. Returns the branch's name when it moved.
    Result<std::string> moveBranch(const git_commit* parent, const git_oid& commit, const std::string& message);
    void moveBranchBack(const std::string& branch, const git_commit* parent, const git_oid& commit);
    Result<std::string> moveWithIndex(const PublishRequest& request, const git_commit* parent, const git_oid& commit,
                                      HeldIndex* index);
    Result<void> syncObjects(const std::vector<git_oid>& ids);

    const Repository& m_repository;
    std::vector<git_oid> m_written; // by the publish that is under way
};

} // namespace signalbox::versions
