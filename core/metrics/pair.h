// Two answers to one request: the one of stable, which the caller got, and the one of a shadow, which nobody got. The
// second may be stable's again: how often stable differs from itself is the noise floor of every comparison.
// Values, made by the gateway off its I/O thread. Unknown numbers are absent, never 0.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "core/metrics/observation.h"

namespace signalbox::metrics {

struct PairSide {
    std::string version; // SemVer text
    Digest digest;
    Outcome outcome = Outcome::Success;
    int status = 0; // HTTP status of the upstream, 0 when there was none
    std::chrono::microseconds latency{0};
    std::optional<std::int64_t> inputTokens;
    std::optional<std::int64_t> outputTokens;
    std::optional<agents::PicoUsd> cost;
    int toolCalls = 0;
    std::string contentType; // of the answer
    std::string body;        // as answered, UTF-8 when the upstream is honest; empty when it was too long to keep
};

enum class PairKind { Candidate, Noise }; // whose the second answer is: the shadow version's, or stable's own

struct Pair {
    std::string agent;
    std::string requestId; // of the caller's request
    std::uint64_t unit = 0;
    WallTime at{};
    std::string request; // the caller's body
    PairSide stable;
    PairSide shadow;
    PairKind kind = PairKind::Candidate;
};

// Receives pairs; called from a thread of the gateway, must return quickly.
class PairSink {
public:
    PairSink() = default;
    PairSink(const PairSink&) = delete;
    PairSink& operator=(const PairSink&) = delete;
    virtual ~PairSink() = default;
    virtual void take(Pair pair) = 0;
};

} // namespace signalbox::metrics
