#include "core/versions/durable.h"

#include <cerrno>
#include <fcntl.h>
#include <format>
#include <system_error>
#include <unistd.h>

namespace signalbox::versions {

Result<void> syncDirectory(const std::filesystem::path& directory) {
    const int handle = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool good = handle >= 0 && ::fsync(handle) == 0;
    const int reason = errno;
    if (handle >= 0)
        ::close(handle);
    if (good)
        return {};
    return failure(
        Errc::Io, "not_durable",
        std::format("{} can't be written to disk: {}.", directory.string(), std::generic_category().message(reason)),
        "Check the disk, then publish again.");
}

Result<void> syncUpTo(std::filesystem::path directory, const std::filesystem::path& top) {
    while (true) {
        if (auto done = syncDirectory(directory); !done)
            return done;
        if (directory == top || !directory.has_relative_path())
            return {};
        directory = directory.parent_path();
    }
}

} // namespace signalbox::versions
