#include "core/server/state_lock.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <format>
#include <string>
#include <sys/file.h>
#include <unistd.h>

#include "core/base/same_file.h"

namespace signalbox::server {

namespace {

std::string holderOf(int descriptor) {
    std::array<char, 32> text{};
    const ssize_t got = ::pread(descriptor, text.data(), text.size() - 1, 0);
    std::string pid(text.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    while (!pid.empty() && pid.back() == '\n')
        pid.pop_back();
    return pid.empty() ? "unknown" : pid;
}

} // namespace

Result<std::unique_ptr<StateLock>> StateLock::take(const std::filesystem::path& directory) {
    const std::filesystem::path file = directory / "daemon.lock";
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return failure(Errc::Io, "lock_failed",
                       std::format("{} cannot be opened: {}.", file.string(), std::strerror(errno)),
                       "Check that the state directory belongs to you and can be written.", file.string());
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        const std::string pid = holderOf(descriptor);
        ::close(descriptor);
        return failure(
            Errc::Conflict, "already_served",
            std::format("Another signalboxd (process {}) serves this workspace from {}.", pid, directory.string()),
            "Use that one, end it first, or give this one another --state directory.");
    }
    const std::string pid = std::format("{}\n", ::getpid());
    // Over what is there: a block that was given back need not be had again on a full disk.
    const auto size = static_cast<ssize_t>(pid.size());
    if (::pwrite(descriptor, pid.data(), pid.size(), 0) != size || ::ftruncate(descriptor, size) != 0) {
        ::close(descriptor);
        return failure(Errc::Io, "lock_failed",
                       std::format("{} cannot be written: {}.", file.string(), std::strerror(errno)),
                       "Check that the disk has room.", file.string());
    }
    return std::unique_ptr<StateLock>(new StateLock(descriptor, file));
}

bool StateLock::isHeld() const {
    return isSameFile(m_descriptor, m_file);
}

StateLock::~StateLock() {
    ::close(m_descriptor);
}

} // namespace signalbox::server
