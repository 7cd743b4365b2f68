// Values without randomness: every e-process, bound and forecast against the printed digits of the reference.
#include <algorithm>
#include <cmath>
#include <numeric>

#include <QTest>

#include "core/base/grouped_text.h"
#include "core/evidence/baseline_process.h"
#include "core/evidence/exact_bound.h"
#include "core/evidence/forecast.h"
#include "core/evidence/mean_sequence.h"
#include "core/evidence/paired_process.h"
#include "core/evidence/ratio_process.h"
#include "tests/evidence/mann_whitney.h"

using namespace signalbox;
using namespace signalbox::evidence;
using traffic::Weight;

namespace {

double evidenceOf(Grid grid, double margin, unsigned thousandths, std::uint64_t canary, std::uint64_t stable) {
    RatioProcess process(grid, margin);
    process.add(Arm::Canary, Weight::thousandths(thousandths), canary);
    process.add(Arm::Stable, Weight::thousandths(thousandths), stable);
    return std::exp(process.logEvidence());
}

// To the last digit that the reference prints, rounded or cut.
bool agrees(double value, double printed, double digit) {
    return std::abs(value - printed) <= digit * 1.0000001;
}

double signEvidence(std::uint64_t onlyStable, std::uint64_t onlyCandidate) {
    return std::exp(SignProcess(onlyStable, onlyCandidate).logEvidence());
}

double afterEvidence(std::uint64_t errors, std::uint64_t requests) {
    return std::exp(BaselineProcess(0.006, errors, requests).logEvidence());
}

} // namespace

class TestEvidenceExact : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void firstEventsOfTheMainGrid();
    void eventsInARow();
    void halfTheStakeGoesOnThePromise();
    void countsDecideNotTheOrder();
    void proofOfSafety();
    void twoSidedGrid();
    void refundExample();
    void weightsWithoutComparison();
    void signs();
    void betting();
    void meanSequences();
    void afterRelease();
    void exactBounds();
    void naiveWindows();
    void forecasts();
    void sentences();
    void kayentaPort();
};

void TestEvidenceExact::firstEventsOfTheMainGrid() {
    QVERIFY(agrees(evidenceOf(Grid::Worse, 1, 50, 1, 0), 4.268777, 1e-6));
    QVERIFY(agrees(evidenceOf(Grid::Worse, 1, 50, 0, 1), 0.827959, 1e-6));
    QVERIFY(agrees(evidenceOf(Grid::Worse, 1, 100, 1, 0), 3.429262, 1e-6));
    QVERIFY(agrees(evidenceOf(Grid::Worse, 1, 100, 0, 1), 0.730082, 1e-6));
    QVERIFY(agrees(evidenceOf(Grid::Worse, 1, 250, 1, 0), 2.282189, 1e-6));
    QVERIFY(agrees(evidenceOf(Grid::Worse, 1, 250, 0, 1), 0.572604, 1e-6));
    QVERIFY(agrees(evidenceOf(Grid::Worse, 1, 500, 1, 0), 1.551668, 1e-6));
    QVERIFY(agrees(evidenceOf(Grid::Worse, 1, 500, 0, 1), 0.448332, 1e-6));
}

void TestEvidenceExact::eventsInARow() {
    struct Row {
        unsigned thousandths;
        std::uint64_t toTwenty;
        double twenty;
        std::uint64_t toHundred;
        double hundred;
    };

    for (const Row& row : {Row{50, 2, 25.390686, 3, 180.142698}, Row{100, 3, 74.715723, 4, 404.039972},
                           Row{250, 4, 45.634150, 5, 135.969328}, Row{500, 7, 34.839495, 9, 108.808792}}) {
        QVERIFY(agrees(evidenceOf(Grid::Worse, 1, row.thousandths, row.toTwenty, 0), row.twenty, 1e-6));
        QVERIFY(agrees(evidenceOf(Grid::Worse, 1, row.thousandths, row.toHundred, 0), row.hundred, 1e-6));
        QVERIFY(evidenceOf(Grid::Worse, 1, row.thousandths, row.toTwenty - 1, 0) < 20);
        QVERIFY(evidenceOf(Grid::Worse, 1, row.thousandths, row.toHundred - 1, 0) < 100);
    }
    QVERIFY(agrees(evidenceOf(Grid::Worse, 1, 50, 3, 20), 1.493790, 1e-6));
    QVERIFY(agrees(evidenceOf(Grid::Worse, 1, 50, 5, 20), 13.554663, 1e-6));
    QVERIFY(agrees(evidenceOf(Grid::Worse, 1, 250, 20, 20), 81.566159, 1e-6));
    QVERIFY(agrees(evidenceOf(Grid::Worse, 1, 500, 10, 10), 0.213855, 1e-6));
    QVERIFY(agrees(evidenceOf(Grid::Worse, 1, 500, 15, 5), 5.938796, 1e-6));
}

