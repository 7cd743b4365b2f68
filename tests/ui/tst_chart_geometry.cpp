// Where a plotted series lies in a chart, how far its numbers can be from the truth, and that what was heard and what
// was read is counted once.
#include <cmath>

#include <QtTest>

#include "core/client/metric_merge.h"
#include "core/metrics/interval.h"
#include "ui/live/chart_geometry.h"

using namespace signalbox;
using namespace signalbox::ui::live;
using protocol::MetricPoint;
using std::chrono::seconds;

namespace {

const WallTime zero = WallTime(std::chrono::milliseconds(1'767'225'600'000));

MetricPoint bucket(int second, int length, std::uint64_t requests) {
    MetricPoint made;
    made.time = zero + seconds(second);
    made.length = seconds(length);
    made.requests = requests;
    return made;
}

} // namespace

class TestChartGeometry : public QObject {
    Q_OBJECT

private Q_SLOTS:

    // Few requests are marks with whiskers that nothing joins; many are steps with a band.
    void theGeometryFollowsTheWidths() {
        const PlottedSeries series{.points = {{zero, zero + seconds(30), 0.5, 0.1, 0.9, 4},
                                              {zero + seconds(30), zero + seconds(60), 0.1, 0.05, 0.2, 80},
                                              {zero + seconds(60), zero + seconds(70), 0.2, 0.15, 0.3, 90},
                                              {zero + seconds(80), zero + seconds(100), 3.0, 2.0, 4.0, 70}}};
        const PlotFrame frame{.plot = {0, 0, 100, 50}, .from = zero, .to = zero + seconds(100), .top = 1};
        const DrawnSeries shapes = drawn(series, frame);
        QCOMPARE(shapes.steps.size(), 4U);
        QCOMPARE(shapes.steps[0], QLineF(0, 25, 30, 25));
        QCOMPARE(shapes.marks, std::vector<QPointF>{QPointF(15, 25)});
        QCOMPARE(shapes.whiskers.size(), 1U);
        QCOMPARE(shapes.risers, std::vector<QLineF>{QLineF(60, 45, 60, 40)}); // not over the gap, not from the mark
        QCOMPARE(shapes.bands.size(), 3U);
        QCOMPARE(shapes.steps[3].y1(), 0.0); // cut at the top, not painted over the heading
    }

    // After a restart the backend has minutes where the console heard seconds: no request stands in both.
    void whatWasHeardAndReadIsCountedOnce_data() {
        QTest::addColumn<std::vector<MetricPoint>>("heard");
        QTest::addColumn<std::vector<MetricPoint>>("read");
        QTest::addColumn<int>("requests");
        QTest::addColumn<int>("points");
        using Points = std::vector<MetricPoint>;
        const Points second{bucket(10, 1, 5), bucket(11, 1, 5), bucket(70, 1, 5)};
        QTest::newRow("nothing heard") << Points{} << second << 15 << 3;
        QTest::newRow("nothing read") << second << Points{} << 15 << 3;
        QTest::newRow("a second half counted") << second << Points{bucket(10, 1, 5), bucket(70, 1, 2)} << 15 << 3;
        QTest::newRow("the minute was heard whole") << second << Points{bucket(0, 60, 10)} << 15 << 3;
        QTest::newRow("the link was down for a part") << second << Points{bucket(0, 60, 300)} << 305 << 2;
        QTest::newRow("minute and seconds")
            << Points{bucket(70, 1, 5)} << Points{bucket(0, 60, 10), bucket(71, 1, 5)} << 20 << 3;
        QTest::newRow("heard inside two minutes")
            << second << Points{bucket(0, 60, 300), bucket(60, 60, 4)} << 305 << 2;
        QTest::newRow("a coarse one was kept")
            << Points{bucket(0, 60, 300)} << Points{bucket(10, 1, 5), bucket(11, 1, 5), bucket(70, 1, 5)} << 305 << 2;
    }

    void whatWasHeardAndReadIsCountedOnce() {
        QFETCH(std::vector<MetricPoint>, heard);
        QFETCH(std::vector<MetricPoint>, read);
        const auto merged = client::mergePoints({heard.begin(), heard.end()}, read);
        std::uint64_t requests = 0;
        WallTime end = zero;
        for (const MetricPoint& point : merged) {
            QVERIFY(point.time >= end);
            end = point.time + point.length;
            requests += point.requests;
        }
        QTEST(static_cast<int>(requests), "requests");
        QTEST(static_cast<int>(merged.size()), "points");
    }

    void boundsAreThoseOfTheBooks() {
        const auto share = metrics::shareInterval(1, 10); // Wilson, Brown et al. 2001
        QVERIFY(std::abs(share.low - 0.0179) < 5e-4 && std::abs(share.high - 0.4042) < 5e-4);
        QCOMPARE(metrics::shareInterval(0, 9).low, 0.0);
        QCOMPARE(metrics::shareInterval(9, 9).high, 1.0);
        QCOMPARE(metrics::shareInterval(0, 0).high, 1.0);
        const auto ten = metrics::countInterval(10); // exact: 4.80 to 18.39
        QVERIFY(std::abs(ten.low - 4.80) < 0.05 && std::abs(ten.high - 18.39) < 0.05);
        QVERIFY(std::abs(metrics::countInterval(0).high - 3.69) < 0.1 && metrics::countInterval(0).low == 0);
    }

    // The interval of a quantile holds the true one, on values whose quantiles are known.
    void quantilesLieInTheirInterval() {
        metrics::Histogram values;
        for (std::uint64_t i = 1; i <= 1000; ++i)
            values.add(i * 1000);
        const auto middle = metrics::quantileInterval(values, 0.5);
        QVERIFY(middle.low > 455'000 && middle.low < 480'000 && middle.high > 520'000 && middle.high < 545'000);
        metrics::Histogram one;
        one.add(70);
        QCOMPARE(metrics::quantileInterval(one, 0.95).low, metrics::quantileInterval(one, 0.95).high);
    }
};

QTEST_MAIN(TestChartGeometry)
#include "tst_chart_geometry.moc"
