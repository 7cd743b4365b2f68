// The controller as a truth table: every verb in every state, then the rules that a table cannot hold.
#include <QTest>

#include "core/release/describe.h"
#include "tests/release/controller_states.h"

using namespace signalbox;
using namespace signalbox::release;
using namespace signalbox::release::testing;
using namespace std::chrono_literals;

namespace {

// "R" riskier, "S" safer, "N" neutral, then what serves; or the code of the refusal.
QString resultOf(const Result<Decision>& decision) {
    if (!decision)
        return QString::fromStdString(decision.error().code);
    if (decision->action.empty())
        return QStringLiteral("-");
    const char letter = decision->direction == Direction::Riskier ? 'R'
                        : decision->direction == Direction::Safer ? 'S'
                                                                  : 'N';
    const Routing routing = routingOf(decision->after);
    return QStringLiteral("%1 %2 %3")
        .arg(QString(QLatin1Char(letter)), QString::fromStdString(routing.stable.name()))
        .arg(routing.canaryWeight.thousandths());
}

} // namespace

class TestController : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void truthTable_data();
    void truthTable();
    void everyRefusalSaysWhatToDo();
    void staleRevisionsAreConflictsThatNameTheChange();
    void rollBackNeedsNoRevisionAndIsIdempotent();
    void rollBackQuarantinesUntilAPersonReleases();
    void rollBackGoesFurtherOnlyToANamedGoodVersion();
    void rollBackNeverGoesToTheCandidate();
    void undoRestoresTheReleaseOnlyDirectlyAfter();
    void theNewestEndIsRemembered();
    void pausesDoNotCount();
    void advanceNamesTheRemainingTime();
    void automaticPlansAdvanceOneStepAtATime();
    void shadowingOfAManualPlanWaitsForAPerson();
    void observationCompletesByItself();
    void stepBackOfAnAutomaticPlanPauses();
    void badPlansAreRefusedAtStart();
    void stateRoundTripsThroughJson();
    void brokenStatesAreRefused();
    void actionsReadAsEnglish();
};

void TestController::truthTable_data() {
    QTest::addColumn<QString>("state");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char* state, const char* expected) {
        QTest::newRow(state) << QString::fromLatin1(state) << QString::fromLatin1(expected).split(QLatin1Char('|'));
    };
    //   adopt|start|advance|approve|pause|resume|step_back|promote|abort|roll_back|undo|unquarantine|tick
    row("unknown", "R 3.0.0 0|not_adopted|not_adopted|not_adopted|not_adopted|not_adopted|not_adopted|not_adopted|"
                   "not_adopted|not_adopted|not_adopted|not_adopted|-");
    row("adopted", "already_adopted|R 2.0.0 50|no_release|no_release|no_release|no_release|no_release|no_release|"
                   "no_release|no_target|nothing_to_undo|not_quarantined|-");
    row("idle", "already_adopted|R 2.1.0 50|no_release|no_release|no_release|no_release|no_release|no_release|"
                "no_release|S 2.0.0 0|nothing_to_undo|not_quarantined|-");
    row("shadowing", "already_adopted|release_running|holds_open|no_approval_needed|S 2.1.0 0|not_paused|first_step|"
                     "holds_open|S 2.1.0 0|S 2.1.0 0|nothing_to_undo|not_quarantined|-");
    row("held", "already_adopted|release_running|holds_open|no_approval_needed|S 2.1.0 50|not_paused|first_step|"
                "holds_open|S 2.1.0 0|S 2.1.0 0|nothing_to_undo|not_quarantined|-");
    row("ready", "already_adopted|release_running|R 2.1.0 500|no_approval_needed|S 2.1.0 50|not_paused|first_step|"
                 "R 2.1.0 1000|S 2.1.0 0|S 2.1.0 0|nothing_to_undo|not_quarantined|-");
    row("approval", "already_adopted|release_running|holds_open|N 2.1.0 50|S 2.1.0 50|not_paused|first_step|"
                    "holds_open|S 2.1.0 0|S 2.1.0 0|nothing_to_undo|not_quarantined|-");
    row("step 2", "already_adopted|release_running|holds_open|no_approval_needed|S 2.1.0 500|not_paused|S 2.1.0 50|"
                  "holds_open|S 2.1.0 0|S 2.1.0 0|nothing_to_undo|not_quarantined|-");
    row("paused", "already_adopted|release_running|holds_open|no_approval_needed|already_paused|N 2.1.0 50|first_step|"
                  "holds_open|S 2.1.0 0|S 2.1.0 0|nothing_to_undo|not_quarantined|-");
    row("observing", "already_adopted|release_running|holds_open|no_approval_needed|S 2.1.0 1000|not_paused|"
                     "S 2.1.0 500|holds_open|S 2.1.0 0|S 2.1.0 0|nothing_to_undo|not_quarantined|-");
    row("rolled back", "already_adopted|R 2.1.0 50|no_release|no_release|no_release|no_release|no_release|no_release|"
                       "no_release|-|R 2.1.0 50|N 2.1.0 0|-");
}

