// A chart shows only what its table says: for random traffic of every kind, each plotted point is the plain sum of what
// came in its interval, intervals lie apart, no request is lost or counted twice, and where there is no data nothing
// is drawn.
#include <cmath>

#include <QtTest>

#include "tests/ui/live_points.h"
#include "tests/ui/random_traffic.h"
#include "ui/live/live_table.h"

using namespace signalbox;
using namespace signalbox::ui::live;
using namespace signalbox::tests;
using namespace Qt::StringLiterals;
using protocol::MetricPoint;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

Picture pictureOf(const World& world, const Kind& kind, const TimeSpan& span) {
    Fetched fetched{.series = {{"a", "2.2.0", traffic::Role::Canary, world.points(), {}}},
                    .span = span,
                    .countedFrom = world.countedFrom()};
    protocol::AgentStatus status;
    if (kind.serving)
        status.observed.canary = agents::VersionRef{*agents::SemVer::parse("2.2.0"), {}};
    return makePicture("a", span, {.status = &status, .live = nullptr, .fetched = &fetched, .markers = nullptr});
}

PlottedSeries canaryOf(const Picture& picture, Metric metric) {
    for (const PlottedSeries& series : plottedSeries(picture, {metric}))
        if (series.role == traffic::Role::Canary)
            return series;
    return {};
}

// Multiples of ten minutes, so that every step divides it.
const WallTime zero = WallTime(milliseconds(1'767'225'600'000));

} // namespace

class TestPlottedSeries : public QObject {
    Q_OBJECT

private:
    static void everyPointIsWhatCame(const World& world, const Kind& kind, const TimeSpan& span) {
        const Picture picture = pictureOf(world, kind, span);
        const PlottedSeries rates = canaryOf(picture, Metric::RequestRate);
        const PlottedSeries errors = canaryOf(picture, Metric::ErrorRate);
        const Second all = world.between(span.from, span.to);
        if (all.requests == 0)
            return;
        std::uint64_t counted = 0;
        WallTime before = span.from;
        for (const PlottedPoint& point : rates.points) {
            QVERIFY(point.from >= before && point.to > point.from && point.to <= span.to);
            before = point.to;
            const Second truth = world.between(point.from, point.to);
            QCOMPARE(point.n, truth.requests);
            const double length = std::chrono::duration<double>(point.to - point.from).count();
            QVERIFY(std::abs(point.value - static_cast<double>(truth.requests) / length) < 1e-9);
            QVERIFY(point.low <= point.value && point.value <= point.high);
            counted += point.n;
            // Of an interval without requests it must be known that somebody counted.
            QVERIFY(point.n > 0 || point.from >= world.countedFrom());
        }
        QCOMPARE(counted, all.requests);
        std::uint64_t judged = 0;
        for (const PlottedPoint& point : errors.points) {
            const Second truth = world.between(point.from, point.to);
            QVERIFY(truth.requests > 0); // nothing is drawn over an interval without data
            QCOMPARE(point.value, static_cast<double>(truth.errors) / static_cast<double>(truth.requests));
            QVERIFY(point.low <= point.value && point.value <= point.high);
            judged += point.n;
        }
        QCOMPARE(judged, all.requests);
    }

    // Every point of the chart is a cell of the table, and every number of the table is drawn.
    static void theTableSaysTheSame(const Picture& picture) {
        LiveTableModel table;
        table.setRows(liveRows(picture));
        for (const auto& [metric, column] : {std::pair(Metric::ErrorRate, LiveTableModel::ErrorRate),
                                             std::pair(Metric::RequestRate, LiveTableModel::Rate)}) {
            QStringList drawnTexts;
            for (const PlottedSeries& series : plottedSeries(picture, {metric}))
                for (const PlottedPoint& point : series.points)
                    drawnTexts.prepend(plottedText({metric}, &point)); // newest first
            QStringList said;
            for (int row = 0; row < table.rowCount({}); ++row)
                if (!table.rows()[static_cast<std::size_t>(row)].isTotal)
                    said += table.index(row, column).data().toString();
            said.removeAll(u"no data"_s);
            QCOMPARE(drawnTexts, said);
        }
    }

    static TimeSpan spanOf(int length, int step) {
        return {.from = zero, .to = zero + seconds(length), .step = seconds(step)};
    }

private Q_SLOTS:

    void chartsShowWhatTablesSay_data() {
        QTest::addColumn<int>("kind");
        for (int kind = 0; kind < static_cast<int>(std::size(kinds)); ++kind)
            QTest::newRow(kinds[kind].name) << kind;
    }

    void chartsShowWhatTablesSay() {
        QFETCH(int, kind);
        constexpr unsigned first = 20'261'130;
        qInfo("seeds from %u", first);
        for (unsigned seed = first; seed < first + 40; ++seed) {
            for (const auto& [length, step] : {std::pair(300, 3), std::pair(300, 1), std::pair(900, 10)}) {
                const TimeSpan span = spanOf(length, step);
                const World world(kinds[kind], span, seed);
                everyPointIsWhatCame(world, kinds[kind], span);
                theTableSaysTheSame(pictureOf(world, kinds[kind], span));
                if (QTest::currentTestFailed()) {
                    qWarning("seed %u, %d s in steps of %d s", seed, length, step);
                    return;
                }
            }
        }
    }

