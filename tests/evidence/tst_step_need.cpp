// "498 of 1,000 conversations": what is missing falls by one with each conversation that comes, whatever the traffic
// looks like, and the hold counts what it says.
#include <QTest>

#include "core/evidence/forecast.h"
#include "core/release/state.h"
#include "tests/evidence/judge_traffic.h"

using namespace signalbox;
using namespace signalbox::evidence;
using traffic::Weight;

namespace {

std::uint64_t needOf(const ReleaseJudge& judge) { // as the backend fills what nobody can know
    const Judgement now = judge.judgement();
    return now.stepMinimum > 0 ? now.stepMinimum : leastStepUnits(now.weight);
}

std::uint64_t missing(const ReleaseJudge& judge) {
    const std::uint64_t need = needOf(judge);
    return need - std::min(need, judge.judgement().stepUnits);
}

} // namespace

class TestStepNeed : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void whatIsMissingOnlyFalls_data() {
        QTest::addColumn<double>("rate");
        QTest::addColumn<bool>("known");
        QTest::addColumn<double>("weight");
        for (const double rate : {0.0, 0.002, 0.01, 0.2})
            for (const bool known : {false, true})
                for (const double weight : {0.05, 0.25, 0.5})
                    QTest::addRow("%g fail, %s, %g %%", rate, known ? "known" : "unknown", weight * 100)
                        << rate << known << weight;
    }

    void whatIsMissingOnlyFalls() {
        QFETCH(const double, rate);
        QFETCH(const bool, known);
        QFETCH(const double, weight);
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            GuardSet set = usualGuards();
            set.baseline.rates.clear();
            if (known && rate > 0)
                set.baseline.rates["error_rate"] = rate;
            ReleaseJudge judge({.guards = set});
            JudgeTraffic traffic(seed, Weight::thousandths(static_cast<std::uint32_t>(weight * 1000)));
            for (int step = 0; step < 2; ++step) {
                judge.enterStep(traffic.elapsed());
                judge.take(traffic.next({.errors = rate}, {.errors = rate}));
                std::uint64_t before = missing(judge);
                const std::uint64_t first = before;
                QVERIFY(first > 0);
                std::uint64_t taken = 0;
                for (; before > 0 && taken < 60'000; ++taken) {
                    judge.take(traffic.next({.errors = rate}, {.errors = rate}));
                    const std::uint64_t now = missing(judge);
                    QVERIFY2(now <= before, qPrintable(QStringLiteral("%1 more after %2 more").arg(now).arg(before)));
                    before = now;
                }
                if (taken < 60'000)
                    QVERIFY2(taken <= first && taken * 20 >= first * 19, // it counts what it says
                             qPrintable(QStringLiteral("%1 for %2").arg(taken).arg(first)));
            }
        }
    }

    // Callers who come again are no new conversation, and a restart changes nothing.
    void requestsOfOneConversationDoNotCount() {
        ReleaseJudge judge({.guards = usualGuards()});
        JudgeTraffic traffic(9, Weight::percent(25));
        judge.enterStep(traffic.elapsed());
        for (int i = 0; i < 600; ++i) {
            auto outcome = traffic.next({}, {});
            outcome.unit = static_cast<std::uint64_t>(i) / 3;
            judge.take(outcome);
        }
        QCOMPARE(judge.judgement().stepUnits, 200U);
        const auto again = ReleaseJudge::fromJson(judge.toJson());
        QVERIFY(again);
        QCOMPARE(missing(*again), missing(judge));
    }

    // What was on its way when the step began does not set the step's need.
    void theWeightOfTheStepBeforeSaysNothing() {
        GuardSet set = usualGuards();
        ReleaseJudge judge({.guards = set});
        JudgeTraffic traffic(11, Weight::percent(5));
        judge.enterStep(traffic.elapsed());
        judge.take(traffic.next({}, {}));
        const std::uint64_t small = needOf(judge);
        auto late = traffic.next({}, {}); // asked at 5 %, answered at 50 %
        late.age = std::chrono::milliseconds{900};
        judge.enterStep(traffic.elapsed() - std::chrono::milliseconds{100});
        traffic.setWeight(Weight::percent(50));
        judge.take(traffic.next({}, {}));
        const std::uint64_t need = needOf(judge);
        QVERIFY(need < small);
        late.elapsed = traffic.elapsed();
        late.age = std::chrono::milliseconds{1900};
        judge.take(late);
        QCOMPARE(judge.judgement().stepMinimum, need);
    }

    void theHoldSaysWhatItCounts() {
        release::AgentState state;
        state.release = release::Release{};
        state.release->plan = release::defaultPlan();
        state.release->phase = release::Phase::Ramping;
        const release::EvidenceView seen{.units = 498, .minimum = 1000, .isWorse = false, .holds = {}};
        const auto holds = release::holdsOf(state, &seen);
        const auto hold = std::ranges::find(holds, "evidence", &release::Hold::kind);
        QVERIFY(hold != holds.end());
        QCOMPARE(hold->text, std::string("498 of 1,000 conversations"));
    }
};

QTEST_GUILESS_MAIN(TestStepNeed)
#include "tst_step_need.moc"
