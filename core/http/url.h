// Where an upstream is: scheme, host, port, base path and query of an http or https URL. Values; any thread.
// Errors: Invalid "bad_url", which does not repeat the text. User names and fragments are refused.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace signalbox::http {

struct Url {
    bool tls = false;
    std::string host; // without brackets
    std::uint16_t port = 80;
    std::string path;       // "" or "/base" without a slash at the end
    std::string query = {}; // "a=b&c=d", which every request below the base carries; may be empty

    [[nodiscard]] static Result<Url> parse(std::string_view text);
    [[nodiscard]] std::string authority() const; // as a host header says it: the port only when it is not the default
    [[nodiscard]] std::string origin() const;    // "https://host:port"
    [[nodiscard]] std::string target() const;    // of a request for the URL itself: "/base?a=b"
    // The URL of what lies below: "/path?x=y" put behind the path. What a caller gives a parameter of the base is left
    // out: it would be there twice, and readers would not agree on which counts.
    [[nodiscard]] Url below(std::string_view pathAndQuery) const;
    [[nodiscard]] std::string text() const; // origin and target
};

// The query of `base` with the parameters of `given` behind it that it does not have itself.
[[nodiscard]] std::string joinedQuery(std::string_view base, std::string_view given);

} // namespace signalbox::http
