// Makes a folder a workspace: a Git repository with signalbox.yaml and a first agent, committed. What is there already
// stays as it is. Files of others are not committed. One thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace signalbox::versions {

struct NewWorkspace {
    std::string agent = "assistant";
    std::string provider = "ollama";
    std::string url = {};        // empty: that of a provider that is known by its name
    std::string credential = {}; // "env:NAME"; empty: as the known provider needs it
    std::string model = {};      // empty: a model that the known provider has
};

// The files that were written, relative to the folder; none: everything was there. Errors: Invalid with findings,
// NotFound "unknown_provider", Refused "bare_repository", those of Store::open() but no_repository.
[[nodiscard]] Result<std::vector<std::string>> prepareWorkspace(const std::filesystem::path& folder,
                                                                const NewWorkspace& wanted);

} // namespace signalbox::versions
