// The judge at its edges: few events, one flaky caller, wrong versions, a wrong split, silence, business signals,
// limits, bounded memory, and stored evidence that was damaged.
#include <map>

#include <QTest>

#include "tests/evidence/judge_traffic.h"

using namespace signalbox;
using namespace signalbox::evidence;
using traffic::Weight;
using namespace std::chrono_literals;

namespace {

Verdict verdictOf(const ReleaseJudge& judge, std::string_view guard) {
    for (const GuardVerdict& each : judge.judgement().guards)
        if (each.guard == guard)
            return each.verdict;
    return Verdict::NoData;
}

GuardSet onlyErrors() {
    GuardSet set;
    set.guards = {*guardFor("error_rate", {}, Action::RollBack)};
    return set;
}

} // namespace

class TestJudgeEdges : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void alphaIsShared();
    void unknownMetricsAreRefused();
    void oneFlakyCallerIsOneEvent();
    void neverOnFewerThanThreeEvents();
    void otherVersionsAreLeftOut();
    void noTrafficIsNoData();
    void silenceIsNoData();
    void aWrongSplitStopsVerdicts();
    void slowAnswersAreNoWrongSplit();
    void quickFailuresAreNoWrongSplit();
    void aWrongSplitIsFoundHoweverSlow();
    void refunds();
    void hardLimitsAreExact();
    void clearIsShownOnlyWhenReached();
    void returningUnitsCountInEachStep();
    void lateLabelsAreJudged();
    void whatHangsAtTheLimitIsPastIt();
};

void TestJudgeEdges::alphaIsShared() {
    GuardSet set = usualGuards();
    QCOMPARE(set.alphaOf(set.guards[0]), 0.01);
    QCOMPARE(set.alphaOf(set.guards[1]), 0.025);
    set.guards.push_back(*guardFor("tool_failure", {}, Action::RollBack));
    QCOMPARE(set.alphaOf(set.guards[0]), 0.005);
    set.rollBackAlpha = 0.001;
    QCOMPARE(set.alphaOf(set.guards[3]), 0.0005);
}

void TestJudgeEdges::unknownMetricsAreRefused() {
    for (const char* name : {"", "error", "latency_p", "latency_p5", "latency_pxx", "signal:", "latency_p00", "cost "})
        QVERIFY2(!guardFor(name, {}, Action::Pause), name);
    QCOMPARE(guardFor("latency_p95", 10, Action::Pause)->quantile, 0.95);
    QCOMPARE(guardFor("latency_p999", 10, Action::Pause)->quantile, 0.999);
}

void TestJudgeEdges::oneFlakyCallerIsOneEvent() {
    ReleaseJudge judge({.guards = onlyErrors()});
    JudgeTraffic traffic(1, Weight::percent(5));
    for (int i = 0; i < 20'000; ++i) {
        auto outcome = traffic.next({.errors = 0.005}, {.errors = 0.005});
        if (i % 10 == 0) { // the same caller, always on the canary, always failing
            outcome.unit = 42;
            outcome.arm = Arm::Canary;
            outcome.error = true;
        }
        QVERIFY(judge.take(outcome) == Action::None);
    }
}

void TestJudgeEdges::neverOnFewerThanThreeEvents() {
    GuardSet set = onlyErrors();
    set.baseline.rates["error_rate"] = 0.3; // the fast path needs many
    set.rollBackAlpha = 0.05;
    ReleaseJudge judge({.guards = set});
    UnitOutcome outcome{.arm = Arm::Canary, .canaryWeight = Weight::thousandths(1), .error = true};
    for (std::uint64_t unit = 1; unit <= 2; ++unit) {
        outcome.unit = unit;
        QVERIFY(judge.take(outcome) == Action::None);
    }
    QVERIFY(judge.explain("error_rate")->value > judge.explain("error_rate")->bound);
}

void TestJudgeEdges::otherVersionsAreLeftOut() {
    ReleaseJudge judge({.candidate = sha256("new"), .baseline = sha256("old"), .guards = onlyErrors()});
    JudgeTraffic traffic(2, Weight::percent(50));
    for (int i = 0; i < 1000; ++i) {
        auto outcome = traffic.next({}, {.errors = 1});
        outcome.version = sha256("the one before");
        QVERIFY(judge.take(outcome) == Action::None);
    }
    QVERIFY(verdictOf(judge, "error_rate") == Verdict::NoData);
    QCOMPARE(judge.explain("error_rate")->arms.canary.requests, 0U);
}

