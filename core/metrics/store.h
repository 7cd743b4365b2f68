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

#include "core/metrics/counts.h"
#include "core/metrics/histogram.h"
#include "core/metrics/observation.h"

namespace signalbox::metrics {

struct Bucket : Counts {
    agents::PicoUsd cost = 0; // sum over costKnown
    // Microseconds, of whole answers. A request that ran out of time counts with the time that it took: it took at
    // least that long, and without it a version that hangs would look fast. Failures are no answers, however quick.
    Histogram latency;
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
    std::chrono::milliseconds length{1000}; // of the time in which it was counted
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
    // `step` is rounded up to a multiple of the finest ring that reaches back to `from` (seen from the newest data);
    // each point says how long its bucket is. None reaches beyond `to`.
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
