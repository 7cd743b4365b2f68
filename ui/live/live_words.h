// What the Live page says above its charts. Pure; UI thread (translated).
#pragma once

#include "ui/live/picture.h"

namespace signalbox::ui::live {

// "canary 2.2.0 beside stable 2.1.0 · the last 5 minutes · requests: stable 1,204, canary 63". Pure.
[[nodiscard]] QString headerLine(const Picture& picture);
// "the last 5 minutes". Pure.
[[nodiscard]] QString spanInWords(std::chrono::seconds range);

// The same of the part that has data: "since 14:02:11, 104 s". Pure.
[[nodiscard]] QString shownInWords(const Picture& picture);

} // namespace signalbox::ui::live
