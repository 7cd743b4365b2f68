// The histogram against an exact sort, its packed form, its edges, and what insert and merge cost.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <random>

#include <QTest>

#include "core/metrics/histogram.h"

using namespace signalbox::metrics;

namespace {

constexpr unsigned seed = 20'260'101;

std::vector<std::uint64_t> logNormal(std::size_t count) {
    std::mt19937_64 random(seed);
    std::lognormal_distribution<double> distribution(std::log(1.2e6), 1.1); // median 1.2 s
    std::vector<std::uint64_t> values(count);
    std::ranges::generate(values, [&] { return static_cast<std::uint64_t>(distribution(random)); });
    return values;
}

template <class Function> double nanosecondsEach(std::size_t times, Function function) {
    const auto from = std::chrono::steady_clock::now();
    function();
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - from;
    return took.count() / static_cast<double>(times);
}

} // namespace

class TestHistogram : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void quantilesAreWithinOnePercentOfAnExactSort();
    void packedAnswersTheSame();
    void mergeIsAddition();
    void emptyHasNoData();
    void edgesOfTheRange();
    void everyPowerOfTwoIsNear();
    void countUpToIsMonotonic();
    void aSparseSecondIsSmall();
    void costsAreMeasured();
};

void TestHistogram::quantilesAreWithinOnePercentOfAnExactSort() {
    auto values = logNormal(1'000'000);
    Histogram histogram;
    for (const std::uint64_t value : values)
        histogram.add(value);
    std::ranges::sort(values);
    double worst = 0;
    for (const double q : {0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999}) {
        const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(values.size())));
        const auto exact = static_cast<double>(values[rank - 1]);
        worst = std::max(worst, std::abs(*histogram.quantile(q) - exact) / exact);
    }
    qInfo("worst relative error %.3f %% (seed %u)", worst * 100, seed);
    QVERIFY(worst <= 0.01);
}

void TestHistogram::packedAnswersTheSame() {
    Histogram live;
    for (const std::uint64_t value : logNormal(20'000))
        live.add(value);
    Histogram packed = live;
    packed.pack();
    QVERIFY(packed.bytes() < live.bytes());
    QVERIFY(packed == live);
    for (double q = 0; q <= 1; q += 0.01)
        QCOMPARE(packed.quantile(q), live.quantile(q));
    packed.add(5);
    live.add(5);
    QVERIFY(packed == live);
    packed.pack();
    packed.pack();
    QVERIFY(packed == live);
}

void TestHistogram::mergeIsAddition() {
    const auto values = logNormal(30'000);
    Histogram whole;
    Histogram parts[3];
    for (std::size_t i = 0; i < values.size(); ++i) {
        whole.add(values[i]);
        parts[i % 3].add(values[i]);
    }
    parts[1].pack();
    Histogram sum;
    for (const Histogram& part : parts)
        sum.merge(part);
    QCOMPARE(sum.count(), whole.count());
    for (const double q : {0.0, 0.5, 0.95, 0.99, 1.0})
        QCOMPARE(sum.quantile(q), whole.quantile(q));
    sum.merge(sum);
    QCOMPARE(sum.count(), 2 * whole.count());
    QCOMPARE(sum.quantile(0.5), whole.quantile(0.5));
    sum.merge(Histogram{});
    QCOMPARE(sum.count(), 2 * whole.count());
}

void TestHistogram::emptyHasNoData() {
    Histogram histogram;
    QVERIFY(!histogram.quantile(0.5));
    QVERIFY(!histogram.mean());
    QCOMPARE(histogram.countUpTo(Histogram::maximum), std::uint64_t{0});
    histogram.pack();
    histogram.add(1, 0);
    QVERIFY(histogram.isEmpty());
    QVERIFY(!histogram.quantile(0.5));
}

void TestHistogram::edgesOfTheRange() {
    Histogram histogram;
    histogram.add(0);
    QCOMPARE(histogram.quantile(0.5), std::optional(0.0));
    histogram.add(std::numeric_limits<std::uint64_t>::max());
    QVERIFY(*histogram.quantile(1) >= 0.99 * static_cast<double>(Histogram::maximum));
    QVERIFY(*histogram.quantile(1) <= 1.01 * static_cast<double>(Histogram::maximum));
    QCOMPARE(histogram.quantile(-1), std::optional(0.0));
    QCOMPARE(histogram.quantile(2), histogram.quantile(1));
    QVERIFY(!histogram.quantile(std::nan("")));
    histogram.add(0, std::uint64_t{1} << 40U); // the cell's count saturates; nothing wraps round
    QCOMPARE(histogram.quantile(0.5), std::optional(0.0));
}

void TestHistogram::everyPowerOfTwoIsNear() {
    for (std::uint64_t base = 1; base <= Histogram::maximum / 2; base *= 2) {
        for (const std::uint64_t value : {base - 1, base, base + 1}) {
            Histogram histogram;
            histogram.add(value);
            QVERIFY(std::abs(*histogram.quantile(0.5) - static_cast<double>(value)) <=
                    0.01 * static_cast<double>(value));
        }
    }
}

void TestHistogram::countUpToIsMonotonic() {
    Histogram histogram;
    for (const std::uint64_t value : {10U, 100U, 1000U, 10'000U})
        histogram.add(value);
    QCOMPARE(histogram.countUpTo(9), std::uint64_t{0});
    QCOMPARE(histogram.countUpTo(10), std::uint64_t{1});
    QCOMPARE(histogram.countUpTo(1100), std::uint64_t{3});
    QCOMPARE(histogram.countUpTo(Histogram::maximum), std::uint64_t{4});
}

void TestHistogram::aSparseSecondIsSmall() {
    Histogram histogram;
    for (const std::uint64_t value : logNormal(20))
        histogram.add(value);
    histogram.pack();
    QVERIFY2(histogram.bytes() <= 80, qPrintable(QString::number(histogram.bytes())));
}

// Figures only: machines differ. The bounds catch a change of the order of growth.
void TestHistogram::costsAreMeasured() {
    const auto values = logNormal(2'000'000);
    Histogram histogram;
    const double insert = nanosecondsEach(values.size(), [&] {
        for (const std::uint64_t value : values)
            histogram.add(value);
    });
    Histogram packed = histogram;
    packed.pack();
    constexpr std::size_t times = 2'000;
    Histogram sum;
    const double merge = nanosecondsEach(times, [&] {
        for (std::size_t i = 0; i < times; ++i)
            sum.merge(packed);
    });
    qInfo("insert %.1f ns, merge of a packed histogram %.0f ns, packed %zu bytes", insert, merge, packed.bytes());
    QVERIFY(insert < 500);
    QVERIFY(merge < 500'000);
}

QTEST_APPLESS_MAIN(TestHistogram)
#include "tst_histogram.moc"
