// Finds what looks like a secret in text, so that it is not published for ever. Linear in the text; pure; any thread.
#pragma once

#include <string_view>

namespace signalbox::agents {

// What the line seems to hold ("an API key (sk-…)", "a private key"), or empty.
[[nodiscard]] std::string_view secretIn(std::string_view line);

} // namespace signalbox::agents
