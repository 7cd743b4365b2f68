#include "core/metrics/store.h"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <tuple>

#include "core/metrics/prometheus.h"
#include "core/metrics/ring.h"

namespace signalbox::metrics {

namespace {

using namespace std::chrono_literals;

// So many wait before the thread that brings them does the work itself, if nobody is reading: few, since it serves.
constexpr std::size_t inboxLimit = 512;
constexpr std::chrono::milliseconds arrivalTime = 300ms;
constexpr std::chrono::seconds freshest = 60s;

struct Kept {
    std::array<Ring, 3> rings{Ring(1s, 900), Ring(10s, 2160), Ring(60s, 10'080)};
    Totals totals;
    WallTime newest{};
};

using KeyView = std::tuple<std::string_view, std::string_view, traffic::Role>;

KeyView viewOf(const SeriesKey& key) {
    return {key.agent, key.version, key.role};
}

struct KeyLess {
    using is_transparent = void;

    static KeyView view(const SeriesKey& key) { return viewOf(key); }

    static KeyView view(const KeyView& key) { return key; }

    template <class A, class B> bool operator()(const A& a, const B& b) const { return view(a) < view(b); }
};

WallTime floorTo(WallTime time, std::chrono::seconds step) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time.time_since_epoch());
    return WallTime{step * (seconds.count() / step.count())};
}

WallTime endOf(const Observation& observation) {
    return std::chrono::floor<std::chrono::milliseconds>(observation.startedWall + observation.latency);
}

} // namespace

class Store::Private {
public:
    // Two locks, always in this order: data, inbox. The inbox is held only to move a batch.
    mutable std::mutex data;
    std::mutex inboxLock;
    std::vector<Observation> inbox;

    std::map<SeriesKey, Kept, KeyLess> series;
    WallTime newest{};
    Monotonic newestMonotonic{};
    std::optional<WallTime> freshFrom;

