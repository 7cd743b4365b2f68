// Rings, steps and fresh seconds: boundaries, late data, silence, clocks that jump.
#include <atomic>
#include <format>
#include <thread>

#include <QTest>

#include "core/metrics/store.h"
#include "tests/metrics/observations.h"

using namespace signalbox;
using namespace signalbox::metrics;
using namespace std::chrono_literals;

namespace {

std::uint64_t requestsIn(const std::vector<Series>& series) {
    std::uint64_t sum = 0;
    for (const Series& one : series)
        sum += one.total.requests;
    return sum;
}

} // namespace

class TestMetricsStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void emptyWindowsAreNoData();
    void aRequestBelongsToTheSecondInWhichItEnded();
    void boundariesAreHalfOpen();
    void stepsAreRoundedUpToTheRing();
    void ringsReachBackAsFarAsPromised();
    void lateDataIsTakenInOutOfOrder();
    void clockJumpsBack();
    void clockJumpsForwardByYears();
    void freshSecondsComeOnce();
    void outcomesAreCountedApart();
    void unknownIsNotZero();
    void judgementsCountWhenTheyAreMade();
    void seriesAreBounded();
    void manyThreads();
};

void TestMetricsStore::emptyWindowsAreNoData() {
    Store store;
    QVERIFY(store.query("refunds", start, start + 1h, 1s).empty());
    QVERIFY(store.takeFresh(start).empty());
    store.take({});
    store.take({at(0ms)});
    QVERIFY(store.query("refunds", start + 10s, start + 20s, 1s).empty());
    QVERIFY(store.query("other", start, start + 10s, 1s).empty());
    QVERIFY(store.query("refunds", start + 5s, start, 1s).empty());
}

void TestMetricsStore::aRequestBelongsToTheSecondInWhichItEnded() {
    Store store;
    Observation slow = at(0ms);
    slow.latency = 42s;
    store.take({slow});
    const auto series = store.query("refunds", start, start + 60s, 1s);
    QCOMPARE(series.size(), std::size_t{1});
    QCOMPARE(series[0].points.size(), std::size_t{1});
    QCOMPARE(series[0].points[0].time, start + 42s);
}

void TestMetricsStore::boundariesAreHalfOpen() {
    Store store;
    store.take({at(0ms), at(999ms), at(1000ms), at(1999ms), at(2000ms)});
    QCOMPARE(requestsIn(store.query("refunds", start, start + 1s, 1s)), std::uint64_t{2});
    QCOMPARE(requestsIn(store.query("refunds", start + 1s, start + 2s, 1s)), std::uint64_t{2});
    QCOMPARE(requestsIn(store.query("refunds", start, start + 2001ms, 1s)), std::uint64_t{5});
}

void TestMetricsStore::stepsAreRoundedUpToTheRing() {
    Store store;
    for (int i = 0; i < 120; ++i)
        store.take({at(std::chrono::seconds{i})});
    auto series = store.query("refunds", start, start + 120s, 7s);
    QCOMPARE(series[0].total.requests, std::uint64_t{120});
    for (const Point& point : series[0].points)
        QCOMPARE(std::chrono::floor<std::chrono::seconds>(point.time.time_since_epoch()).count() % 7, 0);
    QCOMPARE(store.query("refunds", start, start + 120s, 0s)[0].points.size(), std::size_t{120});
    QCOMPARE(store.query("refunds", start, start + 120s, 60s)[0].points.size(), std::size_t{2});
    // From before the ring of seconds: the ring of ten seconds, so 7 s becomes 10 s and 15 s becomes 20 s.
    QCOMPARE(store.query("refunds", start - 1h, start + 120s, 7s)[0].points.size(), std::size_t{12});
    QCOMPARE(store.query("refunds", start - 1h, start + 120s, 15s)[0].points.size(), std::size_t{6});
    QCOMPARE(store.query("refunds", start - 24h, start + 120s, 1s)[0].points.size(), std::size_t{2});
}

void TestMetricsStore::ringsReachBackAsFarAsPromised() {
    Store store;
    store.take({at(0ms)});
    store.take({at(899s)});
    QCOMPARE(store.query("refunds", start, start + 1h, 1s)[0].points.size(), std::size_t{2});
    store.take({at(24h * 7 - 1s)});
    const auto week = store.query("refunds", start - 1s, start + 24h * 8, 60s);
    QCOMPARE(week[0].total.requests, std::uint64_t{3});
    store.take({at(24h * 7)});
    QCOMPARE(store.query("refunds", start - 1s, start + 24h * 8, 60s)[0].total.requests, std::uint64_t{3});
}

