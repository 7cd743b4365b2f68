// What was learned about a request after it was answered: how good the answer was, whether it kept its contract,
// whether a tool failed, and what came of it in the business.
// Attributed to the version and weight that the request was assigned. Values. Unknown is absent.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/digest.h"
#include "core/base/time.h"
#include "core/traffic/route_table.h"

namespace signalbox::metrics {

struct Label {
    std::string agent;
    std::string version; // SemVer text
    Digest digest;
    traffic::Role role = traffic::Role::Stable;
    traffic::Weight weight; // of the role at assignment
    std::uint64_t unit = 0;
    WallTime asked{};   // when the request came
    WallTime learned{}; // when this became known; charts show it then
    std::string requestId;
    std::optional<double> quality;    // 0 … 1
    std::vector<std::string> signals; // "approved", "fraud_flag"
    std::optional<bool> contractViolation = {};
    std::optional<bool> toolFailure = {};
};

} // namespace signalbox::metrics