void TestEvidenceExact::halfTheStakeGoesOnThePromise() {
    for (const double promised : {0.0, 1.1, 2.4, 6.0, 1000.0}) {
        const std::vector<double> stakes = stakesOf(Grid::Worse, promised);
        QCOMPARE(stakes.size(), ratiosOf(Grid::Worse).size());
        QVERIFY(std::abs(std::accumulate(stakes.begin(), stakes.end(), 0.0) - 1) < 1e-12);
        const auto largest = std::ranges::max_element(stakes) - stakes.begin();
        const double ratio = ratiosOf(Grid::Worse)[static_cast<std::size_t>(largest)];
        QCOMPARE(ratio, promised == 0 ? 1.25 : promised == 1.1 ? 1.25 : promised == 2.4 ? 2.0 : promised == 6 ? 6 : 16);
        if (promised > 0)
            QVERIFY(std::abs(stakes[static_cast<std::size_t>(largest)] - (0.5 + 0.5 / 9)) < 1e-12);
        for (const unsigned thousandths : {1U, 50U, 500U, 999U}) {
            // Without harm the canary's share of events is its weight, and E stays 1 in the mean: else it proves
            // nothing.
            const double share = thousandths / 1000.0;
            double mean = 0, onCanary = 0, expected = 0;
            for (const Arm arm : {Arm::Stable, Arm::Canary}) {
                RatioProcess process(Grid::Worse, 1, promised);
                process.add(arm, Weight::thousandths(thousandths));
                mean += (arm == Arm::Canary ? share : 1 - share) * std::exp(process.logEvidence());
                onCanary = std::exp(process.logEvidence());
            }
            QVERIFY2(std::abs(mean - 1) < 1e-9, qPrintable(QString::number(mean, 'g', 12)));
            for (std::size_t i = 0; i < stakes.size(); ++i) {
                const double r = ratiosOf(Grid::Worse)[i];
                expected += stakes[i] * r / (1 - share + share * r);
            }
            QVERIFY(std::abs(onCanary / expected - 1) < 1e-9);
        }
    }
    RatioProcess even;
    RatioProcess promised(Grid::Worse, 1, 6);
    for (RatioProcess* process : {&even, &promised}) {
        process->add(Arm::Canary, Weight::percent(5), 6);
        process->add(Arm::Stable, Weight::percent(5), 19);
    }
    QVERIFY(promised.logEvidence() > even.logEvidence());
    RatioProcess again(Grid::Worse, 1, 6);
    again.restore(promised.counts());
    QCOMPARE(again.logEvidence(), promised.logEvidence());
}

// Over changing weights too: two orders of the same events end in the same bits.
void TestEvidenceExact::countsDecideNotTheOrder() {
    RatioProcess forwards;
    RatioProcess backwards;
    const std::array weights = {Weight::percent(5), Weight::percent(10), Weight::percent(25)};
    for (int i = 0; i < 300; ++i)
        forwards.add(i % 7 == 0 ? Arm::Canary : Arm::Stable, weights[static_cast<std::size_t>(i) % 3]);
    for (int i = 299; i >= 0; --i)
        backwards.add(i % 7 == 0 ? Arm::Canary : Arm::Stable, weights[static_cast<std::size_t>(i) % 3]);
    QCOMPARE(std::bit_cast<std::uint64_t>(forwards.logEvidence()),
             std::bit_cast<std::uint64_t>(backwards.logEvidence()));
    RatioProcess restored;
    restored.restore(forwards.counts());
    QCOMPARE(std::bit_cast<std::uint64_t>(restored.logEvidence()),
             std::bit_cast<std::uint64_t>(forwards.logEvidence()));
    QCOMPARE(restored.events(Arm::Canary), 43U);
}

