// The lock on a state directory: one daemon at a time. The kernel lets go of it when the process ends, however it ends.
// Held as long as the object lives; any thread.
#pragma once

#include <filesystem>
#include <memory>

#include "core/base/result.h"

namespace signalbox::server {

class StateLock {
public:
    // Errors: Conflict "already_served" that names the process which holds it; Io.
    [[nodiscard]] static Result<std::unique_ptr<StateLock>> take(const std::filesystem::path& directory);
    ~StateLock();

    // False once the lock's file was taken away or put in place anew: another daemon may serve this directory, and this
    // one must not go on.
    [[nodiscard]] bool isHeld() const;

    StateLock(const StateLock&) = delete;
    StateLock& operator=(const StateLock&) = delete;

private:
    StateLock(int descriptor, std::filesystem::path file) : m_descriptor(descriptor), m_file(std::move(file)) {}

    int m_descriptor;
    std::filesystem::path m_file;
};

} // namespace signalbox::server
