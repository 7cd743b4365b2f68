// How other canary controllers failed when something had to be taken back, re-enacted one by one. Each function is a
// test of ctest's with the name issue_… (see CMakeLists.txt); its comment says what went wrong there.
#include <QTest>

#include "tests/release/bench.h"
#include "tests/release/controller_states.h"

using namespace signalbox;
using namespace signalbox::release;
using namespace signalbox::release::testing;

namespace {

Plan automaticPlan() {
    Plan plan = shortPlan();
    plan.advance = Advance::Automatic;
    return plan;
}

int canaryAnswers(const Bench& bench) {
    int count = 0;
    for (int i = 0; i < 2000; ++i)
        count += bench.plane.table->choose("refunds", std::to_string(i))->role == traffic::Role::Canary ? 1 : 0;
    return count;
}

// Brings the bench's release into this phase by the verbs themselves.
void reach(Bench& bench, Phase phase) {
    Plan plan = shortPlan();
    if (phase == Phase::Shadowing)
        plan = planWith(1min, Approval::NotNeeded);
    if (phase == Phase::Testing)
        plan.gates = {"tests"};
    QVERIFY(bench.start(plan));
    if (phase == Phase::Observing)
        QVERIFY(bench.force(Promote{}));
    QVERIFY(phaseOf(bench.state()) == phase);
}

} // namespace

class TestIssuesRollBack : public QObject {
    Q_OBJECT

private Q_SLOTS:

    // Argo Rollouts: after an abort the canary's weight was not put back in the router and stayed above zero for ever.
    void weightStaysAfterAbort() {
        for (const Phase phase : {Phase::Testing, Phase::Shadowing, Phase::Ramping, Phase::Observing}) {
            for (const Event& event : {Event(Abort{}), Event(RollBack{})}) {
                Bench bench;
                reach(bench, phase);
                QVERIFY(bench.give(event));
                QCOMPARE(canaryAnswers(bench), 0);
                QCOMPARE(bench.weight(), traffic::Weight{});
            }
        }
    }

    // Argo Rollouts: canary pods got requests while the weight was shown as 0.
    void trafficAtWeightZero() {
        Bench bench;
        reach(bench, Phase::Shadowing);
        QCOMPARE(canaryAnswers(bench), 0);
        QVERIFY(bench.plane.table->routes().at("refunds").shadow.has_value());
    }

    // Argo Rollouts: an abort with no ready canary left the router as it was.
    void abortWithoutReadyCanary() {
        Bench bench;
        reach(bench, Phase::Ramping);
        bench.storeSick = true; // the candidate's content cannot be had any more
        QVERIFY(bench.give(Abort{}));
        QCOMPARE(canaryAnswers(bench), 0);
    }

    // Argo Rollouts: an abort with nothing under way scaled the stable version down to nothing.
    void abortWithNothingUnderWay() {
        Bench bench;
        const auto aborted = bench.give(Abort{});
        QVERIFY(!aborted);
        QCOMPARE(aborted.error().code, std::string("no_release"));
        QCOMPARE(bench.plane.table->choose("refunds", "u")->arm->version.name(), std::string("2.0.0"));
        QVERIFY(!bench.give(RollBack{}));
        QCOMPARE(bench.plane.table->choose("refunds", "u")->arm->version.name(), std::string("2.0.0"));
    }

    // Argo Rollouts: an abort was taken and then ignored while the rollout was paused or waited.
    void abortIsIgnored() {
        Bench bench;
        Plan plan = automaticPlan();
        plan.steps[0].approval = Approval::Needed;
        QVERIFY(bench.start(plan));
        QVERIFY(bench.give(Pause{}));
        QVERIFY(bench.give(Abort{}));
        QVERIFY(!bench.state().release);
        QVERIFY(bench.state().lastEnding == Ending::Aborted);
    }

    // Flagger: a canary that was being promoted could not be rolled back any more.
    void stuckPromoting() {
        Bench bench;
        reach(bench, Phase::Observing);
        QCOMPARE(canaryAnswers(bench), 2000);
        QVERIFY(bench.give(RollBack{}));
        QCOMPARE(canaryAnswers(bench), 0);
        QCOMPARE(bench.state().stable.name(), std::string("2.0.0"));
    }

    // Flagger: past its deadline it tried again and again without ever rolling back.
    void deadlineLoop() {
        Bench bench;
        QVERIFY(bench.start(automaticPlan()));
        bench.plane.fault = [](const traffic::RouteTable& table) -> Result<void> {
            if (table.routes().at("refunds").canaryWeight > traffic::Weight::percent(5))
                return sick("plane");
            return {};
        };
        for (int i = 0; i < 100; ++i) {
            bench.clock.advance(1min);
            static_cast<void>(bench.coordinator->tick());
        }
        // It tried once, took it back, paused and left the rest to a person; going back works.
        QVERIFY(bench.state().release->paused);
        QVERIFY(bench.journal.records.size() < 6);
        QVERIFY(bench.give(RollBack{}));
        QCOMPARE(canaryAnswers(bench), 0);
    }

