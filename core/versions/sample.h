// The sample workspace that comes with Signalbox: a Git repository with a support team (intake, router, refunds,
// billing) and a summariser, each with several versions. Reproducible: the same commit ids every time. Any thread;
// blocks.
#pragma once

#include <filesystem>

#include "core/base/result.h"

namespace signalbox::versions {

// Makes the workspace in a folder that is empty or does not exist yet. Branches main (checked out) and hotfix/2.1.
// Errors: Conflict "not_empty", Io.
[[nodiscard]] Result<void> createSampleWorkspace(const std::filesystem::path& directory);

} // namespace signalbox::versions
