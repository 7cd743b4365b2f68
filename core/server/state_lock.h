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
    StateLock(const StateLock&) = delete;
    StateLock& operator=(const StateLock&) = delete;

private:
    explicit StateLock(int descriptor) : m_descriptor(descriptor) {}

    int m_descriptor;
};

} // namespace signalbox::server
