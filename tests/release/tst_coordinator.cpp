// The coordinator's promises one by one: safe order, idempotency, recovery, taking back, and roll back with everything
// else broken.
#include <QTest>

#include "tests/release/bench.h"

using namespace signalbox;
using namespace signalbox::release;
using namespace signalbox::release::testing;
using namespace std::chrono_literals;

class TestCoordinator : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void riskierIsRecordedFirstAndSaferAppliedFirst();
    void aRiskierChangeThatCannotBeRecordedIsNotMade();
    void whatCannotBeKeptIsNotReleased();
    void aRollBackWorksWhenDiskAndStoreAreSick();
    void whatCouldNotBeRecordedIsRecordedLaterInOrder();
    void aRiskierChangeThatDoesNotApplyIsTakenBack();
    void whatCountsIsWhatTheDataPathUses();
    void theSameRequestIsCarriedOutOnce();
    void unknownAgentsAndTicksAreNotCommands();
    void recoveryRestoresWeightsAndStepTime();
    void progressIsNotedEveryFiveSeconds();
    void recoveryWithoutContentRoutesTheRest();
    void aDataPathThatForgetsIsRepaired();
    void automationThatFailsPausesInsteadOfTrying();
    void unitsStayThroughStepsCrashAndUndo();
    void effectIsMeasuredWithTheClock();
};

void TestCoordinator::riskierIsRecordedFirstAndSaferAppliedFirst() {
    using Order = std::vector<std::string>;
    Bench bench;
    QVERIFY(bench.start());
    QCOMPARE(bench.order, (Order{"record", "apply"}));
    bench.order.clear();
    QVERIFY(bench.give(Pause{}));
    QCOMPARE(bench.order, (Order{"record"})); // the weights stay, so there is nothing to apply
    bench.order.clear();
    QVERIFY(bench.force(Promote{}));
    QCOMPARE(bench.order, (Order{"record", "apply"}));
    bench.order.clear();
    QVERIFY(bench.give(StepBack{}));
    QCOMPARE(bench.order, (Order{"apply", "record"}));
    bench.order.clear();
    QVERIFY(bench.give(RollBack{}));
    QCOMPARE(bench.order, (Order{"apply", "record"}));
    QVERIFY(bench.journal.records.back().effectiveAfter.has_value());
    bench.order.clear();
    QVERIFY(bench.give(Undo{}));
    QCOMPARE(bench.order, (Order{"record", "apply"}));
    bench.order.clear();
    QVERIFY(bench.give(Abort{}));
    QCOMPARE(bench.order, (Order{"apply", "record"}));
}

void TestCoordinator::aRiskierChangeThatCannotBeRecordedIsNotMade() {
    Bench bench;
    const int applied = bench.plane.applied;
    bench.journal.fault = [] { return Result<void>{sick("disk")}; };
    const auto outcome = bench.start();
    QCOMPARE(outcome.error().code, std::string("not_recorded"));
    QCOMPARE(bench.plane.applied, applied);
    QVERIFY(!bench.state().release);
    QVERIFY(bench.coordinator->isInEffect());
}

void TestCoordinator::whatCannotBeKeptIsNotReleased() {
    Bench bench;
    bench.coordinator->setKeeper([&](const std::string&, const agents::VersionRef&) {
        bench.order.emplace_back("keep");
        return Result<void>{sick("disk")};
    });
    bench.order.clear();
    QCOMPARE(bench.start().error().code, std::string("disk"));
    QCOMPARE(bench.order, std::vector<std::string>{"keep"});
    QVERIFY(!bench.state().release);
    bench.coordinator->setKeeper([&](const std::string&, const agents::VersionRef&) {
        bench.order.emplace_back("keep");
        return Result<void>{};
    });
    bench.order.clear();
    QVERIFY(bench.start());
    QCOMPARE(bench.order, (std::vector<std::string>{"keep", "record", "apply"}));
    bench.order.clear();
    QVERIFY(bench.give(RollBack{})); // asks nobody
    QCOMPARE(bench.order, (std::vector<std::string>{"apply", "record"}));
}

void TestCoordinator::aRollBackWorksWhenDiskAndStoreAreSick() {
    for (const bool running : {true, false}) {
        Bench bench;
        QVERIFY(bench.start());
        if (!running) {
            QVERIFY(bench.force(Promote{}));
            QVERIFY(bench.force(Promote{}));
        }
        bench.journal.fault = [] { return Result<void>{sick("disk")}; };
        bench.storeSick = true;
        const auto outcome = bench.give(RollBack{});
        QVERIFY(outcome.has_value());
        QCOMPARE(outcome->recordFailure->code, std::string("disk"));
        QCOMPARE(outcome->sequence, std::uint64_t{0});
        QCOMPARE(bench.weight(), traffic::Weight{});
        QCOMPARE(bench.plane.table->routes().at("refunds").stable.version, version("2.0.0"));
        QCOMPARE(bench.coordinator->unrecorded(), std::size_t{1});
        // Riskier: refused until the log tells the whole story again.
        QCOMPARE(bench.give(Undo{}).error().code, std::string("not_recorded"));
    }
}

