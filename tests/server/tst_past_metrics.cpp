// Minutes from before a restart beside what was counted since: every bucket says how long it is, none overlaps another,
// and no request is in two.
#include <QTest>

#include "core/server/past_metrics.h"

using namespace signalbox;
using namespace signalbox::metrics;
using namespace std::chrono_literals;

namespace {

const WallTime start = WallTime{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};
const SeriesKey key{"refunds", "2.1.0", traffic::Role::Stable};

Point point(std::chrono::seconds at, std::chrono::milliseconds length, std::uint64_t requests) {
    Point made{.time = start + at, .bucket = {}, .length = length};
    made.bucket.requests = requests;
    return made;
}

// Ten a second in buckets of this length between two moments.
Series live(std::chrono::seconds from, std::chrono::seconds to, std::chrono::seconds step) {
    Series made{key, {}, {}};
    for (auto at = from / step * step; at < to; at += step) {
        const auto counted = std::min(at + step, to) - std::max(at, from);
        made.points.push_back(point(at, step, static_cast<std::uint64_t>(counted.count()) * 10));
        made.total.merge(made.points.back().bucket);
    }
    return made;
}

} // namespace

class TestPastMetrics : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bucketsSayHowLongTheyAre_data();
    void bucketsSayHowLongTheyAre();
    void theMinuteOfTheRestartStandsOnce();
};

void TestPastMetrics::bucketsSayHowLongTheyAre_data() {
    QTest::addColumn<int>("step");
    QTest::addColumn<int>("stopped"); // seconds after the start; ten requests a second until then
    QTest::addColumn<int>("again");
    for (const int step : {1, 3, 10, 30, 60, 300})
        for (const auto& [stopped, again] : {std::pair(120, 120), std::pair(140, 142), std::pair(140, 175),
                                             std::pair(140, 700), std::pair(121, 179), std::pair(179, 180)})
            QTest::addRow("steps of %d s, stopped at %d, again at %d", step, stopped, again)
                << step << stopped << again;
}

void TestPastMetrics::bucketsSayHowLongTheyAre() {
    QFETCH(int, step);
    QFETCH(int, stopped);
    QFETCH(int, again);
    Series minutes{key, {}, {}};
    for (int at = 0; at < stopped; at += 60) {
        const int counted = std::min(60, stopped - at);
        minutes.points.push_back(
            point(std::chrono::seconds(at), std::chrono::seconds(counted), static_cast<std::uint64_t>(counted) * 10));
    }
    const server::PastMetrics past({minutes}, start + std::chrono::seconds(again));
    const WallTime to = start + std::chrono::seconds(again + 90);
    const auto all =
        past.before({live(std::chrono::seconds(again), std::chrono::seconds(again + 90), std::chrono::seconds(step))},
                    "refunds", start, to, std::chrono::seconds(step));
    QCOMPARE(all.size(), 1U);
    std::uint64_t requests = 0;
    WallTime end = start;
    for (const Point& one : all[0].points) {
        QVERIFY(one.time >= end);
        QVERIFY(one.length > 0ms);
        end = one.time + one.length;
        requests += one.bucket.requests;
        // Never more than what came: minutes are no burst.
        QVERIFY(static_cast<double>(one.bucket.requests) <=
                10.0 * std::chrono::duration<double>(std::max<std::chrono::milliseconds>(one.length, 1s)).count() +
                    1e-9);
    }
    QCOMPARE(requests, static_cast<std::uint64_t>(stopped + 90) * 10);
    QCOMPARE(all[0].total.requests, requests);
}

void TestPastMetrics::theMinuteOfTheRestartStandsOnce() {
    Series minutes{key, {point(0s, 60s, 600), point(60s, 20s, 200)}, {}};
    const server::PastMetrics past({minutes}, start + 90s);
    const auto all = past.before({live(90s, 150s, 60s)}, "refunds", start, start + 150s, 60s);
    QCOMPARE(all[0].points.size(), 3U);
    QCOMPARE(all[0].points[1].bucket.requests, 500U); // both parts of that minute
    QVERIFY(past.before({}, "router", start, start + 150s, 60s).empty());
    // Nothing of it came back in the live one yet: the past stands alone, as far as it was counted.
    const auto alone = past.before({}, "refunds", start, start + 150s, 3s);
    QVERIFY(alone[0].points.back().length == 20s);
}

QTEST_GUILESS_MAIN(TestPastMetrics)
#include "tst_past_metrics.moc"
