// The time by which requests are measured. Any thread.
#pragma once

#include <chrono>

#include "core/base/time.h"

namespace signalbox::gateway {

[[nodiscard]] inline Monotonic now() {
    return std::chrono::steady_clock::now();
}

} // namespace signalbox::gateway
