// Whether a path still names the file that was opened. Any thread; any path.
#pragma once

#include <filesystem>

namespace signalbox {

// False as well when there is nothing at the path, or when it cannot be looked at. Links are not followed.
[[nodiscard]] bool isSameFile(int descriptor, const std::filesystem::path& path);

} // namespace signalbox
