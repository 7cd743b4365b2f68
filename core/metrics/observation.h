// What is known about one answered (or failed) request. Values, made by the gateway on its I/O thread, handed over in
// batches. Unknown numbers are absent, never 0.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/agents/workspace.h"
#include "core/base/digest.h"
#include "core/base/time.h"
#include "core/metrics/failure.h"
#include "core/metrics/label.h"
#include "core/metrics/outcome.h"
#include "core/metrics/try_end.h"
#include "core/traffic/route_table.h"

namespace signalbox::metrics {

struct Observation {
    std::string agent;
    std::string version; // SemVer text
    Digest digest;
    traffic::Role role = traffic::Role::Stable;
    traffic::Weight weight; // of the role at assignment
    std::uint64_t unit = 0; // hash of the unit key; the key itself is not kept
    Monotonic started{};
    WallTime startedWall{};
    std::chrono::microseconds latency{0};                // until the last byte
    std::optional<std::chrono::microseconds> firstToken; // streams: first event with content
    Outcome outcome = Outcome::Success;
    int status = 0; // HTTP status of the upstream, 0 when there was none
    std::optional<std::int64_t> inputTokens;
    std::optional<std::int64_t> outputTokens;
    std::optional<agents::PicoUsd> cost; // unknown when usage or price is unknown
    int toolCalls = 0;
    std::shared_ptr<const Failure> failure = {}; // why it did not succeed; null when it did, or the caller went away
    std::optional<bool> refused = {};            // the model refused, or a content filter stopped it
    // How the tries ended that were made before the one that all of this is about; their tokens and cost are in the
    // sums above as far as they are known.
    std::vector<TryEnd> failedTries = {};
};

// Why it failed, also when that came without a reason of its own.
[[nodiscard]] FailureReason reasonOf(const Observation& seen);

// A count that an upstream gave, which may be anything: never below 0.
[[nodiscard]] constexpr std::uint64_t natural(std::int64_t value) {
    return value > 0 ? static_cast<std::uint64_t>(value) : 0;
}

// Receives batches; called from the gateway's I/O thread, must return quickly.
class ObservationSink {
public:
    ObservationSink() = default;
    ObservationSink(const ObservationSink&) = delete;
    ObservationSink& operator=(const ObservationSink&) = delete;
    virtual ~ObservationSink() = default;
    virtual void take(std::vector<Observation> batch) = 0;

    // Requests that have been in flight for longer than the gateway's threshold, each once, with its age as latency.
    // How they end is not known: `outcome` says nothing, `status` is 0 until the answer begins. When they end, take()
    // gets them like all others.
    virtual void takeHanging(std::vector<Observation> batch) { static_cast<void>(batch); }

    // What was learned later about requests that take() got before.
    virtual void takeLabels(std::vector<Label> batch) { static_cast<void>(batch); }
};

} // namespace signalbox::metrics
