// Where an upstream is: scheme, host, port and base path of an http or https URL. Values; any thread.
// Errors: Invalid "bad_url". User names, queries and fragments are refused.
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
    std::string path; // "" or "/base" without a slash at the end

    [[nodiscard]] static Result<Url> parse(std::string_view text);
    [[nodiscard]] std::string authority() const; // as a host header says it: the port only when it is not the default
    [[nodiscard]] std::string origin() const;    // "https://host:port"
};

} // namespace signalbox::http
