#include <QtTest>

#include "tests/ui/live_points.h"
#include "ui/live/chart_scale.h"
#include "ui/live/live_view.h"
#include "ui/live/metric_panel.h"
#include "ui/live/plotted_series.h"
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

    // A failed answer has no tokens, no cost and no time that would say how long answers take; a caller who hangs up
    // says nothing about the version. Each measure is over the requests that it knows something of.
    void everyMeasureHasItsOwnBase_data() {
        QTest::addColumn<Metric>("metric");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("base");
        QTest::newRow("rate") << Metric::RequestRate << 10.0 << u"100 in all"_s;
        QTest::newRow("errors") << Metric::ErrorRate << 0.25 << u"of 80"_s;
        QTest::newRow("tokens") << Metric::Tokens << 600.0 << u"of 50, 8 unknown"_s;
        QTest::newRow("cost") << Metric::Cost << 0.02 << u"of 40, 18 unknown"_s;
        QTest::newRow("tool calls") << Metric::ToolCalls << 0.5 << u"of 58"_s;
        QTest::newRow("contracts") << Metric::ContractViolations << 0.1 << u"of 30 judged"_s;
        QTest::newRow("tools") << Metric::ToolFailures << 0.2 << u"of 20 judged"_s;
        QTest::newRow("refusals") << Metric::Refusals << 0.05 << u"of 60"_s;
        QTest::newRow("latency") << Metric::Latency << 0.7 << u"of 61"_s;
        QTest::newRow("first token") << Metric::FirstToken << 0.3 << u"of 44"_s;
    }

    void everyMeasureHasItsOwnBase() {
        QFETCH(Metric, metric);
        QFETCH(double, value);
        QFETCH(QString, base);
        auto counts = point(0, 100, 20);
        counts.cancelled = 20;
        counts.answers = 58; // and two that were refused with a 4xx
        counts.usageKnown = 50;
        counts.inputTokens = 20'000;
        counts.outputTokens = 10'000;
        counts.costKnown = 40;
        counts.costUsd = 0.8;
        counts.toolCalls = 29;
        counts.contractsKnown = 30;
        counts.contractViolations = 3;
        counts.toolsKnown = 20;
        counts.toolFailures = 4;
        counts.refusalsKnown = 60;
        counts.refusals = 3;
        counts.latencyKnown = 61;
        counts.latencyP95 = 0.7;
        counts.firstTokenKnown = 44;
        counts.firstTokenP95 = 0.3;
        QCOMPARE(valueOf({metric}, counts, seconds(10)).value(), value);
        QCOMPARE(formatBase({metric}, counts), base);
        // Where everything failed there is nothing to say of answers.
        auto failed = point(0, 100, 100);
        if (metric != Metric::RequestRate && metric != Metric::ErrorRate)
            QVERIFY(!valueOf({metric}, failed, seconds(10)));
    }

    void quantilesOfPooledPointsAreWeightedByAnswers() {
        auto few = point(0, 1000); // of which one was answered
        few.latencyKnown = 1;
        few.latencyP95 = 10;
        auto many = point(1, 99);
        many.latencyKnown = 99;
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
        half.answers = 5;
        half.costUsd = 1;
        QCOMPARE(*valueOf({Metric::Cost}, half, seconds(1)), 0.2);
        QCOMPARE(formatBase({Metric::Cost}, half), u"of 5"_s);
        QCOMPARE(formatValue(Metric::ErrorRate, 0.0021), u"0.21 %"_s);
        QCOMPARE(formatValue(Metric::ErrorRate, 0.025), u"2.5 %"_s);
        QCOMPARE(formatValue(Metric::ErrorRate, 5.0 / 7), u"71.4 %"_s);
        QCOMPARE(formatValue(Metric::ErrorRate, 0.02), u"2 %"_s);
        QCOMPARE(formatValue(Metric::ErrorRate, 0.0), u"0 %"_s);
        QCOMPARE(formatValue(Metric::ErrorRate, 1.0), u"100 %"_s);
        QCOMPARE(formatValue(Metric::ErrorRate, 0.02), u"2 %"_s);
    }

    // A canary that came twenty seconds ago does not have a third of its rate, nor does a backend that was down.
    void ratesAreOfTheTimeThatWasCounted_data() {
        QTest::addColumn<std::vector<MetricPoint>>("points");
        QTest::addColumn<bool>("serving");
        QTest::addColumn<int>("countedFrom");
        QTest::addColumn<int>("time");
        using Points = std::vector<MetricPoint>;
        QTest::newRow("came late") << Points{point(40, 30), point(59, 10)} << true << 0 << 20;
        QTest::newRow("gone") << Points{point(10, 30), point(29, 10)} << false << 0 << 20;
        QTest::newRow("still there") << Points{point(10, 30), point(29, 10)} << true << 0 << 50;
        QTest::newRow("one request") << Points{point(59, 1)} << true << 0 << 10;
        QTest::newRow("backend came back") << Points{point(5, 30), point(50, 10)} << true << 50 << 11;
        QTest::newRow("older backend") << Points{point(12, 30), point(50, 10)} << true << -1 << 48;
    }

    // The newest stable version, before its first request.
    void aVersionWithoutRequestsHasNoRate() {
        protocol::AgentStatus status;
        status.observed.stable.version = *agents::SemVer::parse("2.2.0");
        const auto picture = makePicture("a", minute(), {.status = &status});
        QCOMPARE(numberText(picture, picture.lines.at(0), {Metric::RequestRate}), u"no data"_s);
    }

    void ratesAreOfTheTimeThatWasCounted() {
        QFETCH(std::vector<MetricPoint>, points);
        QFETCH(bool, serving);
        QFETCH(int, countedFrom);
        QFETCH(int, time);
        Fetched fetched{.series = {{"a", "1.0.0", traffic::Role::Canary, points, {}}}, .span = minute()};
        if (countedFrom >= 0)
            fetched.countedFrom = at(countedFrom);
        protocol::AgentStatus status;
        if (serving)
            status.observed.canary = agents::VersionRef{*agents::SemVer::parse("1.0.0"), {}};
        const auto picture = makePicture("a", minute(), {.status = &status, .fetched = &fetched});
        const RoleLine* line = picture.line(traffic::Role::Canary);
        QVERIFY(line);
        QCOMPARE(line->counted, seconds(time));
        const double rate = static_cast<double>(line->total.requests) / time;
        QCOMPARE(numberText(picture, *line, {Metric::RequestRate}), formatValue(Metric::RequestRate, rate));
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
        const auto rates = plottedSeries(picture, {Metric::RequestRate});
        QVERIFY(rates[1].replaced);
        QVERIFY(rates[1].points.back().to <= at(21));
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