void TestJudgeEdges::noTrafficIsNoData() {
    ReleaseJudge judge({.guards = usualGuards()});
    judge.passTime(24h);
    const auto judgement = judge.judgement();
    QVERIFY(!judgement.allClear);
    QVERIFY(!judgement.holds.empty());
    for (const GuardVerdict& guard : judgement.guards)
        QVERIFY(guard.verdict == Verdict::NoData);
    const ReleaseJudge none({.guards = {}});
    QVERIFY(!none.judgement().allClear); // nothing to judge by is not a pass
}

void TestJudgeEdges::silenceIsNoData() {
    ReleaseJudge judge({.guards = usualGuards()});
    JudgeTraffic traffic(3, Weight::percent(25));
    for (int i = 0; i < 500; ++i)
        judge.take(traffic.next({}, {}));
    QVERIFY(verdictOf(judge, "error_rate") == Verdict::NotYet);
    judge.passTime(traffic.elapsed() + 11min);
    QVERIFY(verdictOf(judge, "error_rate") == Verdict::NoData);
    QVERIFY(QString::fromStdString(judge.judgement().holds.front()).contains(QStringLiteral("11 min")));
    QVERIFY(!judge.explain("error_rate")->reason.empty());
}

void TestJudgeEdges::aWrongSplitStopsVerdicts() {
    ReleaseJudge judge({.guards = onlyErrors()});
    JudgeTraffic traffic(4, Weight::percent(15)); // three times as many as were asked for
    Action action = Action::None;
    for (int i = 0; i < 6000; ++i) {
        auto outcome = traffic.next({}, {});
        outcome.canaryWeight = Weight::percent(5);
        action = std::max(action, judge.take(outcome));
    }
    QVERIFY(action == Action::None); // its triple share of errors would have looked like a bad version
    QVERIFY(verdictOf(judge, "error_rate") == Verdict::NoData);
    QCOMPARE(judge.judgement().holds.size(), 1U);
}

namespace {

struct Speed {
    std::chrono::milliseconds stable;
    std::chrono::milliseconds canary;
    double canaryErrors = 0;
};

// 200 requests a second for a while, told when they end; every fourth is told to be the canary's, and is when `really`.
Action judged(ReleaseJudge& judge, std::chrono::seconds time, const Speed& speed, double really = 0.25) {
    std::multimap<std::chrono::milliseconds, UnitOutcome> told;
    simulation::Random random(7);
    for (std::chrono::milliseconds at{0}; at < time; at += 5ms) {
        UnitOutcome outcome{.unit = random(), .canaryWeight = Weight::percent(25)};
        outcome.arm = random.chance(really) ? Arm::Canary : Arm::Stable;
        const bool canary = outcome.arm == Arm::Canary;
        outcome.age = (canary ? speed.canary : speed.stable) + std::chrono::milliseconds(random() % 20);
        outcome.latency = outcome.age;
        outcome.error = random.chance(canary ? speed.canaryErrors : 0.005);
        outcome.elapsed = at + outcome.age;
        told.emplace(outcome.elapsed, outcome);
    }
    Action action = Action::None;
    for (const auto& [end, outcome] : told)
        if (end < time && action == Action::None)
            action = judge.take(outcome);
    return action;
}

} // namespace

// While they are in flight, stable's have already been counted.
void TestJudgeEdges::slowAnswersAreNoWrongSplit() {
    GuardSet set;
    set.guards = {*guardFor("latency_p95", 10, Action::Pause)};
    set.baseline.latency = Baseline::Latency{50ms, 60ms, 70ms, 5000};
    ReleaseJudge judge({.guards = set});
    QVERIFY(judged(judge, 10s, {.stable = 40ms, .canary = 3000ms}) == Action::Pause);
    QVERIFY(judge.judgement().holds.empty());
}

