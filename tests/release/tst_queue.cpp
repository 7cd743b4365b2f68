// A second candidate that arrives while a release runs: it waits, starts by itself after a good end, and for a person
// after any other.
#include <QTest>

#include "core/release/describe.h"
#include "tests/release/bench.h"
#include "tests/release/controller_states.h"

using namespace signalbox;
using namespace signalbox::release;
using namespace signalbox::release::testing;

namespace {

Plan queuedPlan() {
    Plan plan = shortPlan();
    plan.whenRunning = WhenRunning::Queue;
    return plan;
}

Start queuedStart(std::string_view candidate, Plan plan = queuedPlan()) {
    return startOf(candidate, std::move(plan));
}

AgentState withOneWaiting() {
    return after(completedOnce(), {startOf("2.2.0"), queuedStart("2.3.0")});
}

} // namespace

class TestQueue : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void itWaitsAndChangesNothing() {
        const AgentState running = after(completedOnce(), {startOf("2.2.0"), Tick{1min}, AdvanceStep{}});
        const auto queued = decideNow(running, queuedStart("2.3.0"));
        QVERIFY(queued.has_value());
        QCOMPARE(queued->action, std::string("release.queue"));
        QVERIFY(queued->direction == Direction::Neutral);
        QCOMPARE(queued->after.release, running.release);
        QVERIFY(routingOf(queued->after) == routingOf(running));
        QCOMPARE(queued->after.queued->candidate.name(), std::string("2.3.0"));
        QCOMPARE(queued->after.queued->by, std::string("ben"));
        QCOMPARE(describe(queued->action, running, queued->after), std::string("queued 2.3.0 behind 2.2.0"));
        QCOMPARE(describeQueue(queued->after),
                 std::string("2.3.0 is queued by ben: it starts when 2.2.0 is completed"));
        QCOMPARE(describeQueue(running), std::string());
        // With nothing running there is nothing to wait for.
        QCOMPARE(decideNow(completedOnce(), queuedStart("2.3.0"))->action, std::string("release.start"));
    }

    void itStartsByItselfAfterAGoodEnd() {
        AgentState state = after(withOneWaiting(), {Tick{1min}, Promote{}, Tick{10min}});
        QVERIFY(!state.release);
        QCOMPARE(state.stable.name(), std::string("2.2.0"));
        const auto started = decideNow(state, Tick{1s});
        QCOMPARE(started->action, std::string("release.start"));
        QVERIFY(started->direction == Direction::Riskier);
        const Release& release = *started->after.release;
        QCOMPARE(release.id, std::string("release 2.3.0"));
        QCOMPARE(release.candidate.name(), std::string("2.3.0"));
        QCOMPARE(release.baseline.name(), std::string("2.2.0"));
        QCOMPARE(release.inStep, 0ms);
        QVERIFY(!started->after.queued);
        QVERIFY(describe(started->action, state, started->after).ends_with("which had waited in the queue"));
    }

    void afterABadEndItWaitsForAPerson_data() {
        QTest::addColumn<bool>("rollBack");
        QTest::addColumn<QString>("why");
        QTest::newRow("rolled back") << true << QStringLiteral("2.2.0 was rolled back");
        QTest::newRow("aborted") << false << QStringLiteral("2.2.0 was ended without being promoted");
    }

    void afterABadEndItWaitsForAPerson() {
        QFETCH(const bool, rollBack);
        QFETCH(const QString, why);
        const AgentState ended = after(withOneWaiting(), {rollBack ? Event{RollBack{}} : Event{Abort{}}});
        QCOMPARE(ended.queued->held, why.toStdString());
        QVERIFY(describeQueue(ended).ends_with("it waits for a person: " + why.toStdString()));
        const AgentState later = after(ended, {Tick{48h}});
        QVERIFY(!later.release);
        QCOMPARE(later.queued, ended.queued);
        const AgentState started = after(later, {StartQueued{}});
        QCOMPARE(started.release->candidate.name(), std::string("2.3.0"));
        QCOMPARE(started.release->baseline.name(), std::string("2.1.0"));
        QCOMPARE(started.release->startedBy, std::string("ana"));
        QVERIFY(!started.queued);
    }

    void aGuardrailsRollBackHoldsItToo() {
        const AgentState state = withOneWaiting();
        const AgentState ended = after(state, {Alarm{.releaseId = state.release->id, .action = GuardAction::RollBack}});
        QVERIFY(!ended.release);
        QVERIFY(!ended.queued->held.empty());
        QVERIFY(!after(ended, {Tick{24h}}).release);
    }

    // Undo brings the release back, and with it what it was waiting for.
    void undoLetsItWaitAgain() {
        const AgentState state = withOneWaiting();
        const AgentState again = after(state, {RollBack{}, Undo{}});
        QCOMPARE(again.queued, state.queued);
        QVERIFY(after(again, {Tick{1min}, Promote{}, Tick{10min}, Tick{1s}}).release.has_value());
        // What was held before is held after: this roll back is not why.
        const AgentState held = after(state, {Abort{}, startOf("2.4.0"), RollBack{}, Undo{}});
        QCOMPARE(held.queued->held, std::string("2.2.0 was ended without being promoted"));
    }

    void aThirdReplacesTheSecond() {
        const AgentState state = withOneWaiting();
        const auto replaced = decideNow(state, queuedStart("2.4.0"));
        QCOMPARE(replaced->action, std::string("release.queue"));
        QCOMPARE(replaced->after.queued->candidate.name(), std::string("2.4.0"));
        QCOMPARE(describe(replaced->action, state, replaced->after),
                 std::string("queued 2.4.0 behind 2.2.0, in place of 2.3.0"));
    }

    void itCanBeCancelled() {
        const AgentState state = withOneWaiting();
        const auto cancelled = decideNow(state, Unqueue{});
        QCOMPARE(cancelled->action, std::string("release.unqueue"));
        QVERIFY(!cancelled->after.queued);
        QCOMPARE(cancelled->after.release, state.release);
        QCOMPARE(describe(cancelled->action, state, cancelled->after), std::string("took 2.3.0 from the queue"));
        QCOMPARE(decideNow(cancelled->after, Unqueue{}).error().code, std::string("nothing_queued"));
        QCOMPARE(decideNow(cancelled->after, StartQueued{}).error().code, std::string("nothing_queued"));
    }

    void whatCannotBeQueued() {
        const AgentState state = after(completedOnce(), {startOf("2.2.0")});
        QCOMPARE(decideNow(state, queuedStart("2.2.0")).error().code, std::string("already_running"));
        QCOMPARE(decideNow(state, queuedStart("2.1.0")).error().code, std::string("already_stable"));
        Plan broken = queuedPlan();
        broken.guardrails.clear();
        QCOMPARE(decideNow(state, queuedStart("2.3.0", broken)).error().code, std::string("bad_plan"));
        const AgentState quarantined = after(completedOnce(), {startOf("2.3.0"), RollBack{}, startOf("2.2.0")});
        QCOMPARE(decideNow(quarantined, queuedStart("2.3.0")).error().code, std::string("quarantined"));
        QCOMPARE(decideNow(withOneWaiting(), StartQueued{}).error().code, std::string("release_running"));
    }

    // What became impossible meanwhile is held once, with the reason, and not tried every second.
    void whatCannotStartAnyMoreIsHeld() {
        AgentState state = after(withOneWaiting(), {Tick{1min}, Promote{}, Tick{10min}});
        state.quarantine.push_back({.version = version("2.3.0"), .reason = "leaks names", .since = {}});
        const auto held = decideNow(state, Tick{1s});
        QCOMPARE(held->action, std::string("release.queue_held"));
        QVERIFY(held->after.queued->held.contains("leaks names"));
        QCOMPARE(decideNow(held->after, Tick{1s})->action, std::string());
        QCOMPARE(decideNow(held->after, StartQueued{}).error().code, std::string("quarantined"));
    }

    void freezesAndWindowsHoldIt() {
        const AgentState state = after(withOneWaiting(), {Tick{1min}, Promote{}, Tick{10min}});
        Context context{.now = {}, .actor = "signalbox", .reason = {}, .expectedRevision = {}};
        context.window = "weekend";
        QCOMPARE(decide(state, Tick{1s}, context)->action, std::string());
        QCOMPARE(holdsOf(state, nullptr, context.window).front().kind, std::string("window"));
        const AgentState frozen = after(state, {FreezeNow{}});
        QCOMPARE(decideNow(frozen, Tick{1s})->action, std::string());
        QCOMPARE(holdsOf(frozen).front().kind, std::string("frozen"));
        QCOMPARE(decideNow(frozen, StartQueued{}).error().code, std::string("frozen"));
        QVERIFY(after(frozen, {Unfreeze{}, Tick{1s}}).release.has_value());
        // To wait is no move: it needs neither.
        const AgentState running = after(completedOnce(), {startOf("2.2.0"), FreezeNow{}});
        QVERIFY(decideNow(running, queuedStart("2.3.0")));
    }

    void startingTheSameVersionTakesItOut() {
        const AgentState ended = after(withOneWaiting(), {Abort{}});
        QVERIFY(!after(ended, {startOf("2.3.0")}).queued);
        QCOMPARE(after(ended, {startOf("2.4.0")}).queued, ended.queued);
    }

    void aPersonMayFreeze() {
        const AgentState running = after(completedOnce(), {startOf("2.2.0")});
        const auto frozen = decideNow(running, FreezeNow{});
        QCOMPARE(frozen->action, std::string("agent.freeze"));
        QVERIFY(frozen->direction == Direction::Safer);
        QVERIFY(frozen->after.release->paused);
        QCOMPARE(frozen->after.freeze->actor, std::string("ben"));
        QCOMPARE(frozen->after.freeze->reason, std::string("why"));
        QCOMPARE(decideNow(frozen->after, FreezeNow{}).error().code, std::string("already_frozen"));
        const Context silent{.now = {}, .actor = "ben", .reason = " ", .expectedRevision = running.revision};
        QCOMPARE(decide(running, FreezeNow{}, silent).error().code, std::string("reason_needed"));
        QVERIFY(decideNow(frozen->after, RollBack{})); // what is safer is always open
    }

    void itSurvivesACrash() {
        Bench bench;
        QVERIFY(bench.start());
        QVERIFY(bench.give(queuedStart("2.2.0")));
        const auto waiting = bench.state().queued;
        QVERIFY(waiting.has_value());
        QVERIFY(bench.begin());
        QCOMPARE(bench.state().queued, waiting);
        QVERIFY(bench.force(Promote{}));
        QVERIFY(bench.force(Promote{})); // completes
        QVERIFY(bench.begin());
        QCOMPARE(bench.state().queued, waiting);
        bench.clock.advance(1s);
        QCOMPARE(bench.coordinator->tick(), std::vector<std::string>{"refunds"});
        QCOMPARE(bench.state().release->candidate.name(), std::string("2.2.0"));
        QCOMPARE(bench.weight(), traffic::Weight::percent(5));
        QCOMPARE(bench.journal.records.back().actor, std::string(automation));
        QVERIFY(!bench.journal.records.back().reason.empty());
        QVERIFY(bench.give(RollBack{}));
        QVERIFY(bench.begin());
        QVERIFY(!bench.state().queued);
    }

    // A data path that does not take it must not be asked every second.
    void aDataPathThatRefusesHoldsIt() {
        Bench bench;
        QVERIFY(bench.start());
        QVERIFY(bench.give(queuedStart("2.2.0")));
        QVERIFY(bench.force(Promote{}));
        QVERIFY(bench.force(Promote{}));
        const auto well = bench.plane.fault;
        bench.plane.fault = [](const traffic::RouteTable&) -> Result<void> { return sick("plane"); };
        bench.clock.advance(1s);
        static_cast<void>(bench.coordinator->tick());
        QVERIFY(!bench.state().release);
        QCOMPARE(bench.state().queued->held, std::string("the data path did not take the change"));
        const std::size_t records = bench.journal.records.size();
        for (int i = 0; i < 5; ++i) {
            bench.clock.advance(1s);
            static_cast<void>(bench.coordinator->tick());
        }
        QCOMPARE(bench.journal.records.size(), records);
        bench.plane.fault = well;
        QVERIFY(bench.give(StartQueued{}));
        QCOMPARE(bench.weight(), traffic::Weight::percent(5));
    }

    // A store that is only busy is asked again; content that is gone is said, and waited for by nobody but a person.
    void whatHasNoContentIsHeld() {
        Bench bench;
        QVERIFY(bench.start());
        QVERIFY(bench.give(queuedStart("2.2.0")));
        QVERIFY(bench.force(Promote{}));
        QVERIFY(bench.force(Promote{}));
        bench.storeSick = true;
        bench.clock.advance(1s);
        static_cast<void>(bench.coordinator->tick());
        QVERIFY(!bench.state().release && bench.state().queued->held.empty());
        bench.storeFault = Errc::Corrupt;
        bench.clock.advance(1s);
        QCOMPARE(bench.coordinator->tick(), std::vector<std::string>{"refunds"});
        QCOMPARE(bench.state().queued->held, std::string("It is sick."));
        QCOMPARE(bench.journal.records.back().action, std::string("release.queue_held"));
        const std::size_t records = bench.journal.records.size();
        bench.clock.advance(1s);
        static_cast<void>(bench.coordinator->tick());
        QCOMPARE(bench.journal.records.size(), records);
        bench.storeSick = false;
        QVERIFY(bench.give(StartQueued{}));
    }

    void everyStateSurvivesTheJournal() {
        AgentState state = withOneWaiting();
        QCOMPARE(*stateFromJson(stateToJson(state)), state);
        state = after(state, {RollBack{}});
        QCOMPARE(*stateFromJson(stateToJson(state)), state);
        QJsonObject broken = stateToJson(state);
        QJsonObject queued = broken[QStringLiteral("queued")].toObject();
        queued[QStringLiteral("plan")] = QJsonObject{};
        broken[QStringLiteral("queued")] = queued;
        QCOMPARE(stateFromJson(broken).error().field, std::string("/queued/plan/steps"));
    }
};

QTEST_APPLESS_MAIN(TestQueue)
#include "tst_queue.moc"
