// The judge from a release's first requests, before which nothing may be known, to the time after 100 %.
#include <QTest>

#include "tests/evidence/judge_traffic.h"

using namespace signalbox;
using namespace signalbox::evidence;
using traffic::Weight;
using namespace std::chrono_literals;

namespace {

GuardSet onlyErrors() {
    GuardSet set;
    set.guards = {*guardFor("error_rate", {}, Action::RollBack)};
    return set;
}

} // namespace

class TestJudgeLife : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void afterTheRelease();
    void aLimitActsAfterTheRelease();
    void latencyIsLearnedWhereNothingIsKnown();
    void whatCannotBeTwiceAsOftenIsNotClear();
};

void TestJudgeLife::afterTheRelease() {
    GuardSet set = onlyErrors();
    set.baseline.rates["error_rate"] = 0.005;
    ReleaseJudge judge({.guards = set});
    JudgeTraffic traffic(7, Weight::percent(50));
    for (int i = 0; i < 1000; ++i)
        judge.take(traffic.next({}, {}));
    traffic.setWeight(Weight::all());
    judge.observe(traffic.elapsed());
    for (int i = 0; i < 20'000; ++i) {
        QVERIFY(judge.take(traffic.next({}, {})) == Action::None);
        auto leftOver = traffic.next({}, {}); // a conversation that stable was left to finish
        leftOver.arm = Arm::Stable;
        leftOver.error = true;
        QVERIFY(judge.take(leftOver) == Action::None);
    }
    QVERIFY(judge.judgement().holds.empty()); // stable may be silent now
    judge.passTime(traffic.elapsed() + 24h);  // each day begins anew
    Action action = Action::None;
    int units = 0;
    while (action == Action::None && units < 2000) {
        action = judge.take(traffic.next({}, {.errors = 0.03}));
        ++units;
    }
    QVERIFY(action == Action::Notify); // to go back is a person's choice now
    const auto explanation = judge.explain("error_rate");
    QVERIFY(explanation->method == Method::AfterRelease);
    QCOMPARE(reproduce(*explanation), explanation->value);
}

// A hard limit needs no stable to compare with, so it acts after 100 % too, also when the same guard has only told.
void TestJudgeLife::aLimitActsAfterTheRelease() {
    GuardSet set;
    set.guards = {*guardFor("error_rate", 0.10, Action::RollBack)};
    set.baseline.rates["error_rate"] = 0.005;
    ReleaseJudge judge({.guards = set});
    JudgeTraffic traffic(8, Weight::all());
    judge.observe(traffic.elapsed());
    Action action = Action::None;
    for (int i = 0; i < 3000 && action == Action::None; ++i)
        action = judge.take(traffic.next({}, {.errors = 0.04}));
    QVERIFY(action == Action::Notify);
    QVERIFY(judge.judgement().guards[0].action == Action::Notify);
    const auto kept = ReleaseJudge::fromJson(judge.toJson()); // a restart in between changes nothing
    QVERIFY(kept);
    action = Action::None;
    for (int i = 0; i < 3000 && action == Action::None; ++i)
        action = judge.take(traffic.next({}, {.errors = 0.3}));
    QVERIFY(action == Action::RollBack);
    QVERIFY(judge.judgement().guards[0].action == Action::RollBack);
    QVERIFY(judge.explain("error_rate")->method != Method::AfterRelease);
    QVERIFY(kept->judgement().guards[0].action == Action::Notify);
}

// Without a past the levels come from stable's first requests; nothing that taught them is judged by them.
void TestJudgeLife::latencyIsLearnedWhereNothingIsKnown() {
    GuardSet set;
    set.guards = {*guardFor("latency_p95", 60, Action::Pause)};
    const auto run = [&set](double slow, int requests, bool restart) {
        ReleaseJudge judge({.guards = set});
        JudgeTraffic traffic(13, Weight::percent(50));
        Action action = Action::None;
        for (int i = 0; i < requests && action == Action::None; ++i) {
            action = judge.take(traffic.next({}, {.slow = slow}));
            if (restart && i % 97 == 0)
                judge = ReleaseJudge::fromJson(judge.toJson()).value();
        }
        return std::pair{action, judge.explain("latency_p95").value()};
    };
    QVERIFY(run(3, 150, false).second.verdict == Verdict::NoData);
    QVERIFY(run(3, 150, false).second.reason.contains("learned from its first 200"));
    const auto [action, worse] = run(3, 5000, false);
    QVERIFY(action == Action::Pause);
    QCOMPARE(reproduce(worse), worse.value);
    QVERIFY(run(3, 5000, true).second == worse); // a restart changes no bit of it
    QVERIFY(run(1, 20'000, false).first == Action::None);
}

// Half of stable's requests are slower than its median: "not worse than twice that" would be true of any canary.
void TestJudgeLife::whatCannotBeTwiceAsOftenIsNotClear() {
    const auto verdictOf = [](std::uint64_t samples, double slow) {
        GuardSet set;
        set.guards = {*guardFor("latency_p95", 60, Action::Pause)};
        set.baseline.latency = Baseline::Latency{.p50 = 10ms, .p90 = 50ms, .p99 = 90ms, .samples = samples};
        ReleaseJudge judge({.guards = set});
        for (int i = 0; i < 20'000; ++i) {
            UnitOutcome outcome{.unit = static_cast<std::uint64_t>(i),
                                .kind = UnitKind::Single,
                                .arm = i % 2 == 0 ? Arm::Canary : Arm::Stable,
                                .canaryWeight = Weight::percent(50),
                                .elapsed = std::chrono::milliseconds(i)};
            const bool late = (i / 2) % 100 < slow * 100;
            outcome.latency = late ? 60ms : 5ms;
            judge.take(outcome);
        }
        return judge.judgement().guards[0].verdict;
    };
    QVERIFY(verdictOf(150, 0.5) == Verdict::NotYet);  // only the median is known
    QVERIFY(verdictOf(1500, 0.1) == Verdict::Clear);  // the slowest tenth can be compared
    QVERIFY(verdictOf(1500, 0.7) == Verdict::NotYet); // stable is not what it was any more
}

QTEST_APPLESS_MAIN(TestJudgeLife)
#include "tst_judge_life.moc"
