// Thousands of random release histories with faults and crashes; the invariants hold after every event of each.
#include <QElapsedTimer>
#include <QTest>

#include "tests/release/simulation.h"

using namespace signalbox::release::testing;

namespace {

constexpr std::uint64_t firstSeed = 20'260'000;
constexpr int histories = 3'000;
constexpr int eventsEach = 80;

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
    for (int i = 0; i < histories; ++i) {
        const std::uint64_t seed = firstSeed + static_cast<std::uint64_t>(i);
        Simulation simulation(seed, false);
        if (const auto violation = simulation.run(eventsEach)) {
            const auto log = QString::fromStdString(simulation.log()).split(QLatin1Char('\n'));
            qWarning("seed %llu: %s\n%s", static_cast<unsigned long long>(seed), violation->c_str(),
                     qPrintable(log.mid(std::max<qsizetype>(0, log.size() - 12)).join(QLatin1Char('\n'))));
            if (++failed >= 3)
                break;
        }
        const Counts& counts = simulation.counts();
        sum.commands += counts.commands;
        sum.crashes += counts.crashes;
        sum.rollBacks += counts.rollBacks;
        sum.completions += counts.completions;
        sum.unrecorded += counts.unrecorded;
        sum.takenBack += counts.takenBack;
    }
    qInfo(
        "%d histories in %lld ms: %d commands, %d crashes, %d roll backs, %d completions, %d unrecorded, %d taken back",
        histories, static_cast<long long>(timer.elapsed()), sum.commands, sum.crashes, sum.rollBacks, sum.completions,
        sum.unrecorded, sum.takenBack);
    QCOMPARE(failed, 0);
    // A simulation that never meets the hard cases proves nothing.
    QVERIFY(sum.crashes > histories / 2);
    QVERIFY(sum.rollBacks > histories);
    QVERIFY(sum.completions > histories / 10);
    QVERIFY(sum.unrecorded > histories / 10);
    QVERIFY(sum.takenBack > histories / 10);
}

void TestReleaseSimulation::theSameSeedGivesTheSameLog() {
    for (std::uint64_t seed = firstSeed; seed < firstSeed + 100; ++seed) {
        Simulation first(seed, false);
        Simulation second(seed, false);
        QVERIFY(!first.run(eventsEach));
        QVERIFY(!second.run(eventsEach));
        QVERIFY2(first.log() == second.log(), qPrintable(QString::number(seed)));
        QVERIFY(first.log().size() > 500);
    }
}

void TestReleaseSimulation::noDecisionReadsTheWallClock() {
    for (std::uint64_t seed = firstSeed; seed < firstSeed + 100; ++seed) {
        Simulation steady(seed, false);
        Simulation jumping(seed, true);
        QVERIFY(!steady.run(eventsEach));
        QVERIFY(!jumping.run(eventsEach));
        QVERIFY2(steady.log() == jumping.log(), qPrintable(QString::number(seed)));
    }
}

QTEST_APPLESS_MAIN(TestReleaseSimulation)
#include "tst_release_simulation.moc"
