// Why a folder could not be opened as a workspace's repository: which of the usual shapes it has, and the command that
// helps. Private to core/versions; looks at the disk.
#pragma once

#include <filesystem>

#include "core/base/result.h"

namespace signalbox::versions {

// `status` of libgit2. Codes: no_folder, inside_repository, no_repository, wrong_owner, unsupported_repository.
[[nodiscard]] Error whyNotOpened(int status, const std::filesystem::path& workspace);

} // namespace signalbox::versions
