// The small words that every sentence about a release is made of. Pure; UI thread.
#pragma once

#include <QString>

#include "core/agents/version.h"
#include "core/traffic/weight.h"
#include "ui/base/plain_text.h"

namespace signalbox::ui::releases {

inline constexpr double millisecondsPerMinute = 60'000;

// "2.1.0", safe to show.
[[nodiscard]] inline QString nameOf(const agents::VersionRef& version) {
    return plainLine(version.name(), 60);
}

// "12.5 %"
[[nodiscard]] inline QString percentOf(traffic::Weight weight) {
    return QString::fromStdString(weight.toString());
}

} // namespace signalbox::ui::releases
