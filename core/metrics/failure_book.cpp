#include "core/metrics/failure_book.h"

#include <algorithm>

namespace signalbox::metrics {

namespace {

constexpr std::chrono::seconds sampleAge{30}; // an older sample gives way to a newer one

constexpr std::int64_t askedNoMore = 3; // buckets in which only others were asked

std::int64_t bucketOf(Monotonic time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()) / FailureBook::bucketTime;
}

std::size_t slotOf(std::int64_t bucket) {
    return static_cast<std::size_t>(((bucket % RecentCount::buckets) + RecentCount::buckets) % RecentCount::buckets);
}

bool isFailure(const Observation& seen) {
    return blameOf(seen.outcome) != Blame::Nobody;
}

void note(FailureRow& row, FailureSample sample) {
    row.last = std::max(row.last, sample.at);
    const bool better = !row.sample || sample.at - row.sample->at > sampleAge ||
                        (row.sample->message.empty() && !sample.message.empty());
    if (better && (!row.sample || !sample.message.empty() || row.sample->message.empty()))
        row.sample = std::move(sample);
}

} // namespace

void RecentCount::add(std::int64_t bucket) {
    if (bucket <= m_newest - buckets)
        return;
    for (std::int64_t next = std::max(m_newest + 1, bucket - buckets + 1); next <= bucket; ++next)
        m_counts[slotOf(next)] = 0;
    m_newest = std::max(m_newest, bucket);
    ++m_counts[slotOf(bucket)];
}

std::uint64_t RecentCount::in(std::int64_t bucket) const {
    return bucket > m_newest || bucket <= m_newest - buckets ? 0 : m_counts[slotOf(bucket)];
}

std::uint64_t RecentCount::until(std::int64_t bucket) const {
    std::uint64_t sum = 0;
    for (std::int64_t each = bucket - buckets + 1; each <= bucket; ++each)
        sum += in(each);
    return sum;
}

bool FailureBook::Series::isHealthyIn(std::int64_t bucket) const {
    const std::uint64_t asked = requests.in(bucket);
    return asked > 0 && failures.in(bucket) * 10 < asked;
}

// Of the run, seen from this bucket. One that began at the very end of a good bucket goes on.
bool FailureBook::Series::isOver(std::int64_t bucket) const {
    return bucket > newest && endedWell && isHealthyIn(newest);
}

void FailureBook::Series::endRun() {
    failingSince.reset();
    runRequests = runFailures = 0;
}

// Looks back at the bucket that is over.
void FailureBook::Series::enter(std::int64_t bucket) {
    if (isOver(bucket))
        endRun();
    newest = std::max(newest, bucket);
}

FailureBook::Reason& FailureBook::Series::reasonOf(const FailureReason& reason, std::int64_t bucket) {
    const auto with = [this](const FailureReason& wanted) {
        return std::ranges::find_if(reasons, [&](const Reason& known) { return known.row.reason == wanted; });
    };
    if (const auto known = with(reason); known != reasons.end())
        return *known;
    if (reasons.size() >= mostReasons)
        std::erase_if(reasons, [bucket](const Reason& known) { return known.count.until(bucket) == 0; });
    const FailureReason other{.kind = FailureKind::Other};
    const bool full = reasons.size() + 1 >= mostReasons; // the last place is for the rest
    if (const auto rest = with(other); full && rest != reasons.end())
        return *rest;
    reasons.push_back({.row = {.reason = full ? other : reason}, .count = {}});
    return reasons.back();
}

FailureBook::Series& FailureBook::seriesOf(const std::string& agent, const std::string& version) {
    const auto known = m_series.find({agent, version});
    if (known != m_series.end())
        return known->second;
    if (m_series.size() >= mostVersions)
        m_series.erase(std::ranges::min_element(m_series, {}, [](const auto& entry) { return entry.second.newest; }));
    return m_series[{agent, version}];
}

