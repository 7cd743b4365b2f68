// The sample workspace that comes with Signalbox: a Git repository with a support team (intake, router, refunds,
// billing) and a summariser, each with several versions. Reproducible: the same commit ids every time. Any thread;
// blocks.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/agents/semver.h"
#include "core/base/result.h"

namespace signalbox::versions {

// Makes the workspace in a folder that is empty or does not exist yet. Branches main (checked out) and hotfix/2.1.
// Errors: Conflict "not_empty", Io.
[[nodiscard]] Result<void> createSampleWorkspace(const std::filesystem::path& directory);

// What a backend of the sample does once before anybody looks, so that its history begins with a release.
struct SampleRelease {
    std::string agent;
    agents::SemVer began;    // the version that the agent begins with
    agents::SemVer released; // and the one that is released in its place
};

[[nodiscard]] Result<std::vector<SampleRelease>> samplePast();

} // namespace signalbox::versions
