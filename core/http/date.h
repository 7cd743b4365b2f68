// The time as HTTP says it (RFC 9110, 5.6.7).
#pragma once

#include <string_view>

namespace signalbox::http {

// Now: "Sun, 06 Nov 1994 08:49:37 GMT". Made once a second; holds until the next call of the same thread.
[[nodiscard]] std::string_view dateNow();

} // namespace signalbox::http
