#include "core/audit/files.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <format>
#include <sstream>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "core/base/same_file.h"

namespace signalbox::audit {

namespace {

class Descriptor {
public:
    explicit Descriptor(int value) : m_value(value) {}

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    ~Descriptor() {
        if (m_value >= 0)
            ::close(m_value);
    }

    [[nodiscard]] int get() const { return m_value; }

    [[nodiscard]] int release() { return std::exchange(m_value, -1); }

private:
    int m_value;
};

std::unexpected<Error> systemFailure(std::string_view doing, const std::filesystem::path& file) {
    const int number = errno;
    return failure(number == ENOENT ? Errc::NotFound : Errc::Io, "file_failed",
                   std::format("{} {} failed: {}.", doing, file.string(), std::strerror(number)),
                   "Check the disk and the permissions of the directory.");
}

bool writeAll(int descriptor, std::string_view content) {
    while (!content.empty()) {
        const ssize_t written = ::write(descriptor, content.data(), content.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

std::string readUpTo(int descriptor, std::size_t limit) {
    std::string content(limit, '\0');
    const ssize_t size = ::pread(descriptor, content.data(), content.size(), 0);
    content.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return content;
}

} // namespace

Result<std::string> readSmallFile(const std::filesystem::path& file) {
    const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (descriptor.get() < 0)
        return systemFailure("Reading", file);
    return readUpTo(descriptor.get(), 65536);
}

Result<void> writeNewFile(const std::filesystem::path& file, std::string_view content) {
    const Descriptor descriptor(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (descriptor.get() < 0 || !writeAll(descriptor.get(), content) || ::fsync(descriptor.get()) != 0)
        return systemFailure("Writing", file);
    const std::filesystem::path directory = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    const Descriptor parent(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (parent.get() < 0 || ::fsync(parent.get()) != 0)
        return systemFailure("Making durable", directory);
    return {};
}

WriterLock::WriterLock(WriterLock&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_file(std::move(other.m_file)),
      m_lastEpoch(other.m_lastEpoch) {}

WriterLock::~WriterLock() {
    if (m_descriptor >= 0)
        ::close(m_descriptor); // the file stays: removing it would let two writers lock two different files
}

Result<WriterLock> WriterLock::take(const std::filesystem::path& file) {
    Descriptor descriptor(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (descriptor.get() < 0)
        return systemFailure("Opening", file);
    const bool locked = ::flock(descriptor.get(), LOCK_EX | LOCK_NB) == 0;
    if (!locked && errno != EWOULDBLOCK)
        return systemFailure("Locking", file);
    std::istringstream content(readUpTo(descriptor.get(), 200));
    long long process = 0;
    std::uint64_t epoch = 0;
    content >> process >> epoch;
    if (!locked)
        return failure(Errc::Conflict, "locked",
                       std::format("Process {} writes to this log already ({}).", process, file.string()),
                       "Stop that process, or connect to it instead of starting a second one.");
    WriterLock lock(descriptor.release(), file);
    // A number from a damaged file must not use up the range.
    lock.m_lastEpoch = epoch < (std::uint64_t{1} << 48U) ? epoch : 0;
    return lock;
}

bool WriterLock::isHeld() const {
    return isSameFile(m_descriptor, m_file);
}

Result<void> WriterLock::note(std::uint64_t epoch) const {
    const std::string content = std::format("{} {}\n", ::getpid(), epoch);
    const auto size = static_cast<ssize_t>(content.size());
    // Over what is there: a block that was given back need not be had again on a full disk.
    if (::pwrite(m_descriptor, content.data(), content.size(), 0) != size || ::ftruncate(m_descriptor, size) != 0 ||
        ::fsync(m_descriptor) != 0)
        return systemFailure("Writing", "the lock file");
    return {};
}

} // namespace signalbox::audit
