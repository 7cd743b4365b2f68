// How other judges of canaries read their numbers wrongly, re-enacted. Each function is a test of ctest's with the name
// issue_… (see issues.cmake); its comment says what went wrong there.
#include <cmath>
#include <limits>

#include <QTest>

#include "core/evidence/release_judge.h"
#include "tests/evidence/judge_traffic.h"

using namespace signalbox;
using namespace signalbox::evidence;
using namespace std::chrono_literals;

namespace {

Action actionOf(const ReleaseJudge& judge) {
    return judge.judgement().action;
}

} // namespace

class TestIssuesEvidence : public QObject {
    Q_OBJECT

private Q_SLOTS:

    // Kayenta: with no data on either side, both were made into zeros, were equal, and the canary passed.
    void bothEmptyPasses() {
        ReleaseJudge judge({.guards = usualGuards()});
        judge.passTime(24h);
        QVERIFY(!judge.judgement().allClear);
        QVERIFY(!judge.judgement().holds.empty());
        for (const GuardVerdict& guard : judge.judgement().guards)
            QVERIFY(guard.verdict == Verdict::NoData);
    }

    // Argo Rollouts: a query that came back empty was indexed all the same, and the controller fell over.
    void emptyResultCrashes() {
        const ReleaseJudge judge({.guards = {}});
        QVERIFY(!judge.judgement().allClear);
        QVERIFY(judge.explainAll().empty());
        QVERIFY(!judge.explain("error_rate"));
        QVERIFY(ReleaseJudge::fromJson(judge.toJson()));
    }

    // Kayenta: six of ten points were a hundred times worse, and the canary passed by its ranks.
    void sixOfTenPointsPass() {
        ReleaseJudge judge({.guards = usualGuards()});
        JudgeTraffic traffic(11, traffic::Weight::percent(50));
        for (int minute = 0; minute < 10 && actionOf(judge) != Action::RollBack; ++minute) {
            const Behaviour canary{.errors = minute < 6 ? 0.5 : 0.005};
            for (int i = 0; i < 60; ++i)
                judge.take(traffic.next({.errors = 0.005}, canary));
        }
        QVERIFY(actionOf(judge) == Action::RollBack);
    }

    // Flagger: a value that is no number was taken for 0, which is below every limit.
    void notANumberIsGood() {
        ReleaseJudge judge({.guards = usualGuards()});
        JudgeTraffic traffic(12, traffic::Weight::percent(50));
        for (int i = 0; i < 3000; ++i) {
            UnitOutcome outcome = traffic.next({}, {});
            if (outcome.arm == Arm::Canary)
                outcome.cost =
                    i % 2 == 0 ? std::numeric_limits<double>::quiet_NaN() : std::numeric_limits<double>::infinity();
            judge.take(outcome);
        }
        judge.passTime(traffic.elapsed() + 6min);
        const auto cost = judge.explain("cost");
        QVERIFY(cost.has_value());
        QVERIFY(cost->verdict != Verdict::Clear);
        QVERIFY(std::isfinite(cost->value));
        QVERIFY(ReleaseJudge::fromJson(judge.toJson()));
    }

    // A fixed limit looked at every few seconds sends nearly every healthy canary back within a day.
    void healthyCanariesAreRolledBack() {
        int back = 0;
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            GuardSet guards;
            guards.guards = {*guardFor("error_rate", 0.02, Action::RollBack)};
            ReleaseJudge judge({.guards = guards});
            JudgeTraffic traffic(seed, traffic::Weight::percent(50));
            for (int i = 0; i < 20'000; ++i)
                judge.take(traffic.next({.errors = 0.005}, {.errors = 0.005}));
            back += actionOf(judge) == Action::RollBack ? 1 : 0;
        }
        QVERIFY2(back <= 1, qPrintable(QString::number(back)));
    }
};

QTEST_APPLESS_MAIN(TestIssuesEvidence)
#include "tst_issues_evidence.moc"
