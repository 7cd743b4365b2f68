// How other canary controllers failed while a release went forward, re-enacted one by one: what they took for a pass,
// lost, forgot or counted wrongly. Each function is a test of ctest's with the name issue_… (see CMakeLists.txt); its
// comment says what went wrong there.
#include <limits>

#include <QTest>

#include "tests/release/bench.h"
#include "tests/release/controller_states.h"

using namespace signalbox;
using namespace signalbox::release;
using namespace signalbox::release::testing;

namespace {

Plan carefulPlan() {
    Plan plan = shortPlan();
    plan.advance = Advance::Automatic;
    plan.evidence = MinimumEvidence::Needed;
    return plan;
}

// An hour of ticks with this evidence; the step that the release is on then.
int stepAfterAnHour(Bench& bench, std::optional<EvidenceView> evidence) {
    bench.coordinator->setEvidence([evidence](const AgentState&) { return evidence; });
    for (int i = 0; i < 60; ++i) {
        bench.clock.advance(1min);
        static_cast<void>(bench.coordinator->tick());
    }
    return bench.state().release ? bench.state().release->step : -1;
}

EvidenceView view(std::uint64_t units, std::vector<std::string> holds = {}, bool worse = false) {
    return {.units = units, .minimum = 1000, .isWorse = worse, .holds = std::move(holds)};
}

std::string refusalOf(Plan plan) {
    const auto started = decideNow(completedOnce(), startOf("2.2.0", std::move(plan)));
    return started ? std::string() : started.error().code;
}

} // namespace

class TestIssuesProgress : public QObject {
    Q_OBJECT

private Q_SLOTS:

    // Argo Rollouts: an analysis all of whose measurements had failed was called successful.
    void errorsAreSuccess() {
        Bench bench;
        QVERIFY(bench.start(carefulPlan()));
        QCOMPARE(stepAfterAnHour(bench, view(5000, {"Every measurement failed."})), 0);
        QCOMPARE(stepAfterAnHour(bench, view(5000, {}, true)), 0);
        QCOMPARE(stepAfterAnHour(bench, view(5000)), -1); // the same release, once there is something to go by
    }

    // Argo Rollouts: a metric with a delay that was never measured passed all the same.
    void unmeasuredPasses() {
        Bench bench;
        QVERIFY(bench.start(carefulPlan()));
        QCOMPARE(stepAfterAnHour(bench, view(0)), 0);
        QCOMPARE(stepAfterAnHour(bench, view(999)), 0);
    }

    // Flagger: a misspelt metric was never found, so its check always passed.
    void misspeltMetricPasses() {
        Plan plan = shortPlan();
        plan.guardrails[0].metric = "error-rate";
        QCOMPARE(refusalOf(plan), std::string("bad_plan"));
    }

    // Flagger: metrics were optional, so a canary without any was promoted unwatched.
    void metricsAreOptional() {
        Plan plan = shortPlan();
        plan.guardrails.clear();
        QCOMPARE(refusalOf(plan), std::string("bad_plan"));
    }

    // Flagger: what is not a number was read as 0 and lay below every limit.
    void notANumberIsZero() {
        constexpr double inf = std::numeric_limits<double>::infinity();
        for (const double limit : {std::numeric_limits<double>::quiet_NaN(), inf, -inf, -0.0, 0.0, 1.0}) {
            Plan plan = shortPlan();
            plan.guardrails[0].limit = limit;
            QCOMPARE(refusalOf(plan), std::string("bad_plan"));
        }
    }

    // Flagger: while the metrics server was away, canaries were failed or passed by what it did not say.
    void providerOutage() {
        Bench bench;
        QVERIFY(bench.start(carefulPlan()));
        QCOMPARE(stepAfterAnHour(bench, std::nullopt), 0);
        QVERIFY(!bench.state().release->paused);
        QVERIFY(bench.state().quarantine.empty());
        QVERIFY(bench.give(RollBack{})); // needs no metrics
    }

    // Argo Rollouts: a controller wrote what it had read long before over what had changed since.
    void staleWriteBack() {
        Bench bench;
        QVERIFY(bench.start());
        const std::uint64_t seen = bench.state().revision;
        QVERIFY(bench.give(Pause{}));
        const auto late = bench.coordinator->execute({.agent = "refunds",
                                                      .event = Promote{},
                                                      .actor = "ben",
                                                      .reason = {},
                                                      .expectedRevision = seen,
                                                      .requestId = {}});
        QVERIFY(!late);
        QCOMPARE(late.error().code, std::string("revision_conflict"));
        QVERIFY(late.error().message.contains("release.pause by ana"));
        QVERIFY(bench.state().release->paused);
    }

    // Argo Rollouts: a promotion was acknowledged, dropped by a cache and never came, until a restart.
    void promoteIsDropped() {
        Bench bench;
        QVERIFY(bench.start());
        QVERIFY(bench.force(Promote{}));
        QCOMPARE(bench.weight(), traffic::Weight::all());
        QVERIFY(bench.begin());
        QCOMPARE(bench.weight(), traffic::Weight::all());
        QVERIFY(phaseOf(bench.state()) == Phase::Observing);
    }

    // Argo Rollouts: one pause took effect twice, so that one resume did not end it.
    void pausesTwice() {
        Bench bench;
        QVERIFY(bench.start());
        QVERIFY(bench.give(Pause{}, "once"));
        QVERIFY(bench.give(Pause{}, "once"));
        QCOMPARE(bench.give(Pause{}).error().code, std::string("already_paused"));
        QVERIFY(bench.give(Resume{}));
        QVERIFY(!bench.state().release->paused);
    }

