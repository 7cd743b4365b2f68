// The request that a shadow gets for a copy. Pure; any thread.
#pragma once

#include "core/gateway/shadow_queue.h"

namespace signalbox::gateway {

// Errors: Invalid, as of rewriteFor().
[[nodiscard]] Result<http::ClientRequest> shadowRequest(const ShadowCopy& copy, std::size_t maximumAnswer);
// Complete header lines ("name: value\r\n"…) as headers.
[[nodiscard]] http::Headers headersFrom(std::string_view lines);

} // namespace signalbox::gateway
