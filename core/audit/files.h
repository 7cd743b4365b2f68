// The files beside an audit log: small owner-only files, directories made durable, and the lock that keeps one writer.
// Symbolic links are never followed. Private to core/audit; errors are Io (with the system's words), NotFound,
// Conflict.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace signalbox::audit {

[[nodiscard]] Result<std::string> readSmallFile(const std::filesystem::path& file); // up to 64 KiB
// Makes a file of mode 0600 that must not exist; it and its directory entry are on disk when this returns.
[[nodiscard]] Result<void> writeNewFile(const std::filesystem::path& file, std::string_view content);

// An exclusive flock on FILE.lock for as long as the object lives. The file says who holds it and the last epoch used.
class WriterLock {
public:
    WriterLock(WriterLock&& other) noexcept;
    WriterLock& operator=(WriterLock&&) = delete;
    ~WriterLock();

    // Errors: Conflict "locked", which names the process that holds it; Io.
    [[nodiscard]] static Result<WriterLock> take(const std::filesystem::path& file);

    [[nodiscard]] std::uint64_t lastEpoch() const { return m_lastEpoch; }

    // False once the lock's file was taken away or put in place anew, so that somebody else may hold it as well.
    [[nodiscard]] bool isHeld() const;

    // Durable when it returns.
    [[nodiscard]] Result<void> note(std::uint64_t epoch) const;

private:
    WriterLock(int descriptor, std::filesystem::path file) : m_descriptor(descriptor), m_file(std::move(file)) {}

    int m_descriptor;
    std::filesystem::path m_file;
    std::uint64_t m_lastEpoch = 0;
};

} // namespace signalbox::audit