void TestCoordinator::whatCouldNotBeRecordedIsRecordedLaterInOrder() {
    Bench bench;
    QVERIFY(bench.start());
    bench.journal.fault = [] { return Result<void>{sick("disk")}; };
    QVERIFY(bench.give(Pause{})->recordFailure);
    QVERIFY(bench.give(RollBack{})->recordFailure);
    const std::size_t before = bench.journal.records.size();
    static_cast<void>(bench.coordinator->tick());
    QCOMPARE(bench.journal.records.size(), before);
    bench.journal.fault = [] { return Result<void>{}; };
    static_cast<void>(bench.coordinator->tick());
    QCOMPARE(bench.journal.records.size(), before + 2);
    QCOMPARE(bench.journal.records[before].action, std::string("release.pause"));
    QCOMPARE(bench.journal.records[before + 1].action, std::string("release.roll_back"));
    QCOMPARE(bench.coordinator->unrecorded(), std::size_t{0});
}

void TestCoordinator::aRiskierChangeThatDoesNotApplyIsTakenBack() {
    Bench bench;
    int calls = 0;
    bench.plane.fault = [&](const traffic::RouteTable&) -> Result<void> {
        return ++calls == 1 ? Result<void>{sick("plane")} : Result<void>{};
    };
    const auto outcome = bench.start();
    QCOMPARE(outcome.error().code, std::string("not_applied"));
    QVERIFY(!bench.state().release);
    QCOMPARE(bench.weight(), traffic::Weight{});
    QVERIFY(bench.coordinator->isInEffect());
    QCOMPARE(bench.journal.records.back().action, std::string("release.reverted"));
    QCOMPARE(bench.journal.records.back().after.revision, bench.state().revision);
    QVERIFY(!bench.journal.records.back().after.release);
    QVERIFY(bench.start());
}

void TestCoordinator::whatCountsIsWhatTheDataPathUses() {
    class Liar final : public traffic::TrafficPlane {
    public:
        traffic::RouteTablePtr table;
        bool lies = false;

        Result<traffic::Applied> apply(traffic::RouteTablePtr given) override {
            if (!lies)
                table = given;
            return traffic::Applied{.revision = given->revision()};
        }

        [[nodiscard]] traffic::RouteTablePtr observed() const override { return table; }
    };

    Liar plane;
    MemoryJournal journal;
    ManualClock clock;
    Coordinator coordinator(plane, journal, clock, [](const std::string&, const agents::VersionRef&) {
        return Result<agents::SnapshotPtr>(content());
    });
    QVERIFY(coordinator.recover());
    CommandRequest request{.agent = "a",
                           .event = Adopt{version("1.0.0")},
                           .actor = {},
                           .reason = {},
                           .expectedRevision = {},
                           .requestId = {}};
    QVERIFY(coordinator.execute(request));
    plane.lies = true;
    request.event = Start{.releaseId = "one", .candidate = version("2.1.0"), .plan = shortPlan()};
    request.expectedRevision = 1;
    QCOMPARE(coordinator.execute(request).error().code, std::string("not_applied"));
    QVERIFY(!coordinator.state("a")->release);
}

void TestCoordinator::theSameRequestIsCarriedOutOnce() {
    Bench bench;
    QVERIFY(bench.start());
    const auto first = bench.give(Pause{}, "id-1");
    const auto again = bench.coordinator->execute({.agent = "refunds",
                                                   .event = Pause{},
                                                   .actor = "ana",
                                                   .reason = {},
                                                   .expectedRevision = 0,
                                                   .requestId = "id-1"});
    QVERIFY(again.has_value());
    QCOMPARE(again->sequence, first->sequence);
    QCOMPARE(again->after, first->after);
    QCOMPARE(bench.give(Abort{}, "id-1").error().code, std::string("request_id_reused"));
    // A refusal is not an answer to keep: the same id may succeed when the reason is gone.
    QVERIFY(!bench.give(AdvanceStep{}, "id-2"));
    QVERIFY(bench.give(Resume{}, "id-3"));
    bench.clock.advance(60s);
    static_cast<void>(bench.coordinator->tick());
    QVERIFY(bench.give(AdvanceStep{}, "id-2"));
    for (int i = 0; i < 1100; ++i)
        QVERIFY(bench.give(i % 2 == 0 ? Event{Pause{}} : Event{Resume{}}, "many-" + std::to_string(i)));
    QVERIFY(!bench.give(Unquarantine{version("9.0.0")}, "id-1")); // forgotten by now: judged anew
}

void TestCoordinator::unknownAgentsAndTicksAreNotCommands() {
    Bench bench;
    CommandRequest request{
        .agent = "nobody", .event = RollBack{}, .actor = {}, .reason = {}, .expectedRevision = {}, .requestId = {}};
    QCOMPARE(bench.coordinator->execute(request).error().kind, Errc::NotFound);
    QCOMPARE(bench.give(Tick{24h}).error().code, std::string("not_a_command"));
}

