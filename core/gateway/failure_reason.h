// Why a request to an upstream failed: the one place that turns what happened on the wire into a metrics::Failure. What
// becomes of it (counting, showing) is not decided here. Pure; any thread.
#pragma once

#include <string_view>

#include "core/http/beast.h"
#include "core/metrics/failure.h"
#include "core/metrics/observation.h"

namespace signalbox::gateway {

// All that is known when a request has failed.
struct FailedExchange {
    metrics::Outcome outcome = metrics::Outcome::UpstreamLost;
    int status = 0;            // the upstream's; 0: no head came
    std::string_view code;     // that the reader of its answer found; may be empty
    std::string_view said;     // the beginning of an error's body, or the event that told of it; may be empty
    http::ErrorCode lost = {}; // why the connection ended, if it did
    bool asked = true;         // false: the version could not be asked at all
};

[[nodiscard]] metrics::FailureReason reasonOf(const FailedExchange& exchange);

} // namespace signalbox::gateway