// Stable thinks for 4 s, the canary fails at once. Without a limit, which would act earlier.
void TestJudgeEdges::quickFailuresAreNoWrongSplit() {
    ReleaseJudge judge({.guards = onlyErrors()});
    QVERIFY(judged(judge, 4s, {.stable = 4000ms, .canary = 5ms, .canaryErrors = 0.3}) == Action::None);
    ReleaseJudge later({.guards = onlyErrors()});
    QVERIFY(judged(later, 30s, {.stable = 4000ms, .canary = 5ms, .canaryErrors = 0.3}) == Action::RollBack);
    ReleaseJudge healthy({.guards = onlyErrors()});
    QVERIFY(judged(healthy, 60s, {.stable = 4000ms, .canary = 5ms, .canaryErrors = 0.005}) == Action::None);
    QVERIFY(healthy.judgement().holds.empty()); // it has passed
}

void TestJudgeEdges::aWrongSplitIsFoundHoweverSlow() {
    for (const double really : {0.15, 0.35}) {
        ReleaseJudge judge({.guards = onlyErrors()});
        QVERIFY(judged(judge, 40s, {.stable = 40ms, .canary = 3000ms}, really) == Action::None);
        QCOMPARE(judge.judgement().holds.size(), 1U);
        QVERIFY(verdictOf(judge, "error_rate") == Verdict::NoData);
        ReleaseJudge read = *ReleaseJudge::fromJson(judge.toJson());
        QCOMPARE(read.toJson(), judge.toJson());
        QCOMPARE(read.judgement().holds, judge.judgement().holds);
    }
}

