// Takes the content codings off a body (RFC 9110, 8.4.1): gzip, deflate and zstd, several in a row. What comes out is
// bounded by bytes and by how many times more it is than what came in. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace signalbox::http {

// As an accept-encoding header says it.
inline constexpr std::string_view knownCodings = "gzip, deflate, zstd";

struct DecodingLimits {
    std::size_t bytes = 32UL * 1024 * 1024;
    std::size_t ratio = 100;                // to what came
    std::size_t always = 1UL * 1024 * 1024; // may come out whatever the ratio is
};

// `codings`: the values of content-encoding in the order they were applied, "identity" among them is none.
// Errors: Invalid "unknown_coding", "bad_coding" (cut, damaged, or followed by something else); Limit "too_large".
[[nodiscard]] Result<std::string> decoded(std::string_view codings, std::string body, const DecodingLimits& limits);

} // namespace signalbox::http
