// Bounds that a listener puts on its callers. Values. Passing one of them ends the connection.
#pragma once

#include <chrono>
#include <cstddef>

namespace signalbox::http {

struct Limits {
    std::size_t headBytes = 16 * 1024;
    std::size_t bodyBytes = 8 * 1024 * 1024;
    std::size_t connections = 1'024;
    std::chrono::milliseconds headTime = std::chrono::seconds{10};  // from the first byte to the end of the head
    std::chrono::milliseconds bodyTime = std::chrono::seconds{60};  // the whole body
    std::chrono::milliseconds idleTime = std::chrono::seconds{75};  // between requests of a connection
    std::chrono::milliseconds writeTime = std::chrono::seconds{60}; // without progress while the caller does not read
};

} // namespace signalbox::http