// Approvals up from 18 to 22 %: at 5 % for a day this is no evidence; doubled it is, and a person is asked.
void TestJudgeEdges::refunds() {
    GuardSet set;
    set.guards = {*guardFor("signal:approved", {}, Action::Pause)};
    ReleaseJudge judge({.guards = set});
    UnitOutcome outcome{.canaryWeight = Weight::percent(5)};
    // Every twentieth unit on the canary, approvals evenly spread in both arms.
    const auto feed = [&](int units, double stableShare, double canaryShare) {
        Both<double> due;
        for (int i = 0; i < units; ++i) {
            ++outcome.unit;
            outcome.arm = i % 20 == 7 ? Arm::Canary : Arm::Stable;
            outcome.elapsed += 1ms;
            outcome.signals.clear();
            due.of(outcome.arm) += outcome.arm == Arm::Canary ? canaryShare : stableShare;
            if (due.of(outcome.arm) >= 0.9999) {
                due.of(outcome.arm) -= 1;
                outcome.signals.emplace_back("approved");
            }
            judge.take(outcome);
        }
    };
    feed(10'000, 0.18, 0.22);
    const auto explanation = judge.explain("signal:approved");
    QVERIFY(explanation->verdict == Verdict::NotYet);
    QVERIFY(std::abs(std::exp(explanation->value) - 0.510045) < 1e-6);
    QVERIFY(soFarOf(*explanation) == "no different from stable as far as 500 conversations can tell");
    feed(10'000, 0.18, 0.5);
    QVERIFY(verdictOf(judge, "signal:approved") == Verdict::Worse);
    QVERIFY(judge.judgement().action == Action::Pause);
    QVERIFY(QString::fromStdString(sentenceOf(*judge.explain("signal:approved")))
                .contains(QStringLiteral("\"approved\" changed: the canary had it in")));
}

void TestJudgeEdges::hardLimitsAreExact() {
    // A healthy agent for a day at one request a second is never paged by "more than 2 %".
    GuardSet set = onlyErrors();
    set.guards[0].limit = 0.02;
    set.rollBackAlpha = 1e-9; // only the limit is tested here
    ReleaseJudge healthy({.guards = set});
    JudgeTraffic traffic(5, Weight::percent(50));
    for (int i = 0; i < 86'400; ++i)
        QVERIFY(healthy.take(traffic.next({}, {})) == Action::None);
    ReleaseJudge bad({.guards = set});
    Action action = Action::None;
    for (int i = 0; i < 3000 && action == Action::None; ++i)
        action = bad.take(traffic.next({}, {.errors = 0.2}));
    QVERIFY(action == Action::RollBack);
    const auto explanation = bad.explain("error_rate");
    QVERIFY(explanation->method == Method::ExactLimit);
    QVERIFY(explanation->window->units.canary >= 50);
    QVERIFY(explanation->value > 0.02);
    QCOMPARE(reproduce(*explanation), explanation->value);
}

void TestJudgeEdges::clearIsShownOnlyWhenReached() {
    ReleaseJudge judge({.guards = onlyErrors()});
    JudgeTraffic traffic(6, Weight::percent(50));
    for (int i = 0; i < 400; ++i)
        judge.take(traffic.next({.errors = 0.02}, {.errors = 0.02}));
    QVERIFY(verdictOf(judge, "error_rate") == Verdict::NotYet);
    QVERIFY(!judge.judgement().allClear);
    const auto early = judge.explain("error_rate");
    QVERIFY(early->unitsToWorse && early->unitsToClear);
    int units = 400;
    while (!judge.judgement().allClear && units < 40'000) {
        for (int i = 0; i < 100; ++i)
            judge.take(traffic.next({.errors = 0.02}, {.errors = 0.02}));
        units += 100;
    }
    QVERIFY2(units < 20'000, qPrintable(QString::number(units)));
    QVERIFY(verdictOf(judge, "error_rate") == Verdict::Clear);
    QCOMPARE(judge.judgement().stepMinimum, 0U); // nothing was known of stable when the step began
    judge.enterStep(traffic.elapsed());
    judge.take(traffic.next({.errors = 0.02}, {.errors = 0.02}));
    QVERIFY(judge.judgement().stepMinimum > 0);
}

// The same 300 users come in every step: each step has 300 units, the release too.
void TestJudgeEdges::returningUnitsCountInEachStep() {
    ReleaseJudge judge({.guards = onlyErrors()});
    JudgeTraffic traffic(10, Weight::percent(25));
    for (int step = 0; step < 3; ++step) {
        judge.enterStep(traffic.elapsed());
        QCOMPARE(judge.judgement().stepUnits, 0U);
        for (std::uint64_t i = 0; i < 3000; ++i) {
            auto outcome = traffic.next({}, {});
            outcome.unit = i % 300;
            outcome.arm = i % 4 == 0 ? Arm::Canary : Arm::Stable;
            judge.take(outcome);
        }
        QCOMPARE(judge.judgement().stepUnits, 300U);
    }
    const auto arms = judge.explain("error_rate")->arms;
    QCOMPARE(arms.canary.units + arms.stable.units, 300U);
}

void TestJudgeEdges::lateLabelsAreJudged() {
    GuardSet set;
    set.guards = {*guardFor("low_quality", {}, Action::Pause)};
    ReleaseJudge judge({.guards = set});
    JudgeTraffic traffic(11, Weight::percent(25));
    Action action = Action::None;
    for (int i = 0; i < 3000 && action == Action::None; ++i) {
        auto outcome = traffic.next({}, {});
        judge.take(outcome);
        outcome.report = Report::Label;
        outcome.error.reset();
        outcome.latency.reset();
        outcome.cost.reset();
        outcome.quality = i % (outcome.arm == Arm::Canary ? 4 : 20) == 0 ? 0.2 : 0.9;
        action = judge.take(outcome);
        if (i == 200)
            QVERIFY(verdictOf(judge, "low_quality") == Verdict::NotYet);
    }
    QVERIFY(action == Action::Pause);
}

void TestJudgeEdges::whatHangsAtTheLimitIsPastIt() {
    GuardSet set;
    set.guards = {*guardFor("latency_p95", 10, Action::RollBack)};
    ReleaseJudge judge({.guards = set}); // no baseline: the hard limit alone
    JudgeTraffic traffic(12, Weight::percent(50));
    Action action = Action::None;
    for (int i = 0; i < 400 && action == Action::None; ++i) {
        auto outcome = traffic.next({}, {});
        outcome.error.reset();
        if (outcome.arm == Arm::Canary) {
            outcome.report = Report::Hanging;
            outcome.latency = 10s;
        }
        action = judge.take(outcome);
    }
    QVERIFY(action == Action::RollBack);
    QVERIFY(judge.explain("latency_p95")->method == Method::ExactLimit);
}

QTEST_APPLESS_MAIN(TestJudgeEdges)
#include "tst_judge_edges.moc"
