// The minimum evidence of a step is a hold like time and approval; and nothing climbs by itself against a verdict.
#include <QTest>

#include "tests/release/rooms.h"

using namespace signalbox;
using namespace signalbox::release;
using namespace signalbox::release::testing;
using namespace std::chrono_literals;

namespace {

AgentState ramping(Advance advance, MinimumEvidence evidence) {
    AgentState state;
    state.agent = "refunds";
    state.stable = version("1.0.0");
    state.revision = 1;
    Plan plan = shortPlan();
    plan.advance = advance;
    plan.evidence = evidence;
    for (Step& step : plan.steps)
        step.minimumTime = 0ms;
    auto started = decide(state, Start{.releaseId = "refunds.1", .candidate = version("1.1.0"), .plan = plan},
                          {.now = {}, .actor = "test", .reason = {}, .expectedRevision = 1});
    return started ? started->after : AgentState{};
}

Result<Decision> advanceWith(const AgentState& state, std::optional<EvidenceView> evidence) {
    return decide(state, AdvanceStep{},
                  {.now = {}, .actor = "test", .reason = {}, .expectedRevision = state.revision, .evidence = evidence});
}

Decision tickOf(const AgentState& state, std::optional<EvidenceView> evidence) {
    return *decide(state, Tick{1s},
                   {.now = {}, .actor = "signalbox", .reason = {}, .expectedRevision = {}, .evidence = evidence});
}

} // namespace

class TestEvidenceHold : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void holdsUntilThereIsEnough();
    void doubtsHoldAsWell();
    void automationNeverClimbsAgainstAVerdict();
    void promotionWaitsForIt();
    void doubtsOfAutomationAreShown();
};

void TestEvidenceHold::holdsUntilThereIsEnough() {
    const AgentState state = ramping(Advance::Manual, MinimumEvidence::Needed);
    QVERIFY(phaseOf(state) == Phase::Ramping);
    QCOMPARE(advanceWith(state, std::nullopt).error().code, std::string("holds_open"));
    const EvidenceView tooLittle{.units = 999, .minimum = 1000, .isWorse = false, .holds = {}};
    const auto refused = advanceWith(state, tooLittle);
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains("999 of 1,000"), refused.error().message.c_str());
    const auto holds = holdsOf(state, &tooLittle);
    QCOMPARE(holds.size(), std::size_t{1});
    QCOMPARE(holds[0].kind, std::string("evidence"));
    QVERIFY(!holds[0].satisfied);
    const auto done = advanceWith(state, EvidenceView{.units = 1000, .minimum = 1000, .isWorse = false, .holds = {}});
    QVERIFY(done.has_value());
    QCOMPARE(done->after.release->step, 1);
    QVERIFY(advanceWith(ramping(Advance::Manual, MinimumEvidence::NotNeeded), std::nullopt).has_value());
}

void TestEvidenceHold::doubtsHoldAsWell() {
    const AgentState state = ramping(Advance::Manual, MinimumEvidence::Needed);
    const auto doubt =
        advanceWith(state, EvidenceView{.units = 5000, .minimum = 10, .isWorse = false, .holds = {"No data."}});
    QVERIFY(!doubt);
    QVERIFY(doubt.error().message.contains("No data."));
    QVERIFY(!advanceWith(state, EvidenceView{.units = 5000, .minimum = 10, .isWorse = true, .holds = {}}));
}

void TestEvidenceHold::automationNeverClimbsAgainstAVerdict() {
    const AgentState state = ramping(Advance::Automatic, MinimumEvidence::NotNeeded);
    QCOMPARE(tickOf(state, EvidenceView{.isWorse = true, .holds = {}}).action, std::string());
    QCOMPARE(tickOf(state, EvidenceView{.isWorse = false, .holds = {"The split is wrong."}}).action, std::string());
    QCOMPARE(tickOf(state, EvidenceView{}).action, std::string("release.advance"));
    const AgentState careful = ramping(Advance::Automatic, MinimumEvidence::Needed);
    QCOMPARE(tickOf(careful, std::nullopt).action, std::string());
    QCOMPARE(tickOf(careful, EvidenceView{.units = 9, .minimum = 10, .isWorse = false, .holds = {}}).action,
             std::string());
    QCOMPARE(tickOf(careful, EvidenceView{.units = 10, .minimum = 10, .isWorse = false, .holds = {}}).action,
             std::string("release.advance"));
}

void TestEvidenceHold::promotionWaitsForIt() {
    const AgentState state = ramping(Advance::Manual, MinimumEvidence::Needed);
    Context context{.now = {}, .actor = "test", .reason = "why", .expectedRevision = state.revision};
    QCOMPARE(decide(state, Promote{}, context).error().code, std::string("holds_open"));
    context.evidence = EvidenceView{.units = 10, .minimum = 10, .isWorse = false, .holds = {}};
    const auto promoted = decide(state, Promote{}, context);
    QVERIFY(promoted.has_value());
    QVERIFY(phaseOf(promoted->after) == Phase::Observing);
}

// What keeps automation from going on is shown as a hold, and keeps nobody else.
void TestEvidenceHold::doubtsOfAutomationAreShown() {
    const AgentState state = ramping(Advance::Automatic, MinimumEvidence::NotNeeded);
    const EvidenceView worse{.isWorse = true, .holds = {}};
    QCOMPARE(tickOf(state, worse).action, std::string());
    const auto holds = holdsOf(state, &worse);
    QCOMPARE(holds.size(), std::size_t{1});
    QCOMPARE(holds[0].kind, std::string("guardrails"));
    QVERIFY(!holds[0].satisfied && holds[0].scope == HoldScope::Automation);
    QVERIFY(advanceWith(state, worse).has_value());
    const EvidenceView silent{.isWorse = false, .holds = {"The split is wrong."}};
    QCOMPARE(holdsOf(state, &silent)[0].text, std::string("The split is wrong."));
}

QTEST_APPLESS_MAIN(TestEvidenceHold)
#include "tst_evidence_hold.moc"
