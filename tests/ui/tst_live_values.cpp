#include <random>

#include <QtTest>

#include "tests/ui/live_points.h"
#include "ui/live/chart_lines.h"
#include "ui/live/chart_scale.h"
#include "ui/live/decimator.h"
#include "ui/live/live_view.h"
#include "ui/live/metric_panel.h"
#include "ui/live/traffic_help.h"

using namespace signalbox;
using namespace signalbox::ui::live;
using namespace Qt::StringLiterals;
using namespace signalbox::tests;
using protocol::MetricPoint;
using std::chrono::seconds;

class TestLiveValues : public QObject {
    Q_OBJECT

private Q_SLOTS:

    // Against a brute-force reading of the rule, on random lines.
    void decimatorKeepsExtremesInTwoPointsPerColumn() {
        constexpr unsigned seed = 20260301;
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        for (int round = 0; round < 50; ++round) {
            std::vector<QPointF> samples;
            double x = 0;
            const auto count = 1 + random() % 20'000;
            for (unsigned i = 0; i < count; ++i)
                samples.emplace_back(x += 1 + static_cast<double>(random() % 5), static_cast<double>(random() % 1000));
            const int columns = 1 + static_cast<int>(random() % 700);
            const auto points = decimate(samples, 0, x, columns);
            QVERIFY(points.size() <= 2 * static_cast<std::size_t>(columns) + 2);
            QVERIFY(std::ranges::is_sorted(points, {}, &QPointF::x));
            const auto [low, high] = std::ranges::minmax_element(samples, {}, &QPointF::y);
            QVERIFY(std::ranges::any_of(points, [&](auto p) { return p.y() == low->y(); }));
            QVERIFY(std::ranges::any_of(points, [&](auto p) { return p.y() == high->y(); }));
        }
    }

    void decimatorCutsToTheSpanAndRunsToItsEdges() {
        const std::vector<QPointF> samples{{0, 1}, {10, 2}, {20, 3}, {30, 4}};
        QCOMPARE(decimate(samples, 5, 25, 100), (std::vector<QPointF>{{0, 1}, {10, 2}, {20, 3}, {30, 4}}));
        QCOMPARE(decimate(samples, 12, 18, 100), (std::vector<QPointF>{{10, 2}, {20, 3}}));
        QVERIFY(decimate(samples, 5, 25, 0).empty());
        QVERIFY(decimate(samples, 25, 5, 10).empty());
        QVERIFY(decimate({}, 0, 1, 10).empty());
    }

    void poolingAddsCountsExactly() {
        std::vector<MetricPoint> points;
        for (int i = 0; i < 60; ++i)
            points.push_back(point(i, 10, i == 7 ? 3 : 0));
        const TimeSpan span{at(0), at(60), seconds(3)};
        const auto pooled = pool(points, span);
        QCOMPARE(pooled.size(), 20U);
        QCOMPARE(pooled[2].requests, 30U);
        QCOMPARE(pooled[2].errors, 3U);
        QCOMPARE(sum(pooled).requests, 600U);
        // Points outside the span do not count; a hole is no bucket.
        points.erase(points.begin() + 30, points.begin() + 33);
        QCOMPARE(pool(points, span).size(), 19U);
        QCOMPARE(sum(pool(points, {at(3), at(9), seconds(3)})).requests, 60U);
    }

    void quantilesOfPooledPointsAreWeightedByRequests() {
        auto few = point(0, 1);
        few.latencyP95 = 10;
        auto many = point(1, 99);
        many.latencyP95 = 1;
        const std::vector<MetricPoint> points{few, many};
        QCOMPARE(*sum(points).latencyP95, (10.0 + 99.0) / 100);
        QVERIFY(!sum(points).latencyP50);
    }

