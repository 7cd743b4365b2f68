// Rolling windows of what the gateway observed: per agent, version and role, counts and log-linear histograms in rings
// of 1 s × 15 min, 10 s × 6 h and 1 min × 7 d. take() may be called from any thread (one short lock per batch); reading
// too. A request belongs to the second in which it ended. At most maximumSeries are kept; then the longest silent one
// goes. Late data is taken in while its ring reaches back that far. When the wall clock was set back, what lies in its
// future is forgotten. Counts are kept, never ratios: 0 of 0 is "no data".
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/metrics/histogram.h"
#include "core/metrics/observation.h"

namespace signalbox::metrics {

struct Bucket {
    std::uint64_t requests = 0; // all that ended, cancelled ones included
    std::uint64_t errors = 0;
    std::uint64_t cancelled = 0;
    std::uint64_t toolCalls = 0;
    std::uint64_t inputTokens = 0;
    std::uint64_t outputTokens = 0;
    std::uint64_t costKnown = 0;
    agents::PicoUsd cost = 0;
    std::uint64_t refusalsKnown = 0; // answers of which it is known whether the model refused
    std::uint64_t refusals = 0;
    std::uint64_t contractsKnown = 0; // judgements, in the second in which they were made
    std::uint64_t contractViolations = 0;
    std::uint64_t toolsKnown = 0; // judgements of an answer's tool calls, or of a result that came back later
    std::uint64_t toolFailures = 0;
    Histogram latency;    // microseconds; cancelled requests left out
    Histogram firstToken; // microseconds

    void add(const Observation& observation);
    void add(const Label& label);
    void merge(const Bucket& other);
    void pack(); // of the histograms
};

struct SeriesKey {
    std::string agent;
    std::string version;
    traffic::Role role = traffic::Role::Stable;

    auto operator<=>(const SeriesKey&) const = default;
};

struct Point {
    WallTime time{}; // start of the bucket
    Bucket bucket;
};

struct Series {
    SeriesKey key;
    std::vector<Point> points; // rising; empty buckets left out
    Bucket total;
};

// What answered for a series, for labels; empty when it is not known.
struct ModelName {
    std::string provider;
    std::string id;
};

using ModelOf = std::function<ModelName(const SeriesKey&)>;

class Store final : public ObservationSink {
public:
    static constexpr std::size_t maximumSeries = 512;

    Store();
    ~Store() override;
    void take(std::vector<Observation> batch) override;
    void takeLabels(std::vector<Label> batch) override;
    // `step` is rounded up to a multiple of the finest ring that reaches back to `from` (seen from the newest data).
    [[nodiscard]] std::vector<Series> query(const std::string& agent, WallTime from, WallTime to,
                                            std::chrono::seconds step) const;
    // The complete seconds since the last call (at most the newest 60), for the event stream. A second is complete
    // 300 ms after its end, when the batches that belong to it have arrived.
    [[nodiscard]] std::vector<Series> takeFresh(WallTime now);
    // Prometheus text form 0.0.4: stable signalbox_* names, seconds and base units, and gen_ai_* beside them. `modelOf`
    // is asked under the store's lock.
    [[nodiscard]] std::string prometheusText(const ModelOf& modelOf = {}) const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace signalbox::metrics
