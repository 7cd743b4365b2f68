// Numbers, times and money as people read them, the same everywhere. UI thread (translated). Absent values are "no
// data", never 0. Times of day are local.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include <QString>

#include "core/base/time.h"

namespace signalbox::ui {

[[nodiscard]] QString noData();

[[nodiscard]] QString countText(std::uint64_t count);              // "1,204"
[[nodiscard]] QString percentText(double share, int decimals = 2); // 0.0021 → "0.21 %"
[[nodiscard]] QString percentText(std::optional<double> share, int decimals = 2);
[[nodiscard]] QString millisecondsText(double milliseconds); // "0.4 ms", "3 ms", "1.20 s"
[[nodiscard]] QString secondsText(double seconds);           // 0.412 → "412 ms", 3.2 → "3.20 s"
[[nodiscard]] QString secondsText(std::optional<double> seconds);
[[nodiscard]] QString usdText(double usd); // "$0.0012", "$12.30"
[[nodiscard]] QString usdText(std::optional<double> usd);

// "0:42 of 1:00 h" from an hour on, else "0:42 of 1:00 min"; the unit is that of the whole.
[[nodiscard]] QString elapsedText(std::chrono::milliseconds elapsed, std::chrono::milliseconds whole);
[[nodiscard]] QString durationText(std::chrono::milliseconds duration); // "45 s", "12 min", "1:30 h", "3 d"

[[nodiscard]] QString timeOfDayText(WallTime time);         // "14:02:11"
[[nodiscard]] QString timeText(WallTime time);              // "2026-03-01 14:02:11"
[[nodiscard]] QString agoText(WallTime time, WallTime now); // "3 min ago"

} // namespace signalbox::ui