    // Flagger: after its controller was restarted in mid-ramp, the new version got all traffic.
    void restartDeploysEverything() {
        Bench bench;
        QVERIFY(bench.start(carefulPlan()));
        bench.clock.advance(40s);
        static_cast<void>(bench.coordinator->tick());
        bench.plane.table.reset();
        QVERIFY(bench.begin());
        QCOMPARE(bench.weight(), traffic::Weight::percent(5));
        QCOMPARE(bench.state().release->step, 0);
        QCOMPARE(bench.state().release->inStep, 40s);
    }

    // Reloader: a change that came while the controller was away was never noticed.
    void missedEvent() {
        Bench bench;
        QVERIFY(bench.start());
        bench.plane.table =
            std::make_shared<const traffic::RouteTable>(1, std::map<std::string, traffic::AgentRoute, std::less<>>{});
        QVERIFY(bench.begin());
        QCOMPARE(bench.weight(), traffic::Weight::percent(5));
    }

    // Argo Rollouts: each round of an analysis began a little later, until one minute had become ten.
    void intervalDrifts() {
        Bench bench;
        Plan plan = carefulPlan();
        plan.evidence = MinimumEvidence::NotNeeded;
        plan.steps[0].minimumTime = 24h;
        QVERIFY(bench.start(plan));
        const auto began = bench.clock.monotonic();
        while (bench.state().release->step == 0) {
            bench.clock.advance(997ms); // ticks that never fit into the minute
            static_cast<void>(bench.coordinator->tick());
        }
        const auto took = bench.clock.monotonic() - began;
        QVERIFY(took >= 24h);
        QVERIFY(took < 24h + 1s);
    }

    // Argo Rollouts: a paused rollout was shown as progressing and paused in turn, every quarter of an hour.
    void pausedFlips() {
        Bench bench;
        QVERIFY(bench.start(carefulPlan()));
        QVERIFY(bench.give(Pause{}));
        const AgentState before = bench.state();
        const std::size_t records = bench.journal.records.size();
        QCOMPARE(stepAfterAnHour(bench, view(5000)), 0);
        QCOMPARE(bench.state(), before);
        QCOMPARE(bench.journal.records.size(), records);
    }

    // Knative: rollouts went by the clock on the wall, and a jump of it ended or stopped their steps.
    void clockSkew() {
        Bench bench;
        QVERIFY(bench.start(carefulPlan()));
        bench.coordinator->setEvidence([](const AgentState&) { return view(5000); });
        for (const int year : {0, 50, 10}) {
            bench.clock.setWall(WallTime{std::chrono::years{year}});
            static_cast<void>(bench.coordinator->tick());
            QCOMPARE(bench.state().release->step, 0);
            QCOMPARE(bench.state().release->inStep, 0ms);
        }
        bench.clock.advance(1min);
        static_cast<void>(bench.coordinator->tick());
        QCOMPARE(bench.state().release->step, 1);
    }

    // Flagger: a new revision that came during an analysis went on with the analysis of the old one.
    void newCandidateInheritsAnalysis() {
        Plan plan = carefulPlan();
        plan.whenRunning = WhenRunning::Supersede;
        const AgentState old =
            after(completedOnce(), {startOf("2.2.0", planWith(0ms, Approval::Needed)), Tick{1min}, Approve{}});
        const auto next = decideNow(old, startOf("2.3.0", plan));
        QVERIFY(next.has_value());
        QVERIFY(next->after.release->id != old.release->id);
        QCOMPARE(next->after.release->inStep, 0ms);
        QVERIFY(!next->after.release->approved);
        // And what is said about the old one later is about nobody.
        const AgentState unmoved =
            after(next->after, {Alarm{.releaseId = old.release->id, .action = GuardAction::RollBack}});
        QCOMPARE(unmoved, next->after);
    }

    // Low traffic everywhere: a handful of requests passed for proof.
    void aHandfulIsProof() {
        Bench bench;
        QVERIFY(bench.start(carefulPlan()));
        QCOMPARE(stepAfterAnHour(bench, view(10)), 0);
        const auto refused = bench.give(AdvanceStep{});
        QVERIFY(refused.error().message.contains("10 of 1,000"));
    }

    // Argo Rollouts and Kayenta: why something was stopped or held could not be seen.
    void reasonIsNotSaid() {
        Bench bench;
        QVERIFY(bench.start(carefulPlan()));
        const auto held = bench.give(AdvanceStep{});
        QVERIFY(held.error().message.contains("s remain"));
        QVERIFY(!held.error().hint.empty());
        QVERIFY(bench.coordinator->execute(
            {.agent = "refunds",
             .event = Alarm{.releaseId = bench.state().release->id, .action = GuardAction::RollBack},
             .actor = "guardrail error_rate",
             .reason = "error_rate is worse: 9 of 412",
             .expectedRevision = {},
             .requestId = {}}));
        QCOMPARE(bench.journal.records.back().reason, std::string("error_rate is worse: 9 of 412"));
        QCOMPARE(bench.state().quarantine.front().reason, std::string("error_rate is worse: 9 of 412"));
    }
};

QTEST_APPLESS_MAIN(TestIssuesProgress)
#include "tst_issues_progress.moc"