    void spansHaveSixtyToHundredTwentyBuckets() {
        for (const int range : {60, 300, 900, 3600, 21600, 86400, 604800}) {
            const auto span = spanFor(seconds(range), at(12345));
            QVERIFY2(span.buckets() >= 59 && span.buckets() <= 121, qPrintable(QString::number(span.buckets())));
            QVERIFY(span.to <= at(12343));
            QCOMPARE(span.to.time_since_epoch() % std::chrono::milliseconds(span.step), std::chrono::milliseconds(0));
        }
    }

    void zeroOfZeroIsNoData() {
        const MetricPoint nothing;
        for (const auto metric :
             {Metric::ErrorRate, Metric::Latency, Metric::FirstToken, Metric::Tokens, Metric::Cost, Metric::ToolCalls})
            QCOMPARE(formatValue(metric, valueOf({metric}, nothing, seconds(1))), u"no data"_s);
        QCOMPARE(*valueOf({Metric::RequestRate}, nothing, seconds(1)), 0.0);
        // Costs are unknown for requests without usage: those are not divided by.
        auto half = point(0, 10);
        half.costKnown = 5;
        half.costUsd = 1;
        QCOMPARE(*valueOf({Metric::Cost}, half, seconds(1)), 0.2);
        QCOMPARE(formatBase({Metric::Cost}, half), u"of 5"_s);
        QCOMPARE(formatValue(Metric::ErrorRate, 0.0021), u"0.21 %"_s);
        QCOMPARE(formatValue(Metric::ErrorRate, 0.02), u"2 %"_s);
    }

    // A canary that came ten seconds ago does not have a sixth of its rate.
    void ratesAreOfTheTimeInWhichThereWereRequests() {
        Picture picture{.agent = "a", .span = minute(), .lines = {}, .guardrails = {}, .markers = {}, .staleSince = {}};
        RoleLine line{
            .role = traffic::Role::Canary, .version = "1.0.0", .points = {point(40, 30), point(59, 10)}, .total = {}};
        line.total = sum(line.points);
        QCOMPARE(line.timeIn(picture.span), seconds(20));
        QCOMPARE(numberText(picture, line, {Metric::RequestRate}), u"2 /s"_s);
        line.serving = false;
        line.points = {point(10, 30), point(29, 10)};
        QCOMPARE(line.timeIn(picture.span), seconds(20));
        line.serving = true;
        QCOMPARE(line.timeIn(picture.span), seconds(50));
        line.points = {point(59, 1)};
        QCOMPARE(line.timeIn(picture.span), seconds(10));
        line.points.clear();
        QCOMPARE(line.timeIn(picture.span), seconds(60));
    }

    void scalesAreRoundAndHoldTheLimitWhenItIsNear() {
        QCOMPARE(scaleFor(0.0, std::nullopt).top, 1.0);
        QCOMPARE(scaleFor(17.0, std::nullopt).top, 20.0);
        QVERIFY(scaleFor(0.015, 0.02).showsLimit);
        QVERIFY(scaleFor(0.015, 0.02).top > 0.02);
        QVERIFY(!scaleFor(0.05, 10.0).showsLimit); // would flatten the values
        QVERIFY(scaleFor(0.0, 0.02).showsLimit);
        QVERIFY(scaleFor(std::numeric_limits<double>::quiet_NaN(), std::nullopt).top == 1);
    }