    // What a trailing window did: 33 % where every bucket says 100 %, and 45 % a minute after every bucket says 0 %.
    void nothingLooksBack() {
        std::vector<MetricPoint> points;
        for (int s = 0; s < 300; s += 3)
            if (s % 6 == 0)
                points.push_back(bucket(s, 3, 1, s >= 120 && s < 180 ? 1 : 0));
        const TimeSpan span = spanOf(300, 3);
        RoleLine line{.role = traffic::Role::Canary, .version = "2", .intervals = {}, .total = {}};
        line.intervals = intervalsOf(points, {.span = span, .width = widthFor(points, span)});
        const Picture picture{.agent = "a",
                              .span = span,
                              .shown = span,
                              .lines = {line},
                              .guardrails = {},
                              .markers = {},
                              .staleSince = {}};
        const auto series = plottedSeries(picture, {Metric::ErrorRate});
        QVERIFY(series[0].points.size() >= 8);
        for (const PlottedPoint& point : series[0].points) {
            const bool out = point.from >= zero + seconds(120) && point.to <= zero + seconds(180);
            QCOMPARE(point.value, out ? 1.0 : 0.0); // the ends of the outage are those of intervals
        }
    }

    // Ten requests a second, minutes from before a restart and three-second buckets after it.
    void minutesOfThePastAreNoBurst() {
        std::vector<MetricPoint> points{bucket(0, 60, 600), bucket(60, 20, 200)}; // stopped after 1:20 min
        for (int s = 99; s < 300; s += 3)
            points.push_back(bucket(s, 3, 30));
        const TimeSpan span = spanOf(300, 3);
        Fetched fetched{
            .series = {{"a", "1", traffic::Role::Stable, points, {}}}, .span = span, .countedFrom = zero + seconds(99)};
        const auto picture = makePicture("a", span, {.fetched = &fetched});
        const auto series = plottedSeries(picture, {Metric::RequestRate});
        for (const PlottedPoint& point : series[0].points)
            QCOMPARE(point.value, 10.0);
        QCOMPARE(series[0].points[0].to, zero + seconds(60));
        QCOMPARE(series[0].points[1].to, zero + seconds(80));
        QCOMPARE(series[0].points[2].from, zero + seconds(99)); // nobody counted in between
        QVERIFY(!pointAt(series[0], zero + seconds(90)));
        // The number above the chart is of the time that was counted, too.
        QCOMPARE(picture.lines[0].counted, seconds(80 + 201));
        QCOMPARE(plottedText({Metric::RequestRate}, nullptr), u"no data"_s);
    }

    // The bucket in which the backend came back began before it did; its interval must not reach over the stop.
    void theIntervalOfARestartBeginsWithIt() {
        const std::vector<MetricPoint> points{bucket(0, 20, 200), bucket(45, 3, 15), bucket(48, 3, 30)};
        const auto made = intervalsOf(
            points, {.span = spanOf(300, 3), .width = seconds(30), .countedFrom = zero + milliseconds(46'500)});
        QCOMPARE(made[0].to, zero + seconds(20));
        QCOMPARE(made[1].from, zero + seconds(45));
        QCOMPARE(made[1].to, zero + seconds(60));
        QCOMPARE(made[1].counts.requests, 45U);
    }

    void silenceIsNoGap() {
        std::vector<MetricPoint> points;
        for (int s = 0; s < 90; s += 3)
            points.push_back(bucket(s, 3, 60));
        const LineBounds known{.span = spanOf(300, 3), .width = seconds(3), .countedFrom = zero};
        const auto silent = intervalsOf(points, known);
        QCOMPARE(silent.back().from, zero + seconds(90));
        QCOMPARE(silent.back().to, zero + seconds(300));
        QCOMPARE(plotted(silent.back(), {Metric::RequestRate})->value, 0.0);
        QVERIFY(!plotted(silent.back(), {Metric::ErrorRate}));
        auto unknown = known;
        unknown.countedFrom.reset();
        QCOMPARE(intervalsOf(points, unknown).back().to, zero + seconds(90));
        auto gone = known;
        gone.serving = false;
        QCOMPARE(intervalsOf(points, gone).back().to, zero + seconds(90));
    }

    void theRangeFitsTheData() {
        const TimeSpan span = spanOf(300, 3);
        Fetched fetched{.series = {{"a", "1", traffic::Role::Stable, {bucket(200, 1, 5), bucket(201, 99, 50)}, {}}},
                        .span = span};
        const auto late = makePicture("a", span, {.fetched = &fetched});
        QCOMPARE(late.shown.from, zero + seconds(198));
        QCOMPARE(late.shown.to, span.to);
        fetched.series[0].points = {bucket(30, 1, 5)};
        QCOMPARE(makePicture("a", span, {.fetched = &fetched}).shown, span);
        fetched.series[0].points = {bucket(299, 1, 5)}; // a minute at least: one step is no chart
        QCOMPARE(makePicture("a", span, {.fetched = &fetched}).shown.from, zero + seconds(240));
    }

private:
    static MetricPoint bucket(int second, int length, std::uint64_t requests, std::uint64_t errors = 0) {
        MetricPoint made;
        made.time = zero + seconds(second);
        made.length = seconds(length);
        made.requests = requests;
        made.errors = errors;
        return made;
    }
};

QTEST_MAIN(TestPlottedSeries)
#include "tst_plotted_series.moc"