    void drain();
    Kept& keptFor(const KeyView& view);

private:
    void takeIn(const Observation& observation);
    void noteTime(WallTime end, Monotonic monotonicEnd);
};

void Store::Private::drain() {
    std::vector<Observation> batch;
    {
        const std::scoped_lock lock(inboxLock);
        batch.swap(inbox);
    }
    for (const Observation& observation : batch)
        takeIn(observation);
}

Kept& Store::Private::keptFor(const KeyView& view) {
    if (const auto found = series.find(view); found != series.end())
        return found->second;
    if (series.size() >= maximumSeries)
        series.erase(std::ranges::min_element(series, {}, [](const auto& entry) { return entry.second.newest; }));
    return series[{std::string(std::get<0>(view)), std::string(std::get<1>(view)), std::get<2>(view)}];
}

void Store::Private::noteTime(WallTime end, Monotonic monotonicEnd) {
    const bool laterInTruth = monotonicEnd > newestMonotonic;
    if (end >= newest) {
        newest = end;
    } else if (laterInTruth && newest - end > 5s) {
        // The wall clock was set back. What it called the future would push out all that comes from now on.
        newest = end;
        for (auto& [key, kept] : series) {
            for (Ring& ring : kept.rings)
                ring.forgetAfter(end);
            kept.newest = std::min(kept.newest, end);
        }
        if (freshFrom)
            freshFrom = std::min(*freshFrom, floorTo(end, 1s));
    }
    if (laterInTruth)
        newestMonotonic = monotonicEnd;
}

void Store::Private::takeIn(const Observation& observation) {
    const WallTime end = endOf(observation);
    noteTime(end, observation.started + observation.latency);
    Kept& kept = keptFor({observation.agent, observation.version, observation.role});
    kept.newest = std::max(kept.newest, end);
    for (Ring& ring : kept.rings)
        ring.add(end, observation);
    kept.totals.add(observation);
}

Store::Store() : d(std::make_unique<Private>()) {}

Store::~Store() = default;

void Store::take(std::vector<Observation> batch) {
    bool full = false;
    {
        const std::scoped_lock lock(d->inboxLock);
        if (d->inbox.empty())
            d->inbox = std::move(batch);
        else
            std::ranges::move(batch, std::back_inserter(d->inbox));
        full = d->inbox.size() >= inboxLimit;
    }
    if (!full)
        return;
    if (const std::unique_lock lock(d->data, std::try_to_lock); lock.owns_lock())
        d->drain();
}

void Store::takeLabels(std::vector<Label> batch) {
    const std::scoped_lock lock(d->data);
    for (const Label& label : batch) {
        Kept& kept = d->keptFor({label.agent, label.version, label.role});
        kept.totals.add(label);
        if (label.learned == WallTime{} || (!label.contractViolation && !label.toolFailure))
            continue;
        for (Ring& ring : kept.rings)
            ring.add(label.learned, label);
    }
}

std::vector<Series> Store::query(const std::string& agent, WallTime from, WallTime to,
                                 std::chrono::seconds step) const {
    const std::scoped_lock lock(d->data);
    d->drain();
    std::vector<Series> result;
    for (const auto& [key, kept] : d->series) {
        if (key.agent != agent)
            continue;
        const auto reaches = [&](const Ring& ring) { return from > d->newest - ring.span(); };
        const auto found = std::ranges::find_if(kept.rings, reaches);
        const Ring& ring = found != kept.rings.end() ? *found : kept.rings.back();
        const auto parts = std::max<std::int64_t>((step + ring.length() - 1s) / ring.length(), 1);
        const std::chrono::seconds rounded = ring.length() * parts;
        // A silent series keeps its old slots until it speaks again; nobody may see more of it than of the others.
        const std::int64_t oldest = ring.numberOf(d->newest) - ring.span() / ring.length() + 1;
        Series series{.key = key, .points = {}, .total = {}};
        for (auto slot = ring.from(std::max(oldest, ring.numberOf(from))); slot != ring.slots().end(); ++slot) {
            if (ring.timeOf(*slot) >= to)
                break;
            const WallTime time = floorTo(ring.timeOf(*slot), rounded);
            if (series.points.empty() || series.points.back().time != time)
                series.points.push_back(
                    {.time = time, .bucket = {}, .length = std::min<std::chrono::milliseconds>(rounded, to - time)});
            series.points.back().bucket.merge(slot->bucket);
            series.total.merge(slot->bucket);
        }
        if (!series.points.empty())
            result.push_back(std::move(series));
    }
    return result;
}

std::vector<Series> Store::takeFresh(WallTime now) {
    const std::scoped_lock lock(d->data);
    d->drain();
    const WallTime until = floorTo(now - arrivalTime, 1s);
    if (d->freshFrom && *d->freshFrom > until + 2s)
        d->freshFrom.reset(); // the clock was set back; do not stay silent until it catches up
    if (d->freshFrom && *d->freshFrom >= until)
        return {};
    const WallTime from = std::max(d->freshFrom.value_or(until - freshest), until - freshest);
    d->freshFrom = until;
    std::vector<Series> result;
    for (const auto& [key, kept] : d->series) {
        const Ring& ring = kept.rings.front();
        Series series{.key = key, .points = {}, .total = {}};
        for (auto slot = ring.from(ring.numberOf(from)); slot != ring.slots().end(); ++slot) {
            if (ring.timeOf(*slot) >= until)
                break;
            series.points.push_back({.time = ring.timeOf(*slot), .bucket = slot->bucket, .length = ring.length()});
            series.total.merge(slot->bucket);
        }
        if (!series.points.empty())
            result.push_back(std::move(series));
    }
    return result;
}

std::string Store::prometheusText(const ModelOf& modelOf) const {
    const std::scoped_lock lock(d->data);
    d->drain();
    std::vector<NamedTotals> series;
    series.reserve(d->series.size());
    for (const auto& [key, kept] : d->series)
        series.push_back({.key = &key, .totals = &kept.totals});
    return metrics::prometheusText(series, modelOf);
}

} // namespace signalbox::metrics