void TestMetricsStore::lateDataIsTakenInOutOfOrder() {
    Store store;
    store.take({at(100s)});
    Observation late = at(50s);
    store.take({late, at(20s), at(70s), at(50s)});
    const auto series = store.query("refunds", start, start + 200s, 1s);
    QCOMPARE(series[0].total.requests, std::uint64_t{5});
    QCOMPARE(series[0].points.size(), std::size_t{4});
    QVERIFY(std::ranges::is_sorted(series[0].points, {}, &Point::time));
    // Older than the ring of seconds, but not than the ring of ten seconds.
    store.take({at(2000s)});
    store.take({at(30s)});
    QCOMPARE(requestsIn(store.query("refunds", start, start + 1h, 1s)), std::uint64_t{7});
}

void TestMetricsStore::clockJumpsBack() {
    Store store;
    store.take({at(10h)});
    Observation after = at(0ms); // the wall clock says ten hours less, the monotonic clock went on
    after.started = Monotonic{} + 12h;
    store.take({after});
    const auto series = store.query("refunds", start - 1s, start + 10s, 1s);
    QCOMPARE(requestsIn(series), std::uint64_t{1});
    QVERIFY(store.query("refunds", start + 9h, start + 11h, 1s).empty());
    QCOMPARE(requestsIn(store.takeFresh(start + 2s)), std::uint64_t{1});
}

void TestMetricsStore::clockJumpsForwardByYears() {
    Store store;
    store.take({at(0ms)});
    store.take({at(24h * 3650)});
    QCOMPARE(requestsIn(store.query("refunds", start + 24h * 3650 - 1s, start + 24h * 3651, 1s)), std::uint64_t{1});
    Observation after = at(1s);
    after.started = Monotonic{} + 24h * 4000;
    store.take({after});
    QCOMPARE(requestsIn(store.query("refunds", start, start + 1h, 1s)), std::uint64_t{1});
}

void TestMetricsStore::freshSecondsComeOnce() {
    Store store;
    QVERIFY(store.takeFresh(start).empty());
    store.take({at(100ms), at(900ms), at(1100ms)});
    QVERIFY(store.takeFresh(start + 1200ms).empty()); // second 0 may still get late batches
    const auto first = store.takeFresh(start + 1300ms);
    QCOMPARE(requestsIn(first), std::uint64_t{2});
    QCOMPARE(first[0].points[0].time, start);
    QVERIFY(store.takeFresh(start + 1400ms).empty());
    QCOMPARE(requestsIn(store.takeFresh(start + 5s)), std::uint64_t{1});
    QVERIFY(store.takeFresh(start + 6s).empty());
    // Nobody asked for an hour: only the newest minute comes.
    for (int i = 10; i < 3600; ++i)
        store.take({at(std::chrono::seconds{i})});
    QCOMPARE(requestsIn(store.takeFresh(start + 3600s + 300ms)), std::uint64_t{60});
    // The clock was set back: the stream goes on at once.
    Observation after = at(100s);
    after.started = Monotonic{} + 3h;
    store.take({after});
    QVERIFY(!store.takeFresh(start + 102s).empty());
}

void TestMetricsStore::outcomesAreCountedApart() {
    Store store;
    std::vector<Observation> batch;
    for (std::size_t kind = 0; kind < outcomeKinds; ++kind) {
        batch.push_back(at(0ms));
        batch.back().outcome = static_cast<Outcome>(kind);
        batch.back().toolCalls = 2;
    }
    store.take(std::move(batch));
    const Bucket total = store.query("refunds", start, start + 1s, 1s)[0].total;
    QCOMPARE(total.requests, std::uint64_t{outcomeKinds});
    QCOMPARE(total.errors, std::uint64_t{8}); // what a version is blamed for
    QCOMPARE(total.cancelled, std::uint64_t{1});
    QCOMPARE(total.answers, std::uint64_t{4});   // also filtered, empty and unclear ones
    QCOMPARE(total.toolCalls, std::uint64_t{8}); // of answers
    // A cut-off time is not a latency and a refused connection took none; what ran out of time took at least that long.
    QCOMPARE(total.latency.count(), std::uint64_t{5});
    QCOMPARE(total.latencyKnown, std::uint64_t{5});
    QCOMPARE(total.judged(), std::uint64_t{outcomeKinds - 1});
}

