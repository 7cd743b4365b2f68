// What a drill reports, from what arrived where and when; and which drills are refused.
#include <functional>
#include <limits>

#include <QTest>

#include "core/release/drill.h"
#include "core/release/drill_series.h"

using namespace signalbox;
using namespace signalbox::release;
using namespace std::chrono_literals;

namespace {

const Monotonic ramp{std::chrono::hours{1}};

DrillArrival arrival(std::chrono::milliseconds at, bool candidate, bool bad = false) {
    return {.sent = ramp + at - 1ms, .at = ramp + at, .candidate = candidate, .bad = bad};
}

DrillDeed deed(GuardAction action, std::chrono::milliseconds decided, std::chrono::milliseconds tookEffect = 2ms) {
    return {.guard = "error_rate",
            .sentence = "worse",
            .action = action,
            .decided = ramp + decided,
            .inEffect = ramp + decided + tookEffect};
}

} // namespace

class TestDrillFigures : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void timesAreFromTheFirstBadAnswerAndFromTheRamp() {
        const std::vector arrivals{arrival(-500ms, false), arrival(100ms, true),       arrival(400ms, true, true),
                                   arrival(450ms, false),  arrival(800ms, true, true), arrival(1'001ms, true),
                                   arrival(1'500ms, false)};
        const DrillFigures figures = figuresOf(arrivals, ramp, std::vector{deed(GuardAction::RollBack, 1'000ms)});
        QCOMPARE(figures.guard, "error_rate");
        QCOMPARE(figures.detectSeconds.value(), 0.6);
        QCOMPARE(figures.detectFromRampSeconds.value(), 1.0);
        // Neither what came before the ramp nor what came after the decision.
        QCOMPARE(figures.untilDetected, (DrillCounts{.requests = 4, .candidate = 3, .bad = 2}));
        QCOMPARE(figures.switchMs.value(), 2.0);
        QCOMPARE(figures.lastBadMs.value(), 1.0); // was on its way
        QCOMPARE(figures.late, 0U);
    }

    void whatStillReachesTheBadVersionMakesTheSwitchLonger() {
        std::vector arrivals{arrival(10ms, true, true), arrival(1'030ms, true)};
        arrivals.back().sent = ramp + 1'001ms; // before the data path had changed
        DrillFigures figures = figuresOf(arrivals, ramp, std::vector{deed(GuardAction::RollBack, 1'000ms)});
        QCOMPARE(figures.switchMs.value(), 30.0);
        QCOMPARE(figures.late, 0U);
        arrivals.back().sent = ramp + 1'003ms; // afterwards: that must never be
        figures = figuresOf(arrivals, ramp, std::vector{deed(GuardAction::RollBack, 1'000ms)});
        QCOMPARE(figures.late, 1U);
    }

    void noDeedIsNotDetected() {
        const std::vector arrivals{arrival(10ms, true, true)};
        const DrillFigures figures = figuresOf(arrivals, ramp, {});
        QVERIFY(!figures.detectSeconds && !figures.detectFromRampSeconds && !figures.switchMs);
        QVERIFY(outcomeOf({}) == DrillOutcome::NotDetected);
    }

    // An alarm before anything was bad is no quick detection.
    void anAlarmBeforeTheFirstBadAnswerHasNoTimeToDetect() {
        const std::vector arrivals{arrival(10ms, true), arrival(900ms, true, true)};
        const DrillFigures figures = figuresOf(arrivals, ramp, std::vector{deed(GuardAction::Pause, 500ms)});
        QVERIFY(!figures.detectSeconds);
        QCOMPARE(figures.detectFromRampSeconds.value(), 0.5);
    }

    // The first says when it was seen, the strongest what came of it.
    void onlyARollBackSwitches() {
        const std::vector arrivals{arrival(10ms, true, true), arrival(2'500ms, true, true)};
        const std::vector paused{deed(GuardAction::Notify, 500ms), deed(GuardAction::Pause, 1'000ms)};
        QVERIFY(outcomeOf(paused) == DrillOutcome::Paused);
        QVERIFY(!figuresOf(arrivals, ramp, paused).switchMs);
        QVERIFY(outcomeOf(std::vector{deed(GuardAction::Notify, 1ms)}) == DrillOutcome::Noticed);
        QVERIFY(outcomeOf(std::vector{deed(GuardAction::StepBack, 1ms)}) == DrillOutcome::Paused);
        const std::vector both{deed(GuardAction::Pause, 500ms), deed(GuardAction::RollBack, 3'000ms, 4ms)};
        QVERIFY(outcomeOf(both) == DrillOutcome::RolledBack);
        const DrillFigures figures = figuresOf(arrivals, ramp, both);
        QCOMPARE(figures.detectFromRampSeconds.value(), 0.5);
        QCOMPARE(figures.switchMs.value(), 4.0);
        QVERIFY(figures.lastBadMs.value() < 0);
    }

    void outOfBoundsIsRefused() {
        QVERIFY(checkDrill({}));
        const auto refused = [](const std::function<void(DrillOrder&)>& change, const char* field) {
            DrillOrder order;
            change(order);
            const auto checked = checkDrill(order);
            return !checked && checked.error().code == "bad_drill" && checked.error().field == field;
        };
        for (const double share : {-0.1, 1.1, std::numeric_limits<double>::quiet_NaN()})
            QVERIFY(refused([&](DrillOrder& order) { order.share = share; }, "/share"));
        for (const double rate : {0.0, -1.0, 500.1, std::numeric_limits<double>::infinity()})
            QVERIFY(refused([&](DrillOrder& order) { order.perSecond = rate; }, "/per_second"));
        for (const unsigned weight : {0U, 501U, 1000U})
            QVERIFY(
                refused([&](DrillOrder& order) { order.weight = traffic::Weight::thousandths(weight); }, "/weight"));
        for (const auto limit : {0ms, 1'999ms, 90'001ms})
            QVERIFY(refused([&](DrillOrder& order) { order.limit = limit; }, "/limit_ms"));
        QVERIFY(refused([](DrillOrder& order) { order.delay = -1ms; }, "/delay_ms"));
        QVERIFY(refused([](DrillOrder& order) { order.agent = std::string(201, 'a'); }, "/agent"));
    }

    // The guardrails are the agent's; what would hold the bad version back or let it climb is left out.
    void thePlanIsTheAgentsWithOneStep() {
        Plan plan = defaultPlan();
        plan.advance = Advance::Automatic;
        plan.gates = {"tests"};
        plan.shadowTime = 1h;
        plan.shadowShare = traffic::Weight::percent(10);
        plan.freeze.windows.push_back({.name = "always"});
        plan.whenRunning = WhenRunning::Supersede;
        Plan made = drillPlan(plan, {});
        QVERIFY(checkPlan(made));
        QCOMPARE(made.guardrails, plan.guardrails);
        QCOMPARE(made.steps.front().weight, traffic::Weight::percent(5));
        QCOMPARE(made.steps.size(), 2U);
        QVERIFY(made.gates.empty() && made.shadowTime == 0ms && made.freeze.windows.empty());
        QVERIFY(made.advance == Advance::Manual);
        made = drillPlan(plan, {.weight = traffic::Weight::percent(25)});
        QCOMPARE(made.steps.front().weight, traffic::Weight::percent(25));
        plan.steps = {{.weight = traffic::Weight::all()}};
        QCOMPARE(drillPlan(plan, {}).steps.front().weight, traffic::Weight::percent(50));
        QVERIFY(checkPlan(drillPlan(plan, {})));
    }

    // "Not detected" would blame the guardrails for what the machine did not do.
    void aStarvedDrillIsNoDrill() {
        DrillOrder order;
        order.perSecond = 200;
        order.limit = 20s;
        const auto made = [](int count, int late) {
            std::vector<DrillArrival> arrivals;
            for (int i = 0; i < count; ++i)
                arrivals.push_back(arrival(std::chrono::milliseconds(i), i % 4 == 0));
            for (int i = 0; i < late; ++i)
                arrivals[static_cast<std::size_t>(i)].sent -= 300ms;
            return arrivals;
        };
        QVERIFY(starvation(order, made(3'000, 300), ramp, 0).empty());
        QVERIFY(starvation(order, made(1'000, 0), ramp, 2'000).empty()); // what hangs keeps the others from being made
        QVERIFY(starvation(order, made(2'242, 0), ramp, 0).contains("2242 of 4000"));
        QVERIFY(starvation(order, made(3'900, 400), ramp, 0).contains("400 of 3900"));
        QVERIFY(!starvation(order, {}, ramp, 0).empty());
    }

    void blindSpotsAreNamed() {
        const Plan plan = defaultPlan();
        QVERIFY(blindSpot(plan.guardrails, DrillKind::Errors).empty());
        QVERIFY(blindSpot(plan.guardrails, DrillKind::Slow).empty());
        QVERIFY(blindSpot(plan.guardrails, DrillKind::Hang).empty());
        QVERIFY(blindSpot(plan.guardrails, DrillKind::Refusal).contains("refusals"));
        QVERIFY(blindSpot({}, DrillKind::Errors).contains("errors"));
    }

    void onlyTheSameDrillIsCompared() {
        Drill now{.id = "now", .started = WallTime{10s}};
        Drill before{.id = "before", .started = WallTime{5s}};
        before.figures.detectSeconds = 1;
        Drill older = before;
        older.id = "older";
        older.started = WallTime{1s};
        Drill other = before;
        other.id = "other";
        other.started = WallTime{7s};
        other.order.share = 0.5;
        Drill unseen = now;
        unseen.id = "unseen";
        unseen.started = WallTime{8s};
        const std::vector drills{now, unseen, other, before, older};
        const Drill* found = comparableBefore(drills, now);
        QVERIFY(found != nullptr);
        QCOMPARE(found->id, "before");
        QVERIFY(comparableBefore(drills, older) == nullptr);
    }

    void manyDrillsMakeASeries() {
        QVERIFY(!spreadOf({}));
        QCOMPARE(*spreadOf({3}), (Spread{.count = 1, .median = 3, .p99 = 3, .most = 3}));
        QCOMPARE(*spreadOf({4, 1, 3, 2}), (Spread{.count = 4, .median = 2, .p99 = 4, .most = 4}));
        std::vector<double> hundred;
        for (int i = 100; i > 0; --i)
            hundred.push_back(i);
        QCOMPARE(*spreadOf(hundred), (Spread{.count = 100, .median = 50, .p99 = 99, .most = 100}));

        Drill drill{.id = "a", .outcome = DrillOutcome::RolledBack, .weight = traffic::Weight::percent(5)};
        drill.figures.detectSeconds = 1;
        drill.figures.switchMs = 0.5;
        Drill slower = drill;
        slower.figures.detectSeconds = 3;
        slower.figures.late = 2;
        Drill paused{.id = "b", .outcome = DrillOutcome::Paused, .weight = drill.weight};
        Drill unseen{.id = "c", .outcome = DrillOutcome::NotDetected, .weight = drill.weight};
        Drill cancelled = drill;
        cancelled.outcome = DrillOutcome::Cancelled;
        Drill another = drill;
        another.order.share = 0.9;
        Drill heavier = drill;
        heavier.weight = traffic::Weight::percent(25);
        const std::vector all{drill, slower, paused, unseen, cancelled, another, heavier};
        const DrillSeries series = seriesOf(all, drill);
        QCOMPARE(series.drills, 4U);
        QCOMPARE(series.rolledBack, 2U);
        QCOMPARE(series.late, 2U);
        QCOMPARE(series.detectSeconds->count, 2U);
        QCOMPARE(series.detectSeconds->median, 1.0);
        QCOMPARE(series.detectSeconds->p99, 3.0);
        QCOMPARE(series.switchMs->most, 0.5);
        QVERIFY(!seriesOf({}, drill).detectSeconds);
    }

    void wordsGoThereAndBack() {
        for (const auto kind : {DrillKind::Errors, DrillKind::Slow, DrillKind::Hang, DrillKind::Refusal})
            QVERIFY(drillKindFrom(toString(kind)) == kind);
        for (int i = 0; i <= static_cast<int>(DrillOutcome::Failed); ++i)
            QVERIFY(drillOutcomeFrom(toString(static_cast<DrillOutcome>(i))) == static_cast<DrillOutcome>(i));
        for (int i = 0; i <= static_cast<int>(DrillPhase::Over); ++i)
            QVERIFY(drillPhaseFrom(toString(static_cast<DrillPhase>(i))) == static_cast<DrillPhase>(i));
        QVERIFY(!drillKindFrom("error") && !drillOutcomeFrom("") && !drillPhaseFrom("x"));
    }
};

QTEST_GUILESS_MAIN(TestDrillFigures)
#include "tst_drill_figures.moc"
