// The target of a request line in the forms that RFC 9112 (3.2) has for the methods served here: a path, an absolute
// http or https URL, or "*" with OPTIONS. Values; any thread.
#pragma once

#include <optional>
#include <string_view>

namespace signalbox::http {

struct RequestTarget {
    std::string_view authority; // of the absolute form, which stands in place of the host header; else empty
    std::string_view path; // "/…" or "*"; of the absolute form also "?…" or empty, which mean the same behind a "/"
};

// nullopt: none of them, or not of printable ASCII.
[[nodiscard]] std::optional<RequestTarget> requestTargetIn(std::string_view method, std::string_view text);

// name or [address], with an optional port. Less than RFC 3986 allows, all that is in use.
[[nodiscard]] bool isHost(std::string_view text);

} // namespace signalbox::http
