// Simulated tables: false alarms under continuous looking, requests to alarm, proofs of safety, latency, cost, pairs,
// the time after 100 %, and the peers. Fixed seeds; tolerances as the reference gives them.
#include <chrono>

#include <QTest>

#include "tests/evidence/mann_whitney.h"
#include "tests/evidence/reference.h"
#include "tests/evidence/simulations.h"

using namespace signalbox;
using namespace signalbox::evidence;
using namespace signalbox::evidence::simulation;
using traffic::Weight;

namespace {

constexpr std::uint64_t seed = 20'260'301;

struct Runs {
    double alarms = 0; // share of runs
    double median = 0; // over the runs that alarmed
};

template <class Run> Runs repeat(int runs, Run run) {
    std::vector<double> reached;
    for (int i = 0; i < runs; ++i)
        if (const std::optional<double> value = run())
            reached.push_back(*value);
    return {static_cast<double>(reached.size()) / runs, medianOf(reached)};
}

#define VERIFY_RATE(found, expected, runs, referenceRuns)                                               \
    QVERIFY2(std::abs((found) - (expected)) <= reference::rateTolerance(expected, runs, referenceRuns), \
             qPrintable(QStringLiteral("rate %1, reference %2").arg(found).arg(expected)))
#define VERIFY_MEDIAN(found, expected, share)           \
    QVERIFY2(reference::isNear(found, expected, share), \
             qPrintable(QStringLiteral("median %1, reference %2").arg(found).arg(expected)))

} // namespace

class TestEvidenceTables : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void healthyCanariesAreLeftAlone(); // R1
    void requestsToAlarm();             // R2
    void wholeRamps();                  // R3
    void stickyConversations();         // R4
    void proofsOfSafety();              // R5
    void slowCanaries();                // R6
    void dearCanaries();                // R7
    void pairs();                       // R8
    void minutePointsOfThePeer();       // R9
    void fixedThresholds();             // R10, R12
    void theDayAfter();                 // R11
};

void TestEvidenceTables::initTestCase() {
    qInfo("seed %llu", static_cast<unsigned long long>(seed));
}

