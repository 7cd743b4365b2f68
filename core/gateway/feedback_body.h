// The body of POST /v1/feedback: {"request_id", "quality"?, "signals"?}. Pure. Untrusted input.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace signalbox::gateway {

struct FeedbackBody {
    std::string requestId;
    std::optional<double> quality;    // 0 … 1
    std::vector<std::string> signals; // at most 16, each of a-z, 0-9, "_", "-" and ".", at most 64 long
};

// Errors: Invalid "bad_json", "bad_feedback" with the field.
[[nodiscard]] Result<FeedbackBody> readFeedback(std::string_view body);

} // namespace signalbox::gateway
