// Brings the files on disk up to a commit that the branch was just moved to, without touching what a person changed.
// Private to core/versions.
#pragma once

#include "core/versions/repository.h"

namespace signalbox::versions {

// Files of `folder` that on disk are as `before` (nullptr: absent) or already as `after` become as `after`, in the
// index too. Others stay as they are and show as modified. A bare repository has nothing to do.
[[nodiscard]] Result<void> updateWorkingTree(const Repository& repository, const git_tree* before,
                                             const git_tree* after, const std::string& folder);

} // namespace signalbox::versions