void TestController::truthTable() {
    QFETCH(const QString, state);
    QFETCH(const QStringList, expected);
    QCOMPARE(expected.size(), static_cast<qsizetype>(verbs().size()));
    const AgentState before = stateNamed(state);
    for (std::size_t i = 0; i < verbs().size(); ++i) {
        const auto& [name, event] = verbs()[i];
        const auto decision = decideNow(before, event);
        const QString found = name + QStringLiteral(": ") + resultOf(decision);
        QCOMPARE(found, name + QStringLiteral(": ") + expected.at(static_cast<qsizetype>(i)));
        if (decision && !decision->action.empty()) {
            QCOMPARE(decision->after.revision, before.revision + 1);
            QCOMPARE(decision->after.lastChange.actor, std::string("ben"));
            QVERIFY(!isQuarantined(decision->after, decision->after.stable));
        } else if (decision) {
            QCOMPARE(decision->after.revision, before.revision);
        }
    }
}

void TestController::everyRefusalSaysWhatToDo() {
    for (const char* name : {"unknown", "adopted", "idle", "shadowing", "held", "paused", "observing", "rolled back"}) {
        for (const auto& [verb, event] : verbs()) {
            const auto decision = decideNow(stateNamed(QString::fromLatin1(name)), event);
            if (decision)
                continue;
            QCOMPARE(decision.error().kind, isHeld(decision.error()) ? Errc::Conflict : Errc::Refused);
            QVERIFY(decision.error().message.ends_with('.'));
            QVERIFY(!decision.error().hint.empty());
        }
    }
}

void TestController::staleRevisionsAreConflictsThatNameTheChange() {
    const AgentState state = stateNamed(QStringLiteral("ready"));
    for (const auto& [name, event] : verbs()) {
        if (name == u"adopt" || name == u"roll_back" || name == u"tick")
            continue;
        auto stale =
            decide(state, event, {.now = {}, .actor = "ben", .reason = {}, .expectedRevision = state.revision - 1});
        QVERIFY(!stale);
        QCOMPARE(stale.error().kind, Errc::Conflict);
        QVERIFY(stale.error().message.find("release.start by ana") != std::string::npos);
        QVERIFY(stale.error().message.find(std::to_string(state.revision)) != std::string::npos);
        auto missing = decide(state, event, {.now = {}, .actor = "ben", .reason = {}, .expectedRevision = {}});
        QCOMPARE(missing.error().code, std::string("revision_required"));
    }
}

