// What took effect while the journal was sick: kept beside it, in force and recorded in the next run, and said as long
// as a restart would forget it.
#include <QTest>

#include "tests/release/bench.h"

using namespace signalbox;
using namespace signalbox::release;
using namespace signalbox::release::testing;
using namespace std::chrono_literals;

class TestUnrecorded : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatWasKeptIsInForceInTheNextRun();
    void whatCannotBeKeptSaysSo();
};

void TestUnrecorded::whatWasKeptIsInForceInTheNextRun() {
    Bench bench;
    QVERIFY(bench.start());
    QVERIFY(bench.force(Promote{}));
    bench.journal.fault = [] { return Result<void>{sick("disk")}; };
    QVERIFY(bench.give(Pause{})->recordFailure->message.contains("kept beside the log"));
    bench.clock.advance(10s);
    QVERIFY(bench.give(RollBack{}));
    const AgentState before = bench.state();
    const std::size_t recorded = bench.journal.records.size();
    bench.plane.table.reset();
    QVERIFY(bench.begin()); // killed, and the disk is still full
    QCOMPARE(bench.state(), before);
    QCOMPARE(bench.weight(), traffic::Weight{});
    QVERIFY(isQuarantined(bench.state(), version("2.1.0")));
    QCOMPARE(bench.coordinator->unrecorded(), std::size_t{2});
    QCOMPARE(bench.give(Undo{}).error().code, std::string("not_recorded"));
    bench.journal.fault = [] { return Result<void>{}; };
    QVERIFY(bench.begin());
    QCOMPARE(bench.journal.records.size(), recorded + 2);
    QCOMPARE(bench.journal.records.back().action, std::string("release.roll_back"));
    QCOMPARE(bench.journal.records.back().actor, std::string("ana"));
    QCOMPARE(*bench.journal.records.back().happened, before.lastChange.at);
    QVERIFY(bench.journal.spilled.empty());
    QCOMPARE(bench.state(), before);
}

void TestUnrecorded::whatCannotBeKeptSaysSo() {
    Bench bench;
    QVERIFY(bench.start());
    bench.journal.fault = [] { return Result<void>{sick("disk")}; };
    bench.journal.spillFault = bench.journal.fault;
    QVERIFY(bench.give(Pause{})->recordFailure->message.contains("would forget it"));
    QCOMPARE(bench.coordinator->unkept(), std::size_t{1});
    QVERIFY(bench.give(RollBack{})->recordFailure);
    QVERIFY(
        bench.give(RollBack{})->recordFailure->message.contains("would forget it")); // also when it is there already
    bench.journal.spillFault = [] { return Result<void>{}; };
    static_cast<void>(bench.coordinator->tick()); // tried again by itself
    QCOMPARE(bench.coordinator->unkept(), std::size_t{0});
    QCOMPARE(bench.journal.spilled.size(), std::size_t{2});
    QVERIFY(!bench.give(RollBack{})->recordFailure->message.contains("would forget it"));
    // Recorded, but what was kept cannot be forgotten: the next run does not do it again.
    bench.journal.fault = [] { return Result<void>{}; };
    bench.journal.spillFault = [] { return Result<void>{sick("disk")}; };
    static_cast<void>(bench.coordinator->tick());
    QVERIFY(!bench.give(RollBack{})->recordFailure);
    QVERIFY(bench.give(Undo{}));
    const std::size_t recorded = bench.journal.records.size();
    QVERIFY(bench.begin());
    QVERIFY(bench.state().release.has_value());
    QCOMPARE(bench.journal.records.size(), recorded);
}

QTEST_APPLESS_MAIN(TestUnrecorded)
#include "tst_unrecorded.moc"
