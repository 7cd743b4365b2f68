// What became known about one request of one unit, as the judge takes it. Values; made by whoever has the observations.
// Unknown is absent, never false and never 0.
//
// From a metrics::Observation: arm = role (shadow copies are not judged here), version = digest, unit = unit,
// canaryWeight = the canary's weight at assignment (for stable: the rest of the observation's), error =
// isError(outcome) unless the caller went away, mayBeCallers = it is to be compared only, failure = codeOf(its reason),
// latency and cost as they are, elapsed = time since the release began on a clock that never goes back and survives a
// restart.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/digest.h"
#include "core/base/time.h"
#include "core/evidence/arm.h"
#include "core/traffic/weight.h"

namespace signalbox::evidence {

enum class UnitKind : std::uint8_t {
    Sticky, // may come again: the judge remembers it
    Single  // this request is the unit and never comes again
};

enum class Report : std::uint8_t {
    Finished,
    Hanging, // still in flight after 10 s; latency = its age now. It is reported again as Finished when it ends
    Label    // something learned later about an answered request (quality, a business signal)
};

struct UnitOutcome {
    std::uint64_t unit = 0;
    UnitKind kind = UnitKind::Sticky;
    Arm arm = Arm::Stable;        // that was assigned, whoever answered in the end
    traffic::Weight canaryWeight; // in force when the unit was assigned, for both arms
    Report report = Report::Finished;
    bool answering = false; // Hanging: the answer has begun, so it is slow, not dead
    Digest version = {};    // null: not checked
    std::chrono::milliseconds elapsed{0};
    std::chrono::milliseconds age{0}; // since it was assigned
    WallTime wall{};                  // only shown
    std::string request = {};         // id, only shown; may be empty

    std::optional<bool> error = {};
    bool mayBeCallers = false; // no error, but it failed: an event beside stable's share, and of no limit
    std::string failure = {};  // why, in a word or two: "404 model_not_found"; empty: it did not fail, or nobody knows
    std::optional<bool> toolFailure = {};
    std::optional<bool> refusal = {};
    std::optional<bool> contractViolation = {};
    std::optional<bool> policyHit = {};
    std::optional<double> quality = {}; // 0 … 1
    std::optional<std::chrono::microseconds> latency = {};
    std::optional<double> cost = {}; // USD
    std::optional<double> tokens = {};
    std::optional<double> toolCalls = {};
    std::vector<std::string> signals = {}; // business events of this request, such as "approved"
};

} // namespace signalbox::evidence