    void linesBreakWhereThereIsNoData() {
        Picture picture{.agent = "a", .span = minute(), .lines = {}, .guardrails = {}, .markers = {}, .staleSince = {}};
        picture.lines.push_back({.role = traffic::Role::Stable,
                                 .version = "1.0.0",
                                 .points = {point(0, 1), point(1, 2), point(30, 4), point(50, 2, 1), point(51, 2)},
                                 .total = {}});
        const auto errors = chartLines(picture, {Metric::ErrorRate});
        QCOMPARE(errors.size(), 1U);
        QCOMPARE(errors[0].pieces.size(), 3U);
        QCOMPARE(errors[0].pieces[1].size(), 2U); // a lonely bucket is a dash
        QCOMPARE(errors[0].pieces[1][1].x() - errors[0].pieces[1][0].x(), 1000.0);
        QCOMPARE(largestValue(errors), 0.5);
        // A rate is 0 in the silence, so its line is whole.
        const auto rate = chartLines(picture, {Metric::RequestRate});
        QCOMPARE(rate[0].pieces.size(), 1U);
        QCOMPARE(rate[0].pieces[0].size(), 60U);
        QCOMPARE(*valueAt(picture, {Metric::ErrorRate}, traffic::Role::Stable, at(50)), 0.5);
        QVERIFY(!valueAt(picture, {Metric::ErrorRate}, traffic::Role::Stable, at(40)));
        QCOMPARE(*valueAt(picture, {Metric::RequestRate}, traffic::Role::Stable, at(40)), 0.0);
    }

    void ratiosOfFewRequestsArePooledAlongTheLine() {
        Picture picture{.agent = "a", .span = minute(), .lines = {}, .guardrails = {}, .markers = {}, .staleSince = {}};
        RoleLine line{.role = traffic::Role::Canary, .version = "2", .points = {}, .total = {}};
        for (int i = 0; i < 60; ++i)
            line.points.push_back(point(i, 2, i == 40 ? 1 : 0));
        picture.lines.push_back(line);
        QCOMPARE(largestValue(chartLines(picture, {Metric::ErrorRate})), 1.0 / 40); // 20 buckets, not 1 of 2
        QCOMPARE(*valueAt(picture, {Metric::ErrorRate}, traffic::Role::Canary, at(40)), 1.0 / 40);
        QCOMPARE(*valueAt(picture, {Metric::ErrorRate}, traffic::Role::Canary, at(39)), 0.0);
        picture.lines[0].points[40].requests = 50; // enough by itself
        QCOMPARE(*valueAt(picture, {Metric::ErrorRate}, traffic::Role::Canary, at(40)), 1.0 / 50);
    }

    void pictureJoinsWhatWasFetchedWithWhatIsHeard() {
        const std::vector<client::LiveSeries> live{series("2.1.0", traffic::Role::Stable, {point(10, 5), point(40, 5)}),
                                                   series("2.2.0", traffic::Role::Canary, {point(41, 1)}),
                                                   series("2.0.0", traffic::Role::Stable, {point(3, 9)})};
        Fetched fetched;
        fetched.span = {at(0), at(30), seconds(1)};
        auto exact = point(10, 7);
        exact.latencyP95 = 0.5;
        fetched.series.push_back({"a", "2.1.0", traffic::Role::Stable, {exact}, exact});
        protocol::AgentStatus status;
        status.observed.stable.version = *agents::SemVer::parse("2.1.0");
        const auto picture =
            makePicture("a", minute(), {.status = &status, .live = &live, .fetched = &fetched, .markers = nullptr});
        QCOMPARE(picture.lines.size(), 2U);
        QCOMPARE(picture.lines[0].total.requests, 12U); // 7 as fetched, 5 heard since; not the 5 of second 10 again
        QVERIFY(picture.lines[0].exactQuantiles);
        QCOMPARE(*picture.lines[0].total.latencyP95, 0.5);
        QVERIFY(!picture.lines[1].serving); // the canary is gone, what it did is still shown
        QVERIFY(headerLine(picture).contains(u"stable 2.1.0 answers every request"_s));
        QVERIFY(headerLine(picture).contains(u"no longer serving: canary 2.2.0"_s));
        QVERIFY(headerLine(picture).contains(u"requests: stable 12, canary 1"_s));
        QVERIFY(headerLine(picture).contains(u"the last minute"_s));
    }