void TestController::rollBackNeedsNoRevisionAndIsIdempotent() {
    for (const char* name : {"shadowing", "held", "ready", "approval", "step 2", "paused", "observing"}) {
        const AgentState before = stateNamed(QString::fromLatin1(name));
        const auto first = decide(before, RollBack{}, {.now = {}, .actor = "ben", .reason = {}, .expectedRevision = 0});
        QVERIFY(first);
        QCOMPARE(first->direction, Direction::Safer);
        QVERIFY(!first->after.release);
        QCOMPARE(first->after.stable, version("2.1.0"));
        QVERIFY(first->after.lastEnding == Ending::RolledBack);
        const auto second = decide(first->after, RollBack{}, {});
        QVERIFY(second && second->action.empty());
        QCOMPARE(second->after, first->after);
        const auto named = decide(first->after, RollBack{version("2.1.0")}, {});
        QVERIFY(named && named->action.empty());
    }
}

void TestController::rollBackQuarantinesUntilAPersonReleases() {
    AgentState state = stateNamed(QStringLiteral("rolled back"));
    QCOMPARE(decideNow(state, startOf("2.2.0")).error().code, std::string("quarantined"));
    QVERIFY(decideNow(state, startOf("2.3.0")).has_value());
    state = after(state, {Unquarantine{version("2.2.0")}});
    QVERIFY(decideNow(state, startOf("2.2.0")).has_value());
    // Idle: the stable version that is left behind is held too.
    state = after(completedOnce(), {RollBack{}});
    QVERIFY(isQuarantined(state, version("2.1.0")));
    QCOMPARE(state.stable, version("2.0.0"));
    QVERIFY(!rollBackTarget(state));
}

void TestController::rollBackGoesFurtherOnlyToANamedGoodVersion() {
    AgentState state = after(completedOnce(), {startOf("2.2.0"), Tick{1min}, Promote{}, Tick{10min}});
    QCOMPARE(decideNow(state, RollBack{version("9.9.9")}).error().code, std::string("not_known_good"));
    const auto far = decideNow(state, RollBack{version("2.0.0")});
    QVERIFY(far);
    QCOMPARE(far->after.stable, version("2.0.0"));
    QVERIFY(!rollBackTarget(far->after));
    // Both versions bad: it goes back one by one and never returns to a version that it left.
    state = after(state, {RollBack{}, RollBack{version("2.0.0")}});
    QCOMPARE(state.stable, version("2.0.0"));
    QCOMPARE(decideNow(state, RollBack{version("2.1.0")}).error().code, std::string("quarantined"));
    QCOMPARE(decideNow(state, RollBack{version("2.2.0")}).error().code, std::string("quarantined"));
}

// Found by the simulation: a formerly good version is tried again and named as the target while it ramps.
void TestController::rollBackNeverGoesToTheCandidate() {
    const AgentState state = after(completedOnce(), {startOf("2.0.0")});
    QCOMPARE(decideNow(state, RollBack{version("2.0.0")}).error().code, std::string("target_is_candidate"));
    QCOMPARE(decideNow(state, RollBack{})->after.stable, version("2.1.0"));
}

// Where its evidence is looked for, and what a person who was paged is told first.
void TestController::theNewestEndIsRemembered() {
    const AgentState before = stateNamed(QStringLiteral("step 2"));
    QVERIFY(before.ended && before.ended->releaseId != before.release->id);
    Context context;
    std::tie(context.actor, context.reason) = std::pair("guardrail error_rate", "error_rate is worse");
    context.now = WallTime{5s};
    const auto back = decide(before, RollBack{}, context);
    QVERIFY(back && back->after.ended);
    QCOMPARE(*back->after.ended, (Ended{.releaseId = before.release->id,
                                        .candidate = before.release->candidate,
                                        .ending = Ending::RolledBack,
                                        .actor = context.actor,
                                        .reason = context.reason,
                                        .at = context.now}));
    const auto read = stateFromJson(stateToJson(back->after));
    QVERIFY(read);
    QCOMPARE(*read, back->after);
    QVERIFY(after(back->after, {Unquarantine{before.release->candidate}}).ended);
    QVERIFY(!after(back->after, {Undo{}}).ended); // it goes on
    QVERIFY(after(before, {Abort{}}).ended->ending == Ending::Aborted);
    const AgentState done = completedOnce();
    QVERIFY(done.ended->ending == Ending::Completed);
    QCOMPARE(after(done, {startOf("2.3.0")}).ended, done.ended); // until that ends
}