void TestCoordinator::recoveryRestoresWeightsAndStepTime() {
    Bench bench;
    QVERIFY(bench.start());
    for (int i = 0; i < 37; ++i) {
        bench.clock.advance(1s);
        QVERIFY(bench.coordinator->tick().empty());
    }
    bench.plane.table.reset(); // the process is gone
    QVERIFY(bench.begin());
    QCOMPARE(bench.weight(), traffic::Weight::percent(5));
    const auto counted = bench.state().release->inStep;
    QVERIFY(counted <= 37s && counted >= 32s);
    bench.clock.advance(60s);
    static_cast<void>(bench.coordinator->tick());
    QVERIFY(bench.give(AdvanceStep{}));
    // The time of the first step must not count for the second.
    bench.plane.table.reset();
    QVERIFY(bench.begin());
    QCOMPARE(bench.weight(), traffic::Weight::percent(50));
    QCOMPARE(bench.state().release->inStep, 0ms);
}

void TestCoordinator::progressIsNotedEveryFiveSeconds() {
    Bench bench;
    QVERIFY(bench.start());
    bench.clock.advance(4999ms);
    static_cast<void>(bench.coordinator->tick());
    QVERIFY(bench.journal.progress.empty());
    bench.clock.advance(1ms);
    static_cast<void>(bench.coordinator->tick());
    QCOMPARE(bench.journal.progress.at("refunds"), 5000ms);
    QVERIFY(bench.give(Pause{}));
    bench.clock.advance(1h);
    static_cast<void>(bench.coordinator->tick());
    QVERIFY(bench.journal.progress.empty());
}

void TestCoordinator::recoveryWithoutContentRoutesTheRest() {
    Bench bench;
    QVERIFY(bench.start());
    Coordinator other(bench.plane, bench.journal, bench.clock,
                      [](const std::string&, const agents::VersionRef& wanted) -> Result<agents::SnapshotPtr> {
                          if (wanted == version("2.1.0"))
                              return sick("git");
                          return content();
                      });
    const auto recovered = other.recover();
    QCOMPARE(recovered.error().code, std::string("git"));
    QCOMPARE(bench.weight(), traffic::Weight{}); // the candidate's share goes to what is known to work
    QVERIFY(other.isInEffect());
}

void TestCoordinator::aDataPathThatForgetsIsRepaired() {
    Bench bench;
    QVERIFY(bench.start());
    const auto table = bench.plane.table;
    QVERIFY(bench.give(RollBack{}));
    bench.plane.table = table; // somebody put the former weights back
    QVERIFY(!bench.coordinator->isInEffect());
    QVERIFY(bench.give(RollBack{})); // "already there" must be made true first
    QCOMPARE(bench.weight(), traffic::Weight{});
    bench.plane.table = table;
    static_cast<void>(bench.coordinator->tick());
    QCOMPARE(bench.weight(), traffic::Weight{});
}

void TestCoordinator::automationThatFailsPausesInsteadOfTrying() {
    Bench bench;
    Plan plan = shortPlan();
    plan.advance = Advance::Automatic;
    QVERIFY(bench.start(plan));
    bench.plane.fault = [](const traffic::RouteTable& table) -> Result<void> {
        if (table.routes().at("refunds").canaryWeight > traffic::Weight::percent(5))
            return sick("plane");
        return {};
    };
    bench.clock.advance(61s);
    QCOMPARE(bench.coordinator->tick().size(), std::size_t{1});
    QVERIFY(bench.state().release->paused);
    QCOMPARE(bench.state().release->step, 0);
    const std::size_t records = bench.journal.records.size();
    for (int i = 0; i < 20; ++i) {
        bench.clock.advance(60s);
        QVERIFY(bench.coordinator->tick().empty());
    }
    QCOMPARE(bench.journal.records.size(), records);
    QCOMPARE(bench.weight(), traffic::Weight::percent(5));
}

void TestCoordinator::unitsStayThroughStepsCrashAndUndo() {
    Bench bench;
    QVERIFY(bench.start());
    const auto canaries = [&] {
        std::vector<std::string> units;
        for (int i = 0; i < 2000; ++i) {
            std::string unit = "user-" + std::to_string(i);
            if (bench.plane.table->choose("refunds", unit)->role == traffic::Role::Canary)
                units.push_back(std::move(unit));
        }
        return units;
    };
    const auto first = canaries();
    QVERIFY(first.size() > 50 && first.size() < 160);
    bench.plane.table.reset();
    QVERIFY(bench.begin());
    QCOMPARE(canaries(), first);
    QVERIFY(bench.give(RollBack{}));
    QVERIFY(canaries().empty());
    QVERIFY(bench.give(Undo{}));
    QCOMPARE(canaries(), first);
    QVERIFY(bench.give(Abort{}));
    QVERIFY(bench.give(Start{.releaseId = "two", .candidate = version("2.2.0"), .plan = shortPlan()}));
    QVERIFY(canaries() != first);
}

void TestCoordinator::effectIsMeasuredWithTheClock() {
    Bench bench;
    QVERIFY(bench.start());
    QCOMPARE(bench.give(RollBack{})->effectiveAfter, std::chrono::microseconds(3ms));
}

QTEST_APPLESS_MAIN(TestCoordinator)
#include "tst_coordinator.moc"
