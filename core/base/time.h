// Two kinds of time. Monotonic time measures and decides; wall time is only for showing and recording.
// Clock is injected wherever time is read, so that tests and simulations set it. SystemClock may be used from any
// thread.
#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace signalbox {

using Monotonic = std::chrono::steady_clock::time_point;
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;

// "2026-03-01T14:02:11.042Z"; always UTC, always milliseconds.
[[nodiscard]] std::string toIso(WallTime time);
[[nodiscard]] Result<WallTime> fromIso(std::string_view text);

class Clock {
public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;
    [[nodiscard]] virtual Monotonic monotonic() const = 0;
    [[nodiscard]] virtual WallTime wall() const = 0;
};

class SystemClock final : public Clock {
public:
    [[nodiscard]] Monotonic monotonic() const override;
    [[nodiscard]] WallTime wall() const override;
};

// Stands still until told; wall and monotonic time move together unless setWall() is used. Any thread.
class ManualClock final : public Clock {
public:
    [[nodiscard]] Monotonic monotonic() const override;
    [[nodiscard]] WallTime wall() const override;
    void advance(std::chrono::milliseconds by);
    void setWall(WallTime wall);

private:
    std::atomic<std::chrono::milliseconds::rep> m_elapsed{0};
    std::atomic<std::chrono::milliseconds::rep> m_wall{1'767'225'600'000}; // 2026-01-01T00:00:00Z
};

} // namespace signalbox
