// Whether a pattern inside a JSON Schema can be matched in bounded time by a matcher that knows no limit. Pure; any
// thread. Private to core/suites.
#pragma once

#include <QString>

namespace signalbox::suites {

// An upper estimate of how often the matcher can stand at one place of a text of 4 KiB; infinite for a repeated group
// that can itself be read in more than one way.
[[nodiscard]] double costOfPattern(const QString& pattern);
inline constexpr double mostPatternCost = 4096.0 * 4096.0;

} // namespace signalbox::suites