void TestEvidenceExact::proofOfSafety() {
    QVERIFY(agrees(evidenceOf(Grid::Safer, 2, 500, 10, 20), 276.464062, 1e-6));
    QVERIFY(agrees(evidenceOf(Grid::Safer, 2, 500, 0, 10), 131.751994, 1e-6));
    QVERIFY(agrees(evidenceOf(Grid::Safer, 2, 500, 0, 7), 24.708717, 1e-6));
    QVERIFY(evidenceOf(Grid::Safer, 2, 500, 0, 6) < 20);
}

void TestEvidenceExact::twoSidedGrid() {
    struct Row {
        std::uint64_t events;
        double atFive;
        double atHalf;
    };

    for (const Row& row : {Row{2, 0.846533, 0.992099}, Row{5, 0.757926, 3.024153}, Row{10, 0.739659, 34.102894},
                           Row{20, 0.855931, 7692.204013}}) {
        QVERIFY(agrees(evidenceOf(Grid::TwoSided, 1, 50, 0, row.events), row.atFive, 1e-6));
        QVERIFY(agrees(evidenceOf(Grid::TwoSided, 1, 500, 0, row.events), row.atHalf, 1e-6));
    }
    QVERIFY(agrees(evidenceOf(Grid::TwoSided, 1, 50, 0, 40), 1.456593, 1e-6));
    QVERIFY(agrees(evidenceOf(Grid::TwoSided, 1, 500, 0, 40), 669750389.5, 0.1));
    QVERIFY(agrees(evidenceOf(Grid::TwoSided, 1, 50, 0, 60), 2.809732, 1e-6));
    QVERIFY(std::abs(evidenceOf(Grid::TwoSided, 1, 500, 0, 60) / 6.5668291544612e13 - 1) < 1e-6);
}

// 110 of 500 approvals beside 1,710 of 9,500: no evidence, whatever a z of 2.26 suggests.
void TestEvidenceExact::refundExample() {
    QVERIFY(agrees(evidenceOf(Grid::TwoSided, 1, 50, 110, 1710), 0.510045, 1e-6));
}

void TestEvidenceExact::weightsWithoutComparison() {
    RatioProcess process;
    QVERIFY(!process.add(Arm::Canary, Weight{}));
    QVERIFY(!process.add(Arm::Canary, Weight::all()));
    QCOMPARE(process.logEvidence(), 0.0);
    QVERIFY(process.counts().empty());
}

void TestEvidenceExact::signs() {
    QVERIFY(agrees(signEvidence(1, 0), 1.48, 0.01));
    QVERIFY(agrees(signEvidence(5, 0), 9.705585, 1e-6));
    QVERIFY(agrees(signEvidence(6, 0), 16.575520, 1e-6));
    QVERIFY(agrees(signEvidence(7, 0), 28.865174, 1e-6));
    QVERIFY(agrees(signEvidence(8, 1), 10.500809, 1e-6));
    QVERIFY(agrees(signEvidence(10, 2), 9.030079, 1e-6));
    QVERIFY(agrees(signEvidence(20, 10), 2.677220, 1e-6));
    QVERIFY(signEvidence(9, 0) < 100 && signEvidence(10, 0) >= 100);
}

void TestEvidenceExact::betting() {
    BettingProcess process;
    const auto after = [&](std::uint64_t pairs) {
        while (process.state().pairs < pairs)
            process.add(0.2);
        return std::exp(process.logEvidence());
    };
    QVERIFY(agrees(after(1), 1, 1e-9));
    QVERIFY(agrees(after(2), 1.1, 1e-9));
    QVERIFY(agrees(after(3), 1.21, 1e-9));
    QVERIFY(agrees(after(10), 2.357948, 1e-6));
    QVERIFY(agrees(after(20), 6.115909, 1e-6));
    QVERIFY(after(32) < 20);
    QVERIFY(agrees(after(33), 21.113777, 1e-6));
    BettingProcess outside; // differences beyond 1 cannot break it
    for (int i = 0; i < 1000; ++i)
        outside.add(i % 2 == 0 ? 1e9 : -1e9);
    QVERIFY(std::isfinite(outside.logEvidence()));
}

