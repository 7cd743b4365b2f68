// Times of other days as people say them. UI thread (translated). Days and times are local.
#pragma once

#include <QString>

#include "core/base/time.h"

namespace signalbox::ui {

[[nodiscard]] QString dayTimeText(WallTime time, WallTime now); // "today 14:10", "yesterday 14:10", "2026-03-01 14:10"

} // namespace signalbox::ui