    void whatAPromotionReplacedStaysInThePicture() {
        const std::vector<client::LiveSeries> live{
            series("2.1.0", traffic::Role::Stable, {point(10, 5), point(20, 4)}),
            series("2.2.0", traffic::Role::Canary, {point(11, 2)}),
            series("2.2.0", traffic::Role::Stable, {point(30, 6)}),
            series("1.0.0", traffic::Role::Stable, {})}; // nothing in the span: not worth a line
        protocol::AgentStatus status;
        status.observed.stable.version = *agents::SemVer::parse("2.2.0");
        const auto picture =
            makePicture("a", minute(), {.status = &status, .live = &live, .fetched = nullptr, .markers = nullptr});
        QCOMPARE(picture.lines.size(), 3U);
        QCOMPARE(picture.lines[0].version, "2.2.0");
        QCOMPARE(picture.line(traffic::Role::Stable)->total.requests, 6U); // the numbers are of the version that serves
        QCOMPARE(picture.lines[1].version, "2.1.0");
        QVERIFY(picture.lines[1].replaced);
        QCOMPARE(picture.lines[1].total.requests, 9U);
        QVERIFY(headerLine(picture).contains(u"no longer serving: stable 2.1.0, canary 2.2.0"_s));
        QVERIFY(headerLine(picture).contains(u"requests: stable 2.2.0: 6, stable 2.1.0: 9, canary 2.2.0: 2"_s));
        // Its rate ends where it was replaced instead of running along at 0.
        const auto lines = chartLines(picture, {Metric::RequestRate});
        QVERIFY(lines[1].replaced);
        const double end = lines[1].pieces.back().back().x();
        QVERIFY(end < static_cast<double>(at(25).time_since_epoch().count()));
    }

    // A day is drawn in buckets of a quarter of an hour: what was done ten minutes ago must not be missing meanwhile.
    void whatWasDoneJustNowIsMarked() {
        const TimeSpan day{.from = at(-86'400), .to = at(0), .step = seconds(900)};
        const std::vector<client::Marker> markers{{at(-90'000), "release.start", "yesterday"},
                                                  {at(-100), "release.start", "2.2.0 to 5 %"},
                                                  {at(600), "release.pause", "paused"},
                                                  {at(2'000), "release.resume", "of the future"}};
        const auto picture = makePicture("a", day, {.markers = &markers});
        QCOMPARE(picture.markers.size(), 2U);
        QCOMPARE(picture.markers[1].text, "paused");
    }

    // The command is pasted into a shell: nothing of it may run but curl.
    void curlQuotesHostileNames() {
        const auto command = curlCommand("http://127.0.0.1:8080/'; rm -rf ~; '", "it's\n\"$(reboot)`");
        QVERIFY(!command.contains(u'\n'));
        QVERIFY(command.contains(u"'http://127.0.0.1:8080/'\\''; rm -rf ~; '\\''/v1/chat/completions'"_s));
        QVERIFY(command.contains(u"it'\\''s"_s));
        QCOMPARE(curlCommand("http://h/", "a").section(u' ', 1, 1), u"'http://h/v1/chat/completions'"_s);
    }

    void repaintsOneVisibleChartPerPass() {
        std::vector<int> painted;
        bool secondVisible = false;
        RepaintScheduler scheduler(
            3, [&](int i) { return i != 1 || secondVisible; }, [&](int i) { painted.push_back(i); });
        scheduler.setActive(false);
        scheduler.markAllDirty();
        // Hidden pages do nothing.
        QVERIFY(!QTest::qWaitFor([&] { return !painted.empty(); }, 2 * RepaintScheduler::roundMilliseconds));
        scheduler.setActive(true);
        QVERIFY(QTest::qWaitFor([&] { return painted == std::vector<int>{0, 2}; }));
        scheduler.markDirty(0);
        scheduler.markDirty(0);
        secondVisible = true;
        scheduler.wake();
        QVERIFY(QTest::qWaitFor([&] { return painted.size() == 4; })); // 0 once, and 1 now that it is seen
    }
};

QTEST_MAIN(TestLiveValues)
#include "tst_live_values.moc"
