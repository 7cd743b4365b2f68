// File patterns: "*" and "?" stay within one part of a path, "**/" stands for any folders, none included. Pure; any
// thread; time grows with pattern × path, whatever they hold.
#pragma once

#include <string_view>

namespace signalbox::agents {

[[nodiscard]] bool matchesGlob(std::string_view pattern, std::string_view path);

} // namespace signalbox::agents