    // Argo Rollouts: three of four retries after an abort got stuck before the first step.
    void retryGetsStuck() {
        Bench bench;
        for (int round = 0; round < 4; ++round) {
            QVERIFY(bench.give(
                Start{.releaseId = std::to_string(round), .candidate = version("2.1.0"), .plan = automaticPlan()}));
            bench.clock.advance(1min);
            QCOMPARE(bench.coordinator->tick().size(), std::size_t{1});
            QCOMPARE(bench.state().release->step, 1);
            QVERIFY(bench.give(Abort{}));
        }
    }

    // Argo Rollouts: an aborted rollout began again by itself.
    void retriesByItself() {
        for (const Event& event : {Event(Abort{}), Event(RollBack{})}) {
            Bench bench;
            QVERIFY(bench.start(automaticPlan()));
            QVERIFY(bench.give(event));
            const AgentState before = bench.state();
            for (int i = 0; i < 48; ++i) {
                bench.clock.advance(30min);
                QVERIFY(bench.coordinator->tick().empty());
            }
            QCOMPARE(bench.state(), before);
            QVERIFY(bench.begin()); // nor after a restart
            QCOMPARE(canaryAnswers(bench), 0);
        }
    }

    // Argo Rollouts: going back to the former version walked through the steps of the canary, or got stuck in them.
    void rollBackWalksTheSteps() {
        Bench bench;
        reach(bench, Phase::Observing);
        bench.order.clear();
        QVERIFY(bench.give(RollBack{}));
        QCOMPARE(bench.order, (std::vector<std::string>{"apply", "record"}));
        QCOMPARE(bench.weight(), traffic::Weight{});
    }

    // A proposal at GitLab: automatic roll backs from one bad version to the next, without end.
    void rollBackPingPong() {
        AgentState state = completedOnce(); // 2.1.0, before it 2.0.0
        state = after(state, {startOf("2.2.0", automaticPlan())});
        const std::string id = state.release->id;
        state = after(state, {Alarm{.releaseId = id, .action = GuardAction::RollBack}});
        QCOMPARE(state.stable.name(), std::string("2.1.0"));
        // 2.1.0 is bad too: nobody is sent to 2.0.0 or back to 2.2.0. A person is called.
        for (int i = 0; i < 5; ++i) {
            state = after(state,
                          {Alarm{.releaseId = id, .action = GuardAction::RollBack, .subject = Alarm::Subject::Stable},
                           Alarm{.releaseId = id, .action = GuardAction::RollBack}, Tick{1h}});
            QCOMPARE(state.stable.name(), std::string("2.1.0"));
            QVERIFY(state.freeze.has_value());
        }
    }

    // Argo Rollouts: a terminated analysis counted as successful, and its version as good.
    void terminatedIsSuccess() {
        AgentState state = after(completedOnce(), {startOf("2.2.0"), Abort{}});
        QVERIFY(!std::ranges::contains(state.knownGood, version("2.2.0")));
        QCOMPARE(decideNow(state, RollBack{version("2.2.0")}).error().code, std::string("not_known_good"));
    }

    // nginx: a reload with a bad configuration is accepted, and the old split goes on for ever.
    void acceptedButNotApplied() {
        Bench bench;
        bench.plane.manner = MemoryPlane::Manner::Deaf;
        const auto started = bench.start();
        QVERIFY(!started);
        QCOMPARE(started.error().code, std::string("not_applied"));
        QVERIFY(!bench.state().release);
        bench.plane.manner = MemoryPlane::Manner::Honest;
        reach(bench, Phase::Ramping);
        bench.plane.manner = MemoryPlane::Manner::Deaf;
        QVERIFY(!bench.give(RollBack{})); // never acknowledged while the canary still answers
        QVERIFY(canaryAnswers(bench) > 0);
        bench.plane.manner = MemoryPlane::Manner::Shy; // an answer that got lost is no failure
        QVERIFY(bench.give(RollBack{}));
        QCOMPARE(canaryAnswers(bench), 0);
    }

    // Flagger: another controller put its own weights back, and both fought without anybody being told.
    void otherOperatorFights() {
        Bench bench;
        reach(bench, Phase::Ramping);
        const auto ours = bench.plane.table;
        bench.plane.table =
            std::make_shared<const traffic::RouteTable>(99, std::map<std::string, traffic::AgentRoute, std::less<>>{});
        QVERIFY(!bench.coordinator->isInEffect()); // seen, and shown
        static_cast<void>(bench.coordinator->tick());
        QVERIFY(bench.coordinator->isInEffect());
        QVERIFY(bench.plane.table->routes().at("refunds").canaryWeight == ours->routes().at("refunds").canaryWeight);
    }
};

QTEST_APPLESS_MAIN(TestIssuesRollBack)
#include "tst_issues_roll_back.moc"