void TestEvidenceExact::meanSequences() {
    QVERIFY(agrees(sequenceScale(0.05, Sides::One, 1000), 0.0795541, 1e-7));
    QVERIFY(agrees(sequenceScale(0.05, Sides::Two, 5000), 0.0398401, 1e-7));
    QVERIFY(agrees(sequenceHalfWidth(1, 100, 0.05, Sides::One, 1000), 0.367907, 1e-6));
    QVERIFY(agrees(sequenceHalfWidth(1, 1000, 0.05, Sides::One, 1000), 0.0878827, 1e-7));
    QVERIFY(agrees(sequenceHalfWidth(4, 2500, 0.05, Sides::One, 1000), 0.112773, 1e-6));
    Both<Moments> arms;
    QVERIFY(!compareMeans(arms, 0.05, Sides::One, 0)); // nothing to compare
    arms.stable.add(1);
    arms.canary.add(2);
    QVERIFY(!compareMeans(arms, 0.05, Sides::One, 0)); // one value has no variance
}

void TestEvidenceExact::afterRelease() {
    QVERIFY(agrees(afterEvidence(3, 3), 138.395833, 1e-6));
    QVERIFY(agrees(afterEvidence(3, 20), 75.559441, 1e-6));
    QVERIFY(agrees(afterEvidence(3, 104), 6.861381, 1e-6));
    QVERIFY(agrees(afterEvidence(5, 100), 207.688234, 1e-6));
    QVERIFY(agrees(afterEvidence(6, 200), 65.995965, 1e-6));
    QVERIFY(agrees(afterEvidence(0, 100), 0.300439, 1e-6));
}

void TestEvidenceExact::exactBounds() {
    QVERIFY(agrees(lowerShare(5, 5, 0.95), 0.549280, 1e-6));
    QVERIFY(agrees(lowerShare(10, 10, 0.95), 0.741134, 1e-6));
    QVERIFY(agrees(lowerShare(29, 29, 0.95), 0.901855, 1e-6));
    QVERIFY(agrees(lowerShare(59, 59, 0.95), 0.950492, 1e-6));
    QVERIFY(agrees(lowerShare(299, 299, 0.95), 0.990031, 1e-6));
    QCOMPARE(lowerShare(0, 10, 0.95), 0.0);
    QCOMPARE(lowerShare(0, 0, 0.95), 0.0);
    QCOMPARE(upperShare(0, 0, 0.95), 1.0);
    QCOMPARE(lowerShare(7, 5, 0.95), lowerShare(5, 5, 0.95));
    QVERIFY(agrees(1 - upperShare(0, 59, 0.95), 0.950492, 1e-6));
}

// "More than 2 % errors in the last n" of a healthy agent with 0.5 %, one look.
void TestEvidenceExact::naiveWindows() {
    const auto alarm = [](int n, double rate) {
        double within = 0;
        double term = std::pow(1 - rate, n);
        for (int k = 0; k <= n / 50; ++k) {
            within += term;
            term *= (n - k) * rate / ((k + 1) * (1 - rate));
        }
        return 1 - within;
    };
    QVERIFY(agrees(alarm(20, 0.005), 0.0954, 1e-4));
    QVERIFY(agrees(alarm(50, 0.005), 0.0261, 1e-4));
    QVERIFY(agrees(alarm(100, 0.005), 0.0141, 1e-4));
    QVERIFY(agrees(alarm(200, 0.005), 0.00355, 1e-5));
    QVERIFY(agrees(alarm(100, 0.03), 0.580, 1e-3));
    QVERIFY(agrees(alarm(1000, 0.03), 0.967, 1e-3));
}