void TestMetricsStore::unknownIsNotZero() {
    Store store;
    Observation known = at(0ms);
    known.cost = 2'500'000;
    known.inputTokens = 10;
    known.firstToken = 300ms;
    Observation hostile = at(0ms);
    hostile.inputTokens = -5;
    hostile.toolCalls = -1;
    hostile.firstToken = -3us;
    store.take({known, at(0ms), hostile});
    const Bucket total = store.query("refunds", start, start + 1s, 1s)[0].total;
    QCOMPARE(total.costKnown, std::uint64_t{1});
    QCOMPARE(total.cost, agents::PicoUsd{2'500'000});
    QCOMPARE(total.inputTokens, std::uint64_t{10});
    QCOMPARE(total.toolCalls, std::uint64_t{0});
    QCOMPARE(total.firstToken.count(), std::uint64_t{2});
    QCOMPARE(total.firstTokenKnown, std::uint64_t{2});
    QCOMPARE(total.usageKnown, std::uint64_t{2});
}

// An answer is judged after it ended, and a tool's result comes back with a later request.
void TestMetricsStore::judgementsCountWhenTheyAreMade() {
    Store store;
    Observation refused = at(1s);
    refused.refused = true;
    Observation answered = at(1s);
    answered.refused = false;
    store.take({refused, answered, at(1s)});
    QVERIFY(store.takeFresh(start + 2500ms).size() == 1); // what comes later must still reach the stream
    Label label;
    label.agent = "refunds";
    label.version = "1.0.0";
    label.asked = start + 1s;
    label.learned = start + 4s;
    const Label nothing = label;
    label.contractViolation = false;
    store.takeLabels({label});
    label.contractViolation = true;
    label.toolFailure = true;
    store.takeLabels({label});
    label = nothing;
    label.quality = 0.3;
    store.takeLabels({label});
    label.learned = {};
    label.toolFailure = true; // nobody knows when
    store.takeLabels({label});
    const auto all = store.query("refunds", start, start + 10s, 1s);
    QCOMPARE(all.size(), 1U);
    QCOMPARE(all[0].points.size(), 2U);
    QCOMPARE(all[0].points[0].bucket.requests, 3U);
    QCOMPARE(all[0].points[0].bucket.refusalsKnown, 2U);
    QCOMPARE(all[0].points[0].bucket.refusals, 1U);
    QCOMPARE(all[0].points[0].bucket.contractsKnown, 0U);
    const Point& later = all[0].points[1];
    QVERIFY(later.time == start + 4s);
    QCOMPARE(later.bucket.requests, 0U);
    QCOMPARE(later.bucket.contractsKnown, 2U);
    QCOMPARE(later.bucket.contractViolations, 1U);
    QCOMPARE(later.bucket.toolsKnown, 1U);
    QCOMPARE(later.bucket.toolFailures, 1U);
    QCOMPARE(all[0].total.contractsKnown, 2U);
    const auto fresh = store.takeFresh(start + 5500ms);
    QCOMPARE(fresh.size(), 1U);
    QCOMPARE(fresh[0].total.contractViolations, 1U);
    // The first that is known of a version may be a judgement; and a label that says nothing of it makes no point.
    label.version = "2.0.0";
    label.learned = start + 6s;
    store.takeLabels({label});
    label.version = "3.0.0";
    label.toolFailure.reset();
    store.takeLabels({label});
    QCOMPARE(store.query("refunds", start, start + 10s, 1s).size(), 2U);
}

void TestMetricsStore::seriesAreBounded() {
    Store store;
    for (std::size_t i = 0; i < Store::maximumSeries + 50; ++i)
        store.take({at(std::chrono::milliseconds{i}, std::format("1.0.{}", i))});
    const auto series = store.query("refunds", start, start + 10s, 1s);
    QCOMPARE(series.size(), Store::maximumSeries);
    QVERIFY(std::ranges::none_of(series, [](const Series& one) { return one.key.version == "1.0.0"; }));
}

void TestMetricsStore::manyThreads() {
    Store store;
    std::atomic<bool> done = false;
    std::thread reader([&] {
        while (!done) {
            static_cast<void>(store.query("refunds", start, start + 1h, 1s));
            static_cast<void>(store.prometheusText());
        }
    });
    {
        std::vector<std::jthread> writers;
        for (int writer = 0; writer < 4; ++writer) {
            writers.emplace_back([&store] {
                for (int i = 0; i < 500; ++i)
                    store.take(std::vector<Observation>(20, at(std::chrono::seconds{i % 60})));
            });
        }
    }
    done = true;
    reader.join();
    QCOMPARE(requestsIn(store.query("refunds", start, start + 1h, 1s)), std::uint64_t{40'000});
}

QTEST_APPLESS_MAIN(TestMetricsStore)
#include "tst_metrics_store.moc"
