// Thousands of random release histories of a day and more, with faults and crashes; the invariants hold after every
// event of each.
#include <QElapsedTimer>
#include <QTest>

#include "tests/release/simulation.h"
#include "tests/support/time_gates.h"

using namespace signalbox::release::testing;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t firstSeed = 20'260'000;
constexpr int histories = 20'000 / (signalbox::tests::slowness * signalbox::tests::slowness);
constexpr std::chrono::hours day{24};

} // namespace

class TestReleaseSimulation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void invariantsHoldInEveryHistory();
    void theSameSeedGivesTheSameLog();
    void noDecisionReadsTheWallClock();
};

void TestReleaseSimulation::invariantsHoldInEveryHistory() {
    QElapsedTimer timer;
    timer.start();
    Counts sum;
    int failed = 0;
    for (int i = 0; i < histories && failed < 3; ++i) {
        SimulationSettings settings{.seed = firstSeed + static_cast<std::uint64_t>(i)};
        Simulation simulation(settings);
        if (simulation.run(day)) {
            ++failed;
            settings.keepLog = true; // the same once more, and this time written down
            Simulation again(settings);
            const auto violation = again.run(day);
            const auto log = QString::fromStdString(again.log()).split(QLatin1Char('\n'));
            qWarning("seed %llu: %s\n%s", static_cast<unsigned long long>(settings.seed),
                     violation.value_or("not found again").c_str(),
                     qPrintable(log.mid(std::max<qsizetype>(0, log.size() - 12)).join(QLatin1Char('\n'))));
        }
        sum += simulation.counts();
    }
    qInfo("%d histories of 24 h and more in %lld ms: %d events, %d commands, %d repeated, %d crashes, %d roll backs, "
          "%d alarms, %d freezes, %d leavings, %d queued, %d started from the queue, "
          "%d climbs, %d completions, %d unrecorded, %d recorded by the next run, %d taken back",
          histories, static_cast<long long>(timer.elapsed()), sum.events, sum.commands, sum.repeated, sum.crashes,
          sum.rollBacks, sum.alarms, sum.freezes, sum.leavings, sum.queued, sum.queueStarts, sum.climbs,
          sum.completions, sum.unrecorded, sum.keptOverCrash, sum.takenBack);
    QCOMPARE(failed, 0);
    // A simulation that never meets the hard cases proves nothing.
    QVERIFY(sum.crashes > histories / 2);
    QVERIFY(sum.rollBacks > histories);
    QVERIFY(sum.alarms > histories / 10);
    QVERIFY(sum.freezes > histories / 20);
    QVERIFY(sum.leavings > histories / 10);
    QVERIFY(sum.queued > histories / 4);
    QVERIFY(sum.queueStarts > histories / 40);
    QVERIFY(sum.climbs > histories / 2);
    QVERIFY(sum.completions > histories / 10);
    QVERIFY(sum.unrecorded > histories / 10);
    QVERIFY(sum.keptOverCrash > histories / 400);
    QVERIFY(sum.takenBack > histories / 10);
    QVERIFY(sum.repeated > histories / 10);
}

void TestReleaseSimulation::theSameSeedGivesTheSameLog() {
    for (std::uint64_t seed = firstSeed; seed < firstSeed + 100; ++seed) {
        Simulation first({.seed = seed, .keepLog = true});
        Simulation second({.seed = seed, .keepLog = true});
        QVERIFY(!first.run(day));
        QVERIFY(!second.run(day));
        QVERIFY2(first.log() == second.log(), qPrintable(QString::number(seed)));
        QVERIFY(first.log().size() > 500);
    }
}

void TestReleaseSimulation::noDecisionReadsTheWallClock() {
    for (std::uint64_t seed = firstSeed; seed < firstSeed + 100; ++seed) {
        Simulation steady({.seed = seed, .wallJumps = false, .windows = false, .keepLog = true});
        Simulation jumping({.seed = seed, .wallJumps = true, .windows = false, .keepLog = true});
        QVERIFY(!steady.run(day));
        QVERIFY(!jumping.run(day));
        QVERIFY2(steady.log() == jumping.log(), qPrintable(QString::number(seed)));
    }
}

QTEST_APPLESS_MAIN(TestReleaseSimulation)
#include "tst_release_simulation.moc"