void TestEvidenceExact::forecasts() {
    struct Row {
        double ratio;
        unsigned thousandths;
        std::array<double, 3> units; // α .05, .01, .001
    };

    for (const Row& row :
         {Row{2, 50, {38659, 56457, 81921}}, Row{2, 100, {20692, 30219, 43848}}, Row{2, 250, {10336, 15094, 21902}},
          Row{2, 500, {8230, 12019, 17440}}, Row{3, 50, {11662, 17031, 24713}}, Row{3, 100, {6310, 9215, 13372}},
          Row{3, 250, {3240, 4732, 6867}}, Row{3, 500, {2672, 3903, 5663}}, Row{6, 50, {2704, 3948, 5729}},
          Row{6, 100, {1498, 2187, 3173}}, Row{6, 250, {810, 1183, 1717}}, Row{6, 500, {706, 1031, 1496}}}) {
        const std::array alphas = {0.05, 0.01, 0.001};
        for (std::size_t i = 0; i < alphas.size(); ++i) {
            const auto units = unitsToWorse(0.005, row.ratio, Weight::thousandths(row.thousandths), alphas[i]);
            QVERIFY(units && agrees(*units, row.units[i], 1));
        }
    }
    QVERIFY(!unitsToWorse(0.005, 1, Weight::percent(5), 0.05));
    QVERIFY(!unitsToWorse(0, 6, Weight::percent(5), 0.05));
    QVERIFY(!unitsToWorse(0.005, 6, Weight::all(), 0.05));
    QVERIFY(!unitsToClear(0.005, 1, Weight::percent(5), 0.05));
    QCOMPARE(*unitsToWorse(0.005, 6, Weight::percent(5), 0.05, 1e9), 0.0); // shown already
}

void TestEvidenceExact::sentences() {
    const std::array ratios = {6.0, 2.0};
    const auto step = forecastStep(Weight::percent(5), ratios, 0.005, 0.05, 10'000);
    QCOMPARE(
        QString::fromStdString(forecastSentence(step)),
        QStringLiteral("at 5 % of your traffic this canary can see a 6× rise in about 6 h, a 2× rise in about 4 days"));
    QCOMPARE(
        QString::fromStdString(lowTrafficAdvice(0.005, 0.05, 10, 6, Weight::percent(5))),
        QStringLiteral("at 10 requests a day a 6× rise would take 270 days to see: skip shadow, go to 50 % (71 days), "
                       "and rely on tests and on people reading a sample"));
    QVERIFY(lowTrafficAdvice(0.005, 0.05, 10'000, 6, Weight::percent(5)).empty());
    QCOMPARE(QString::fromStdString(minimumSentence(219, 12'000)),
             QStringLiteral("needs about 219 requests, about 26 min at your traffic"));
    QCOMPARE(QString::fromStdString(groupedText(1'234'567)), QStringLiteral("1,234,567"));
    QCOMPARE(QString::fromStdString(groupedText(12)), QStringLiteral("12"));
}

void TestEvidenceExact::kayentaPort() {
    using namespace simulation;
    const std::vector<double> flat(10, 1.0);
    const std::vector<double> seven = {100, 100, 100, 100, 100, 100, 100, 1, 1, 1};
    const std::vector<double> eight = {100, 100, 100, 100, 100, 100, 100, 100, 1, 1};
    const Shift first = shiftOf(seven, flat);
    QVERIFY(agrees(first.low, 6.82502299e-05, 1e-13));
    QVERIFY(agrees(first.estimate, 98.99992904170193, 1e-13));
    QCOMPARE(kayentaJudge(seven, flat), KayentaVerdict::Pass); // 7 of 10 points a hundred times worse
    const Shift second = shiftOf(eight, flat);
    QVERIFY(agrees(second.low, 98.9999, 1e-4));
    QCOMPARE(second.estimate, 99.0);
    QCOMPARE(kayentaJudge(eight, flat), KayentaVerdict::High);
    const std::vector<double> few = {0, 1, 2, 1, 0, 0};
    const std::vector<double> zeros(6, 0.0);
    const Shift third = shiftOf(few, zeros);
    QCOMPARE(third.low, 0.0);
    QVERIFY(agrees(third.estimate, 0.812734, 1e-6));
    QCOMPARE(kayentaJudge(few, zeros), KayentaVerdict::Pass);
    QCOMPARE(kayentaJudge({}, zeros), KayentaVerdict::NoData);
}

QTEST_APPLESS_MAIN(TestEvidenceExact)
#include "tst_evidence_exact.moc"
