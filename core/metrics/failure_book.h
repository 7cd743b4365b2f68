// Remembers why requests failed: per agent and version, per reason, how often in the last 15 minutes and one request
// of each. Bounded: so many versions, so many reasons each, one sample per reason. Stands between the gateway and the
// metrics store and passes everything on. take() and report() from any thread (one short lock). Time is monotonic, so
// that a wall clock that jumps loses nothing.
#pragma once

#include <array>
#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "core/metrics/failure_report.h"
#include "core/metrics/observation.h"

namespace signalbox::metrics {

// How often something happened in the last 15 minutes, in buckets of ten seconds.
class RecentCount {
public:
    static constexpr std::int64_t buckets = 90;

    void add(std::int64_t bucket);
    [[nodiscard]] std::uint64_t until(std::int64_t bucket) const;
    [[nodiscard]] std::uint64_t in(std::int64_t bucket) const;

private:
    std::array<std::uint32_t, buckets> m_counts{};
    std::int64_t m_newest = -1;
};

class FailureBook final : public ObservationSink {
public:
    static constexpr std::size_t mostVersions = 128; // then the one that was silent longest goes
    static constexpr std::size_t mostReasons = 12;   // of a version; what comes then is "other"
    static constexpr std::chrono::seconds bucketTime{10};
    static constexpr std::chrono::minutes window{15};

    explicit FailureBook(ObservationSink& next) : m_next(next) {}

    void take(std::vector<Observation> batch) override;

    void takeHanging(std::vector<Observation> batch) override { m_next.takeHanging(std::move(batch)); }

    void takeLabels(std::vector<Label> batch) override;
    [[nodiscard]] FailureReport report(const std::string& agent, Monotonic now, WallTime wall) const;

private:
    struct Reason {
        FailureRow row;
        RecentCount count;
    };

    struct Series {
        traffic::Role role = traffic::Role::Stable;
        std::int64_t newest = -1; // bucket
        std::optional<WallTime> lastGood;
        bool endedWell = true; // the newest request
        RecentCount requests;
        RecentCount failures;
        std::optional<WallTime> failingSince;
        std::uint64_t runRequests = 0;
        std::uint64_t runFailures = 0;
        std::vector<Reason> reasons;
        std::optional<Reason> contract; // no reason of a failed request, and never crowded out by them

        [[nodiscard]] bool isHealthyIn(std::int64_t bucket) const;
        [[nodiscard]] bool isOver(std::int64_t bucket) const;
        void endRun();
        void enter(std::int64_t bucket);
        Reason& reasonOf(const FailureReason& reason, std::int64_t bucket);
    };

    using Key = std::pair<std::string, std::string>; // agent, version

    Series& seriesOf(const std::string& agent, const std::string& version);
    void add(const Observation& seen);
    [[nodiscard]] static VersionFailures versionOf(const std::string& version, const Series& series,
                                                   std::int64_t bucket);

    ObservationSink& m_next;
    mutable std::mutex m_mutex;
    std::map<Key, Series> m_series;
};

} // namespace signalbox::metrics
