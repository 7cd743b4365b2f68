// Makes new directory entries survive a power cut. libgit2 fsyncs the files it writes and the directory each lies in,
// but not the directories above one that it just made. Private to core/versions.
#pragma once

#include <filesystem>

#include "core/base/result.h"

namespace signalbox::versions {

[[nodiscard]] Result<void> syncDirectory(const std::filesystem::path& directory);
// The directory and those above it, up to and including `top`.
[[nodiscard]] Result<void> syncUpTo(std::filesystem::path directory, const std::filesystem::path& top);

} // namespace signalbox::versions
