// Ready-made ramps: each is allowed, keeps what is not its own, and is what its name says, whatever the agent's plan
// is.
#include <random>

#include <QTest>

#include "core/release/pace.h"

using namespace signalbox;
using namespace signalbox::release;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

Plan planOf(std::vector<Step> steps) {
    Plan plan = defaultPlan();
    plan.steps = std::move(steps);
    return plan;
}

Step step(double percent, milliseconds hold = 1h, Approval approval = Approval::NotNeeded) {
    return {.weight = traffic::Weight::thousandths(static_cast<std::uint32_t>(percent * 10)),
            .minimumTime = hold,
            .approval = approval};
}

Plan randomPlan(std::mt19937& random) {
    const auto pick = [&](int most) { return std::uniform_int_distribution(0, most)(random); };
    std::vector<Step> steps;
    std::uint32_t weight = 0;
    const int most = pick(5) == 0 ? 99 : pick(6);
    while (static_cast<int>(steps.size()) < most && weight < 990) {
        weight += 1 + static_cast<std::uint32_t>(pick(most > 10 ? 8 : 300));
        if (weight < 1000)
            steps.push_back({.weight = traffic::Weight::thousandths(weight),
                             .minimumTime = milliseconds(pick(1) == 0 ? 0 : pick(1'000'000'000)),
                             .approval = pick(3) == 0 ? Approval::Needed : Approval::NotNeeded});
    }
    steps.push_back({.weight = traffic::Weight::all(), .minimumTime = milliseconds(pick(10'000))});
    Plan plan = planOf(std::move(steps));
    plan.advance = pick(1) == 0 ? Advance::Manual : Advance::Automatic;
    plan.evidence = pick(1) == 0 ? MinimumEvidence::Needed : MinimumEvidence::NotNeeded;
    plan.promise = 1.25 + pick(10);
    plan.observeTime = std::chrono::hours(pick(400));
    plan.shadowTime = std::chrono::minutes(pick(60));
    plan.shadowShare = traffic::Weight::percent(20);
    return plan;
}

// Until more than this share is given.
milliseconds timeUpTo(const Plan& plan, traffic::Weight weight) {
    milliseconds time{0};
    for (const Step& one : plan.steps)
        if (one.weight <= weight && one.weight != traffic::Weight::all())
            time += one.minimumTime;
    return time;
}

Plan withoutRamp(Plan plan) {
    const Plan none;
    plan.steps = none.steps;
    plan.advance = none.advance;
    plan.evidence = none.evidence;
    plan.promise = none.promise;
    plan.observeTime = none.observeTime;
    plan.shadowTime = none.shadowTime;
    plan.shadowShare = none.shadowShare;
    return plan;
}

QString rampOf(const Plan& plan) {
    QStringList parts;
    for (const Step& one : plan.steps)
        parts << QString::fromStdString(one.weight.toString()) + QStringLiteral(" %1 s").arg(one.minimumTime / 1s) +
                     (one.approval == Approval::Needed ? QStringLiteral(" approval") : QString());
    return parts.join(QStringLiteral(", "));
}

} // namespace

class TestPace : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void rampsAreWhatTheirNamesSay_data() {
        QTest::addColumn<Plan>("agents");
        QTest::addColumn<QString>("careful");
        QTest::addColumn<QString>("lowTraffic");
        const QString day = QStringLiteral("25 % 86400 s, 50 % 86400 s, 100 % ");
        QTest::newRow("nobody wrote one")
            << defaultPlan()
            << QStringLiteral("1 % 7200 s, 5 % 7200 s, 10 % 7200 s, 25 % 7200 s, 50 % 7200 s approval, 100 % 3600 s")
            << day + QStringLiteral("3600 s");
        QTest::newRow("all at once") << planOf({step(100, 0s)})
                                     << QStringLiteral("1 % 7200 s, 5 % 7200 s, 25 % 7200 s, 50 % 7200 s approval, "
                                                       "100 % 0 s")
                                     << day + QStringLiteral("0 s");
        QTest::newRow("short, and smaller than careful")
            << planOf({step(0.5, 30s), step(50, 10s), step(100, 30s)})
            << QStringLiteral("0.5 % 60 s, 1 % 60 s, 5 % 60 s, 25 % 60 s, 50 % 60 s approval, 100 % 30 s")
            << day + QStringLiteral("30 s");
        QTest::newRow("approvals stay") << planOf({step(5, 72h, Approval::Needed), step(80, 1h), step(100, 1s)})
                                        << QStringLiteral("1 % 518400 s, 5 % 518400 s approval, 25 % 518400 s, 50 % "
                                                          "518400 s, 80 % 518400 s approval, 100 % 1 s")
                                        << QStringLiteral("25 % 259200 s, 50 % 259200 s approval, 100 % 1 s");
    }

    void rampsAreWhatTheirNamesSay() {
        QFETCH(const Plan, agents);
        QFETCH(const QString, careful);
        QFETCH(const QString, lowTraffic);
        QCOMPARE(rampOf(atPace(agents, Pace::Careful, agents)), careful);
        QCOMPARE(rampOf(atPace(agents, Pace::LowTraffic, agents)), lowTraffic);
        QVERIFY(atPace(agents, Pace::Usual, agents) == agents);
    }

    void everyRampIsAllowedAndKeepsTheRest() {
        std::mt19937 random(5);
        for (int i = 0; i < 600; ++i) {
            const Plan agents = randomPlan(random);
            QVERIFY2(checkPlan(agents), qPrintable(rampOf(agents)));
            Plan edited = randomPlan(random);
            edited.guardrails = {{.metric = "tokens"}};
            edited.gates = {"tests"};
            edited.whenRunning = WhenRunning::Queue;
            for (const Pace pace : allPaces) {
                const Plan made = atPace(edited, pace, agents);
                const auto good = checkPlan(made);
                QVERIFY2(good, qPrintable(rampOf(agents) + QStringLiteral(" → ") + rampOf(made)));
                QVERIFY(withoutRamp(made) == withoutRamp(edited));
                QVERIFY(atPace(made, pace, agents) == made); // once is enough
                const auto found = paceOf(made, agents);
                QVERIFY(found);
                QVERIFY(rampOf(atPace(agents, *found, agents)) == rampOf(made));
                // Whatever the shadow is set to, it stays this pace.
                Plan shadowed = made;
                shadowed.shadowTime = 7min;
                QVERIFY(paceOf(shadowed, agents) == found);
            }
        }
    }

    void carefulGivesNoShareSooner() {
        std::mt19937 random(6);
        for (int i = 0; i < 600; ++i) {
            const Plan agents = randomPlan(random);
            const Plan careful = atPace(agents, Pace::Careful, agents);
            QVERIFY(careful.steps.front().weight <= agents.steps.front().weight);
            QVERIFY(careful.steps.size() >= agents.steps.size());
            QVERIFY(careful.observeTime >= agents.observeTime);
            QVERIFY(careful.evidence == MinimumEvidence::Needed);
            QVERIFY(careful.advance == Advance::Manual);
            for (std::uint32_t share = 1; share < 1000; share += 13) {
                const auto weight = traffic::Weight::thousandths(share);
                QVERIFY2(timeUpTo(careful, weight) >= timeUpTo(agents, weight),
                         qPrintable(rampOf(agents) + QStringLiteral(" → ") + rampOf(careful)));
            }
        }
    }

    void whatIsEditedIsNobodysRamp() {
        const Plan agents = defaultPlan();
        QVERIFY(paceOf(agents, agents) == Pace::Usual);
        Plan edited = agents;
        edited.guardrails.pop_back(); // no part of how fast it goes
        QVERIFY(paceOf(edited, agents) == Pace::Usual);
        for (const auto& edit : std::vector<std::function<void(Plan&)>>{
                 [](Plan& plan) { plan.steps[0].weight = traffic::Weight::percent(6); },
                 [](Plan& plan) { plan.steps[0].minimumTime += 1ms; },
                 [](Plan& plan) { plan.steps[0].approval = Approval::Needed; },
                 [](Plan& plan) { plan.steps.erase(plan.steps.begin()); },
                 [](Plan& plan) { plan.advance = Advance::Automatic; },
                 [](Plan& plan) { plan.evidence = MinimumEvidence::NotNeeded; }, [](Plan& plan) { plan.promise += 1; },
                 [](Plan& plan) { plan.observeTime += 1ms; }}) {
            Plan plan = agents;
            edit(plan);
            QVERIFY(!paceOf(plan, agents));
        }
    }
};

QTEST_MAIN(TestPace)
#include "tst_pace.moc"
