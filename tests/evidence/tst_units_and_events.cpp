// No sentence says that more conversations had an event than there were: whatever comes in whatever order, labels
// before the requests that they are about, conversations that are moved, more of them than are remembered.
#include <random>

#include <QTest>

#include "core/evidence/release_judge.h"

using namespace signalbox;
using namespace signalbox::evidence;
using traffic::Weight;

namespace {

GuardSet guards() {
    GuardSet set;
    for (const char* name : {"error_rate", "tool_failure", "contract_violation", "refusal"})
        set.guards.push_back(*guardFor(name, {}, Action::Notify));
    return set;
}

UnitOutcome request(std::uint64_t unit, Arm arm, bool fails) {
    UnitOutcome made{.unit = unit, .arm = arm, .canaryWeight = Weight::percent(50)};
    made.error = fails;
    made.refusal = fails;
    return made;
}

UnitOutcome label(std::uint64_t unit, Arm arm, bool fails) {
    UnitOutcome made{.unit = unit, .arm = arm, .canaryWeight = Weight::percent(50)};
    made.report = Report::Label;
    made.toolFailure = fails;
    made.contractViolation = fails;
    return made;
}

// Empty: it holds of every guard.
std::string brokenIn(const ReleaseJudge& judge) {
    for (const Explanation& explanation : judge.explainAll()) {
        for (const Arm arm : {Arm::Stable, Arm::Canary}) {
            const ArmCounts& counts = explanation.arms.of(arm);
            if (counts.events > counts.units)
                return std::format("{}: {} of {}", explanation.guard.name, counts.events, counts.units);
        }
        if (const auto& window = explanation.window)
            if (window->events.canary > window->units.canary || window->events.stable > window->units.stable)
                return explanation.guard.name + " in a window";
        for (const BaselineCounts& after : explanation.after)
            if (after.events > after.units)
                return explanation.guard.name + " after the release";
    }
    return {};
}

} // namespace

class TestUnitsAndEvents : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLabelWithoutItsRequestIsNone();
    void whoIsMovedCountsInBoth();
    void whateverComes_data();
    void whateverComes();
    void theyAreCountedOnAfterARestart();
};

void TestUnitsAndEvents::aLabelWithoutItsRequestIsNone() {
    ReleaseJudge judge({.guards = guards()});
    for (std::uint64_t unit = 1; unit <= 8; ++unit)
        judge.take(request(unit, Arm::Canary, false));
    for (std::uint64_t unit = 1; unit <= 9; ++unit)
        judge.take(label(unit, Arm::Canary, true)); // of the ninth nobody has heard
    const auto arms = judge.explain("tool_failure")->arms;
    QCOMPARE(arms.canary.events, std::uint64_t{8});
    QCOMPARE(arms.canary.units, std::uint64_t{8});
    judge.take(label(1, Arm::Stable, true)); // it was the canary that answered it
    QCOMPARE(judge.explain("tool_failure")->arms.stable.events, std::uint64_t{0});
}

// The canary takes over what stable began: each has been asked by these conversations.
void TestUnitsAndEvents::whoIsMovedCountsInBoth() {
    ReleaseJudge judge({.guards = guards()});
    for (std::uint64_t unit = 1; unit <= 40; ++unit)
        judge.take(request(unit, Arm::Stable, false));
    for (std::uint64_t unit = 1; unit <= 40; ++unit)
        judge.take(request(unit, Arm::Canary, unit % 20 == 0));
    const auto arms = judge.explain("error_rate")->arms;
    QCOMPARE(arms.canary.events, std::uint64_t{2});
    QCOMPARE(arms.canary.units, std::uint64_t{40});
    QCOMPARE(arms.stable.units, std::uint64_t{40});
}

void TestUnitsAndEvents::whateverComes_data() {
    QTest::addColumn<int>("units");
    QTest::addColumn<double>("failing");
    for (const int units : {1, 3, 10, 200, 5'000})
        for (const double failing : {0.1, 0.9, 1.0})
            QTest::addRow("%d, %g", units, failing) << units << failing;
    QTest::newRow("more than are remembered") << 400'000 << 1.0;
}

void TestUnitsAndEvents::whateverComes() {
    QFETCH(int, units);
    QFETCH(double, failing);
    std::mt19937_64 random(static_cast<std::uint64_t>(units));
    ReleaseJudge judge({.guards = guards()});
    std::bernoulli_distribution fails(failing);
    std::uniform_int_distribution<std::uint64_t> unitOf(1, static_cast<std::uint64_t>(units));
    const int all = units > 100'000 ? 120'000 : 6'000;
    for (int i = 0; i < all; ++i) {
        const std::uint64_t unit = unitOf(random);
        const Arm arm = random() % 3 == 0 ? Arm::Canary : Arm::Stable; // moved as it happens
        switch (random() % 4) {
        case 0:
            judge.take(label(unit, arm, fails(random)));
            break;
        case 1: {
            UnitOutcome hanging = request(unit, arm, false);
            hanging.report = Report::Hanging;
            hanging.error.reset();
            hanging.refusal.reset();
            judge.take(hanging);
            break;
        }
        default:
            judge.take(request(unit, arm, fails(random)));
        }
        if (i % 97 == 0 || i < 50)
            QCOMPARE(brokenIn(judge), std::string());
        if (i == all / 2)
            judge.observe(std::chrono::hours{1});
    }
    QCOMPARE(brokenIn(judge), std::string());
}

void TestUnitsAndEvents::theyAreCountedOnAfterARestart() {
    ReleaseJudge judge({.guards = guards()});
    for (std::uint64_t unit = 1; unit <= 100; ++unit)
        judge.take(request(unit, unit % 2 == 0 ? Arm::Canary : Arm::Stable, false));
    auto restored = ReleaseJudge::fromJson(judge.toJson());
    QVERIFY(restored);
    for (std::uint64_t unit = 1; unit <= 100; ++unit)
        restored->take(label(unit, unit % 2 == 0 ? Arm::Canary : Arm::Stable, true));
    const auto arms = restored->explain("tool_failure")->arms;
    QCOMPARE(arms.canary.units, std::uint64_t{50});
    QCOMPARE(arms.canary.events, std::uint64_t{50});
    // A record from before arms were counted apart.
    QJsonObject older = judge.toJson();
    older.remove(QStringLiteral("arm_counts"));
    older.remove(QStringLiteral("canary_units"));
    restored = ReleaseJudge::fromJson(older);
    QVERIFY(restored);
    QCOMPARE(restored->explain("error_rate")->arms.canary.units, std::uint64_t{50});
}

QTEST_GUILESS_MAIN(TestUnitsAndEvents)
#include "tst_units_and_events.moc"