void TestEvidenceTables::healthyCanariesAreLeftAlone() {
    Random random(seed);
    constexpr int runs = 2000;
    for (const auto& row : reference::healthy) {
        const Story story{.rate = row.rate, .weight = Weight::thousandths(row.thousandths), .cap = 20'000};
        const auto seen = repeat(runs, [&]() -> std::optional<double> {
            const Alarm alarm = untilAlarm(random, story);
            return alarm.reached ? std::optional(alarm.total) : std::nullopt;
        });
        QVERIFY(seen.alarms <= reference::validityLimit(0.05, runs));
        VERIFY_RATE(seen.alarms, row.evidence, runs, reference::healthyRuns);
    }
    // The rule that everyone writes first.
    const auto& row = reference::healthy.front();
    const auto peeking = repeat(500, [&]() -> std::optional<double> {
        return peekingZ(random, row.rate, row.thousandths / 1000.0, 20'000).eachHundred ? std::optional(1.0)
                                                                                        : std::nullopt;
    });
    VERIFY_RATE(peeking.alarms, row.zEachHundred, 500, reference::healthyRuns);
}

void TestEvidenceTables::requestsToAlarm() {
    Random random(seed + 1);
    for (const auto& row : reference::detection) {
        for (const double alpha : {0.05, 0.01}) {
            std::vector<double> total;
            std::vector<double> canary;
            for (int i = 0; i < 600; ++i) {
                const Alarm alarm = untilAlarm(random, {.rate = row.rate,
                                                        .ratio = row.ratio,
                                                        .weight = Weight::thousandths(row.thousandths),
                                                        .alpha = alpha});
                if (!alarm.reached)
                    continue;
                total.push_back(alarm.total);
                canary.push_back(alarm.canary);
            }
            QVERIFY(total.size() >= 590);
            VERIFY_MEDIAN(medianOf(total), alpha == 0.05 ? row.totalAt05 : row.totalAt01, 0.2);
            VERIFY_MEDIAN(medianOf(canary), alpha == 0.05 ? row.canaryAt05 : row.canaryAt01, 0.2);
        }
    }
}

void TestEvidenceTables::wholeRamps() {
    Random random(seed + 2);
    constexpr int runs = 1500;
    for (const auto& row : reference::ramp) {
        std::array<double, 4> steps{};
        double never = 0;
        for (int i = 0; i < runs; ++i) {
            if (const auto step = rampAlarm(random, row.ratio, row.perStep, 0.01))
                steps[static_cast<std::size_t>(*step)] += 1.0 / runs;
            else
                never += 1.0 / runs;
        }
        for (std::size_t i = 0; i < steps.size(); ++i)
            VERIFY_RATE(steps[i], row.steps[i], runs, reference::rampRuns);
        VERIFY_RATE(never, row.never, runs, reference::rampRuns);
    }
}

void TestEvidenceTables::stickyConversations() {
    Random random(seed + 3);
    constexpr int runs = 1000;
    for (const auto& row : reference::sticky) {
        double every = 0;
        double first = 0;
        for (int i = 0; i < runs; ++i) {
            const auto alarms = stickyAlarms(random, Weight::thousandths(row.thousandths), row.rate, 20'000, 0.05);
            every += alarms.everyFailure ? 1.0 / runs : 0;
            first += alarms.firstOfConversation ? 1.0 / runs : 0;
        }
        VERIFY_RATE(every, row.everyFailure, runs, reference::stickyRuns);
        VERIFY_RATE(first, row.firstOfConversation, runs, reference::stickyRuns);
        QVERIFY(first <= reference::validityLimit(0.05, runs));
    }
}

void TestEvidenceTables::proofsOfSafety() {
    Random random(seed + 4);
    for (const auto& row : reference::safety) {
        const Story story{.rate = row.rate,
                          .weight = Weight::thousandths(row.thousandths),
                          .cap = 400'000,
                          .grid = Grid::Safer,
                          .margin = row.margin};
        const auto seen = repeat(400, [&]() -> std::optional<double> {
            const Alarm alarm = untilAlarm(random, story);
            return alarm.reached ? std::optional(alarm.total) : std::nullopt;
        });
        QVERIFY(seen.alarms > 0.9);
        VERIFY_MEDIAN(seen.median, row.total, 0.3);
    }
    // Really M times worse: not proved safe.
    const auto bad = repeat(1000, [&]() -> std::optional<double> {
        const Alarm alarm = untilAlarm(
            random, {.ratio = 2, .weight = Weight::percent(25), .cap = 40'000, .grid = Grid::Safer, .margin = 2});
        return alarm.reached ? std::optional(alarm.total) : std::nullopt;
    });
    QVERIFY(bad.alarms <= reference::validityLimit(0.05, 1000));
}

void TestEvidenceTables::slowCanaries() {
    Random random(seed + 5);
    for (const auto& row : reference::latency) {
        const bool healthy = row.canary == 0;
        const int runs = healthy ? 200 : row.canary > 500 ? 120 : 300;
        if (row.canary > 1200)
            continue; // the slowest cells are for the benchmark
        const auto seen = repeat(runs, [&]() -> std::optional<double> {
            const Alarm alarm = latencyAlarm(random, Weight::thousandths(row.thousandths), {row.factor, row.tailShare},
                                             0.01, healthy ? 20'000 : 50'000);
            return alarm.reached ? std::optional(alarm.canary) : std::nullopt;
        });
        if (healthy) {
            QVERIFY(seen.alarms <= reference::validityLimit(0.01, runs));
            continue;
        }
        VERIFY_RATE(seen.alarms, row.alarms, runs, reference::latencyRuns);
        VERIFY_MEDIAN(seen.median, row.canary, 0.2);
    }
}

void TestEvidenceTables::dearCanaries() {
    struct Row {
        CostForm form;
        unsigned thousandths;
        std::uint64_t least;
        double factor;
        double alarms;
        double canary;
    };

    Random random(seed + 6);
    for (const Row& row :
         {Row{CostForm::Raw, 50, 30, 1.5, 1, 104}, Row{CostForm::Raw, 500, 30, 1.2, 1, 619},
          Row{CostForm::Cut, 50, 30, 1.2, 0.973, 344}, Row{CostForm::Cut, 500, 30, 1.2, 1, 499},
          Row{CostForm::Cut, 500, 30, 1.5, 1, 143}, Row{CostForm::Cut, 500, 30, 1, 0.029, 0},
          Row{CostForm::Logarithm, 500, 100, 1.2, 1, 393}, Row{CostForm::Logarithm, 50, 100, 1.5, 1, 101},
          Row{CostForm::Logarithm, 50, 100, 1, 0.018, 0}}) {
        constexpr int runs = 400;
        const auto seen = repeat(runs, [&]() -> std::optional<double> {
            const Alarm alarm =
                costAlarm(random, Weight::thousandths(row.thousandths), row.factor, row.form, row.least, 20'000);
            return alarm.reached ? std::optional(alarm.canary) : std::nullopt;
        });
        VERIFY_RATE(seen.alarms, row.alarms, runs, 4000);
        if (row.canary > 0)
            VERIFY_MEDIAN(seen.median, row.canary, 0.2);
    }
}

void TestEvidenceTables::pairs() {
    Random random(seed + 7);
    const auto signs = [&](double onlyStable, double onlyCandidate, int runs) {
        return repeat(runs,
                      [&]() -> std::optional<double> { return signAlarm(random, onlyStable, onlyCandidate, 20'000); });
    };
    VERIFY_MEDIAN(signs(0.06, 0.03, 1000).median, 564.0, 0.2);
    VERIFY_MEDIAN(signs(0.035, 0.005, 1000).median, 267.0, 0.2);
    VERIFY_RATE(signs(0.02, 0.02, 2000).alarms, 0.038, 2000, 20'000);
    VERIFY_RATE(signs(0.10, 0.10, 1000).alarms, 0.040, 1000, 20'000);
    const auto bets = [&](double margin, double loss, int runs) {
        return repeat(runs, [&]() -> std::optional<double> { return bettingAlarm(random, margin, loss, 10'000); });
    };
    VERIFY_RATE(bets(0, 0, 750).alarms, 0.027, 750, 7500);
    VERIFY_MEDIAN(bets(0, 0.02, 750).median, 422.0, 0.2);
    VERIFY_MEDIAN(bets(0, 0.05, 750).median, 139.0, 0.2);
    VERIFY_MEDIAN(bets(0, 0.10, 750).median, 67.0, 0.2);
    VERIFY_RATE(bets(0.02, 0.02, 750).alarms, 0.027, 750, 7500);
    VERIFY_MEDIAN(bets(0.02, 0.05, 750).median, 253.0, 0.2);
    std::vector<double> canary; // the same question without pairs
    for (int i = 0; i < 600; ++i) {
        const Alarm alarm =
            untilAlarm(random, {.rate = 0.05, .ratio = 1.6, .weight = Weight::percent(5), .grid = Grid::CommonEvent});
        if (alarm.reached)
            canary.push_back(alarm.canary);
    }
    VERIFY_MEDIAN(medianOf(canary), 409.0, 0.2);
}

void TestEvidenceTables::minutePointsOfThePeer() {
    Random random(seed + 8);
    for (const auto& row : reference::kayenta) {
        if (row.perMinute > 600 || row.perMinute < 60)
            continue;
        constexpr int runs = 60;
        const auto called = [&](double ratio) {
            return repeat(runs,
                          [&]() -> std::optional<double> {
                              const auto series =
                                  minuteSeries(random, row.perMinute, row.minutes, row.share, 0.005, ratio);
                              const bool high = kayentaJudge(series.canary, series.stable) == KayentaVerdict::High;
                              return high ? std::optional(1.0) : std::nullopt;
                          })
                .alarms;
        };
        const double behind = row.minutes == 60 ? 200 : 100;
        VERIFY_RATE(called(1), row.judgeHealthy, runs, behind);
        VERIFY_RATE(called(6), row.judgeSixfold, runs, behind);
        const auto evidence = repeat(400, [&]() -> std::optional<double> {
            const Alarm alarm = untilAlarm(random, {.ratio = 6,
                                                    .weight = Weight::thousandths(row.share < 0.1 ? 50 : 500),
                                                    .alpha = 0.02,
                                                    .cap = row.perMinute * row.minutes});
            return alarm.reached ? std::optional(alarm.total) : std::nullopt;
        });
        VERIFY_RATE(evidence.alarms, row.evidenceSixfold, 400, 400);
    }
}

void TestEvidenceTables::fixedThresholds() {
    Random random(seed + 9);
    for (const auto& row : reference::flagger) {
        if (row.perMinute > 100)
            continue;
        const auto rolled = [&](double rate) {
            return repeat(300,
                          [&]() -> std::optional<double> {
                              return flaggerRollsBack(random, row.perMinute, row.minutes, rate) ? std::optional(1.0)
                                                                                                : std::nullopt;
                          })
                .alarms;
        };
        VERIFY_RATE(rolled(0.005), row.healthy, 300, reference::flaggerRuns);
        VERIFY_RATE(rolled(0.03), row.bad, 300, reference::flaggerRuns);
    }
    // A day at 5 requests a second, looked at every 10 s: nearly every healthy canary goes.
    const auto day = repeat(100, [&]() -> std::optional<double> {
        return naiveRollsBack(random, 0.005, 432'000) ? std::optional(1.0) : std::nullopt;
    });
    VERIFY_RATE(day.alarms, 0.98, 100, 400);
}

void TestEvidenceTables::theDayAfter() {
    Random random(seed + 10);
    for (const auto& row : reference::afterRelease) {
        constexpr int runs = 600;
        const auto bad = repeat(runs, [&] { return afterReleaseAlarm(random, row.perDay, 0.03, row.alpha); });
        VERIFY_MEDIAN(bad.median, row.median, 0.2);
        const auto healthy = repeat(row.perDay > 50'000 ? 100 : runs,
                                    [&] { return afterReleaseAlarm(random, row.perDay, 0.005, row.alpha); });
        VERIFY_RATE(healthy.alarms, row.falseAlarms, row.perDay > 50'000 ? 100 : runs, reference::afterRuns);
    }
}

QTEST_APPLESS_MAIN(TestEvidenceTables)
#include "tst_evidence_tables.moc"
