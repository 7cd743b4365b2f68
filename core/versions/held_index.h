// The index of a working tree, locked as Git's own commands lock it while a commit is made: what the commit changes is
// prepared in index.lock before the branch moves, and takes its place when the branch has moved. Paths that a person
// has staged otherwise, or changed on disk, stay theirs. Private to core/versions; one thread. Gone without finish(),
// the lock is removed and nothing has changed.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/versions/repository.h"

namespace signalbox::versions {

class HeldIndex {
public:
    // Nothing is held of a bare repository. Errors: Unavailable "repository_locked", Io "git_failed".
    [[nodiscard]] static Result<HeldIndex> take(const Repository& repository);

    HeldIndex(HeldIndex&& other) noexcept;
    HeldIndex& operator=(HeldIndex&& other) noexcept = delete;
    ~HeldIndex();

    // What the index has as `before` (nullptr: absent) becomes as `after`, below `folder` (empty: everywhere).
    [[nodiscard]] Result<void> follow(const git_tree* before, const git_tree* after, const std::string& folder);
    // The branch has moved: brings files on disk along that are as they were before, and lets the index take its place.
    [[nodiscard]] Result<void> finish();

private:
    HeldIndex(const Repository& repository, std::filesystem::path path)
        : m_repository(&repository),
          m_path(std::move(path)) {}

    Result<void> writeFiles();
    void rememberDisk();

    const Repository* m_repository;
    std::filesystem::path m_path; // of the index; empty: nothing is held
    git::IndexHandle m_index;
    git::TreeHandle m_before;
    git::TreeHandle m_after;
    std::vector<std::string> m_untouched; // paths that on disk are as before, or already as after
};

} // namespace signalbox::versions