void TestController::undoRestoresTheReleaseOnlyDirectlyAfter() {
    const AgentState before = stateNamed(QStringLiteral("step 2"));
    const AgentState back = after(before, {RollBack{}});
    const AgentState undone = after(back, {Undo{}});
    QCOMPARE(undone.release, before.release);
    QCOMPARE(undone.lastGood, before.lastGood);
    QCOMPARE(undone.quarantine, before.quarantine);
    QCOMPARE(routingOf(undone), routingOf(before));
    QVERIFY(!undone.undo);
    QCOMPARE(decideNow(undone, Undo{}).error().code, std::string("nothing_to_undo"));
    const AgentState released = after(back, {Unquarantine{version("2.2.0")}});
    QCOMPARE(decideNow(released, Undo{}).error().code, std::string("nothing_to_undo"));
    const AgentState idle = completedOnce();
    const AgentState again = after(idle, {RollBack{}, Tick{1h}, Undo{}});
    QCOMPARE(again.stable, idle.stable);
    QCOMPARE(again.lastGood, idle.lastGood);
    QVERIFY(again.quarantine.empty());
}

void TestController::pausesDoNotCount() {
    AgentState state = after(stateNamed(QStringLiteral("held")), {Tick{30s}, Pause{}, Tick{24h}, Resume{}, Tick{29s}});
    QCOMPARE(state.release->inStep, 59'000ms);
    QCOMPARE(decideNow(state, AdvanceStep{}).error().code, std::string("holds_open"));
    state = after(state, {Tick{-1h}, Tick{1s}});
    QCOMPARE(state.release->inStep, 60'000ms);
    QVERIFY(decideNow(state, AdvanceStep{}).has_value());
}

void TestController::advanceNamesTheRemainingTime() {
    const AgentState state = after(stateNamed(QStringLiteral("held")), {Tick{18s}});
    const auto refused = decideNow(state, AdvanceStep{});
    QVERIFY2(refused.error().message.find("0:18 of 1:00 min, 42 s remain") != std::string::npos,
             refused.error().message.c_str());
    QCOMPARE(progressText(42min, 1h), std::string("0:42 of 1:00 h"));
    QCOMPARE(progressText(5s, 30s), std::string("0:05 of 0:30 min"));
    QCOMPARE(progressText(25h, 24h), std::string("24:00 of 24:00 h"));
}

void TestController::automaticPlansAdvanceOneStepAtATime() {
    Plan plan = shortPlan();
    plan.advance = Advance::Automatic;
    plan.steps[0].approval = Approval::Needed;
    AgentState state = after(adopted(), {startOf("2.1.0", plan), Tick{24h}});
    QCOMPARE(state.release->step, 0);
    state = after(state, {Approve{}, Tick{24h}});
    QCOMPARE(state.release->step, 1);
    QCOMPARE(state.release->inStep, 0ms);
    QVERIFY(!state.release->approved);
    state = after(state, {Pause{}, Tick{24h}});
    QCOMPARE(state.release->step, 1);
}

void TestController::shadowingOfAManualPlanWaitsForAPerson() {
    const AgentState state = after(stateNamed(QStringLiteral("shadowing")), {Tick{24h}});
    QVERIFY(phaseOf(state) == Phase::Shadowing);
    QCOMPARE(routingOf(state).shadow, std::optional(version("2.2.0")));
    QCOMPARE(routingOf(state).canaryWeight, traffic::Weight{});
    QCOMPARE(routingOf(after(state, {AdvanceStep{}})).canaryWeight, traffic::Weight::percent(5));
    QVERIFY(!routingOf(after(state, {AdvanceStep{}})).shadow);
}

void TestController::observationCompletesByItself() {
    AgentState state = after(stateNamed(QStringLiteral("observing")), {Tick{10min - 1ms}});
    QVERIFY(phaseOf(state) == Phase::Observing);
    QCOMPARE(rollBackTarget(state), std::optional(version("2.1.0")));
    state = after(state, {Tick{1ms}});
    QVERIFY(phaseOf(state) == Phase::Idle);
    QCOMPARE(state.stable, version("2.2.0"));
    QCOMPARE(state.lastGood, std::optional(version("2.1.0")));
    QVERIFY(state.lastEnding == Ending::Completed);
}

void TestController::stepBackOfAnAutomaticPlanPauses() {
    Plan plan = shortPlan();
    plan.advance = Advance::Automatic;
    const AgentState state = after(adopted(), {startOf("2.1.0", plan), Tick{1min}, StepBack{}, Tick{24h}});
    QCOMPARE(state.release->step, 0);
    QVERIFY(state.release->paused);
}

void TestController::badPlansAreRefusedAtStart() {
    Plan plan = shortPlan();
    plan.guardrails[0].metric = "eror_rate";
    QCOMPARE(decideNow(adopted(), startOf("2.1.0", plan)).error().code, std::string("bad_plan"));
    QCOMPARE(decideNow(adopted(), startOf("2.0.0")).error().code, std::string("already_stable"));
    QCOMPARE(
        decideNow(adopted(), Start{.releaseId = {}, .candidate = version("2.1.0"), .plan = shortPlan()}).error().code,
        std::string("no_release_id"));
}

void TestController::stateRoundTripsThroughJson() {
    for (const char* name :
         {"adopted", "idle", "shadowing", "approval", "step 2", "paused", "observing", "rolled back"}) {
        const AgentState state = stateNamed(QString::fromLatin1(name));
        const auto read = stateFromJson(stateToJson(state));
        QVERIFY2(read.has_value(), read ? "" : read.error().message.c_str());
        QCOMPARE(*read, state);
    }
}

void TestController::brokenStatesAreRefused() {
    const QJsonObject good = stateToJson(stateNamed(QStringLiteral("step 2")));
    for (const QString& key : {QStringLiteral("agent"), QStringLiteral("revision"), QStringLiteral("stable")}) {
        QJsonObject broken = good;
        broken.remove(key);
        const auto read = stateFromJson(broken);
        QVERIFY(!read);
        QVERIFY(read.error().field.starts_with("/" + key.toStdString()));
    }
    QJsonObject release = good.value(QLatin1String("release")).toObject();
    release.insert(QLatin1String("step"), 17); // no such step: routing it would read past the plan
    QJsonObject broken = good;
    broken.insert(QLatin1String("release"), release);
    QVERIFY(!stateFromJson(broken));
    QVERIFY(!stateFromJson({}));
}

void TestController::actionsReadAsEnglish() {
    const AgentState idle = completedOnce();
    const AgentState held = after(idle, {startOf("2.2.0")});
    const AgentState back = after(held, {RollBack{}});
    QCOMPARE(describe("release.start", idle, held), std::string("started 2.2.0 at 5 % beside 2.1.0"));
    QCOMPARE(describe("release.roll_back", held, back), std::string("rolled back from 2.2.0 to 2.1.0"));
    QCOMPARE(describe("release.roll_back", idle, after(idle, {RollBack{}})),
             std::string("rolled back from 2.1.0 to 2.0.0"));
    QCOMPARE(describe("release.undo", back, after(back, {Undo{}})),
             std::string("undid the roll back: 2.2.0 at 5 % beside 2.1.0 again"));
    QCOMPARE(describe("release.promote", held, after(held, {Tick{1min}, Promote{}})),
             std::string("promoted 2.2.0 from 5 % to 100 %"));
    QCOMPARE(describe("version.unquarantine", back, after(back, {Unquarantine{version("2.2.0")}})),
             std::string("released 2.2.0 from quarantine"));
    QCOMPARE(describeTraffic(held), std::string("2.1.0 answers 95 %, canary 2.2.0 5 %"));
    QCOMPARE(describe("backend.start", std::nullopt, idle), std::string("backend.start"));
}

QTEST_APPLESS_MAIN(TestController)
#include "tst_controller.moc"
