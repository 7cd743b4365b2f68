// The tags as they lie on disk, and a signature that changes whenever one of them does.
// Read by hand rather than through libgit2, whose iterator leaves out references it can't parse. Private to
// core/versions.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <git2/oid.h>

#include "core/base/digest.h"
#include "core/base/result.h"

namespace signalbox::versions {

struct TagReference {
    std::string name;              // without refs/tags/
    std::optional<git_oid> target; // absent when the reference is symbolic or unreadable
};

struct ReferenceScan {
    Digest signature;
    std::vector<std::string> loose; // names without refs/tags/
};

// `gitDirectory` is the common directory of the repository. Symbolic links are not followed.
// Ours: below refs/tags/agents/. All: also those that a repository had before.
enum class Tags { Ours, All };

[[nodiscard]] Result<ReferenceScan> scanReferences(const std::filesystem::path& gitDirectory, Tags which = Tags::Ours);
// Changes when objects come, also those that no reference brings along: by fetching what a partial clone lacks.
[[nodiscard]] Digest scanObjects(const std::filesystem::path& gitDirectory);
// Sorted by name; a loose reference hides a packed one. `scan` is of the same tags.
[[nodiscard]] Result<std::vector<TagReference>> readReferences(const std::filesystem::path& gitDirectory,
                                                               const ReferenceScan& scan, Tags which = Tags::Ours);

} // namespace signalbox::versions