void FailureBook::add(const Observation& seen) {
    Series& series = seriesOf(seen.agent, seen.version);
    const std::int64_t bucket = bucketOf(seen.started + seen.latency);
    if (bucket <= series.newest - RecentCount::buckets)
        return; // of a time that is over
    series.enter(bucket);
    series.role = seen.role;
    series.requests.add(bucket);
    const bool bad = isFailure(seen);
    const WallTime at = std::chrono::floor<std::chrono::milliseconds>(seen.startedWall + seen.latency);
    series.endedWell = !bad;
    if (!bad)
        series.lastGood = std::max(series.lastGood.value_or(at), at);
    if (bad && !series.failingSince)
        series.failingSince = at;
    if (series.failingSince)
        ++series.runRequests;
    if (!bad)
        return;
    ++series.runFailures;
    series.failures.add(bucket);
    Reason& reason = series.reasonOf(metrics::reasonOf(seen), bucket);
    reason.count.add(bucket);
    FailureSample sample{.requestId = {}, .at = at, .status = seen.status, .message = {}};
    if (seen.failure) {
        sample.requestId = seen.failure->requestId;
        sample.message = seen.failure->message;
        reason.row.provider = seen.failure->provider;
    }
    note(reason.row, std::move(sample));
}

void FailureBook::take(std::vector<Observation> batch) {
    {
        const std::scoped_lock lock(m_mutex);
        for (const Observation& seen : batch)
            if (seen.role != traffic::Role::Shadow && seen.outcome != Outcome::Cancelled)
                add(seen);
    }
    m_next.take(std::move(batch));
}

// Answered, and against the contract: a row of its own, but no failed request.
void FailureBook::takeLabels(std::vector<Label> batch) {
    {
        const std::scoped_lock lock(m_mutex);
        for (const Label& label : batch) {
            const auto series = m_series.find({label.agent, label.version});
            if (label.role == traffic::Role::Shadow || !label.contractViolation.value_or(false) ||
                series == m_series.end())
                continue;
            auto& kept = series->second.contract;
            if (!kept)
                kept = Reason{.row = {.reason = {.kind = FailureKind::Contract}}, .count = {}};
            Reason& reason = *kept;
            reason.count.add(series->second.newest);
            note(reason.row, {.requestId = label.requestId, .at = label.learned, .status = 200, .message = {}});
        }
    }
    m_next.takeLabels(std::move(batch));
}

VersionFailures FailureBook::versionOf(const std::string& version, const Series& series, std::int64_t bucket) {
    VersionFailures found{.version = version,
                          .role = series.role,
                          .requests = series.requests.until(bucket),
                          .failures = series.failures.until(bucket)};
    found.lastGood = series.lastGood;
    if (series.failingSince && !series.isOver(bucket) && found.failures > 0) {
        found.failingSince = series.failingSince;
        found.runRequests = series.runRequests;
        found.runFailures = series.runFailures;
    }
    for (const Reason& reason : series.reasons) {
        FailureRow row = reason.row;
        row.count = reason.count.until(bucket);
        if (row.count > 0)
            found.rows.push_back(std::move(row));
    }
    if (series.contract) {
        FailureRow row = series.contract->row;
        row.count = series.contract->count.until(bucket);
        if (row.count > 0)
            found.rows.push_back(std::move(row));
    }
    sortRows(found.rows);
    return found;
}

FailureReport FailureBook::report(const std::string& agent, Monotonic now, WallTime wall) const {
    FailureReport report{.agent = agent, .at = wall, .versions = {}};
    const std::int64_t bucket = bucketOf(now);
    const std::scoped_lock lock(m_mutex);
    const auto first = m_series.lower_bound({agent, {}});
    std::int64_t newest = -1;
    for (auto each = first; each != m_series.end() && each->first.first == agent; ++each)
        newest = std::max(newest, each->second.newest);
    for (auto each = first; each != m_series.end() && each->first.first == agent; ++each) {
        VersionFailures found = versionOf(each->first.second, each->second, bucket);
        if (each->second.newest < newest - askedNoMore) // rolled back: what it did is past
            found.failingSince.reset();
        if (found.requests > 0)
            report.versions.push_back(std::move(found));
    }
    return report;
}

} // namespace signalbox::metrics
