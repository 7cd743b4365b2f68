// What makes a release more careful than its steps: gates, freeze windows, breaking the glass, superseding, freezing
// an agent whose roll back target is bad as well, and conversations that may finish.
#include <QTest>

#include "core/release/describe.h"
#include "tests/release/bench.h"
#include "tests/release/controller_states.h"

using namespace signalbox;
using namespace signalbox::release;
using namespace signalbox::release::testing;

namespace {

WallTime at(std::string_view iso) {
    return *fromIso(iso);
}

Context by(std::string actor, const AgentState& state, std::string reason = {}) {
    return {.now = {}, .actor = std::move(actor), .reason = std::move(reason), .expectedRevision = state.revision};
}

AgentState automaticRamp() {
    Plan plan = shortPlan();
    plan.advance = Advance::Automatic;
    return after(completedOnce(), {startOf("2.2.0", plan)});
}

Alarm alarmOf(const AgentState& state, GuardAction action, Alarm::Subject subject = Alarm::Subject::Candidate) {
    return {.releaseId = state.release->id, .action = action, .subject = subject};
}

} // namespace

class TestCaution : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void windowsAreOnTheCalendar_data();
    void windowsAreOnTheCalendar();
    void brokenWindowsAreRefused();
    void aWindowHoldsAutomationAndAsksPersons();
    void gatesComeBeforeAnyTraffic();
    void brokenGlassIsRecorded();
    void nobodyApprovesWhatTheyStarted();
    void aCandidateIsRefusedOrSupersedes();
    void aStepBackStaysDown();
    void aBadTargetFreezes();
    void conversationsMayFinish();
    void whatIsLeavingCanBeMovedAtOnce();
    void everythingSurvivesTheJournal();
};

void TestCaution::windowsAreOnTheCalendar_data() {
    QTest::addColumn<QString>("now");
    QTest::addColumn<QString>("window");
    const auto row = [](const char* name, const char* now, const char* window) {
        QTest::newRow(name) << QString::fromLatin1(now) << QString::fromLatin1(window);
    };
    // 2026-03-27 is a Friday; Berlin goes to summer time on the 29th at 02:00.
    row("friday noon", "2026-03-27T12:00:00.000Z", "");
    row("friday 18:00 in Berlin", "2026-03-27T17:00:00.000Z", "weekend");
    row("a minute before", "2026-03-27T16:59:59.999Z", "");
    row("saturday", "2026-03-28T10:00:00.000Z", "weekend");
    row("sunday in summer time", "2026-03-29T21:59:00.000Z", "weekend");
    row("monday 07:59 in Berlin", "2026-03-30T05:59:00.000Z", "weekend");
    row("monday 08:00 in Berlin", "2026-03-30T06:00:00.000Z", "");
    row("the last days", "2026-12-31T10:00:00.000Z", "end of the year");
    row("their first midnight", "2026-12-23T23:00:00.000Z", "end of the year");
    row("before it", "2026-12-23T22:59:59.999Z", "");
    row("after them", "2027-01-04T23:30:00.000Z", "");
}

void TestCaution::windowsAreOnTheCalendar() {
    QFETCH(const QString, now);
    QFETCH(const QString, window);
    const Calendar calendar{
        .zone = "Europe/Berlin",
        .windows = {{.name = "end of the year", .firstDate = "2026-12-24", .lastDate = "2027-01-02"},
                    {.name = "weekend", .days = {"fri"}, .from = "18:00", .until = "08:00"},
                    {.name = "weekend", .days = {"sat", "sun"}, .from = "08:00", .until = "08:00"}}};
    const auto found = freezeAt(calendar, at(now.toStdString()));
    QCOMPARE(found.has_value(), !window.isEmpty());
    if (found)
        QVERIFY2(found->starts_with(window.toStdString() + ", until 202"), found->c_str());
    // Where nobody knows the zone, nobody can tell; that holds.
    QVERIFY(freezeAt({.zone = "Nowhere/Atlantis", .windows = calendar.windows}, at(now.toStdString())));
}

void TestCaution::brokenWindowsAreRefused() {
    const auto refused = [](FreezeWindow window) {
        const auto checked = checkCalendar({.windows = {std::move(window)}});
        return checked ? std::string() : checked.error().field;
    };
    QCOMPARE(refused({.name = ""}), std::string("/freeze/0/name"));
    QCOMPARE(refused({.name = "a", .days = {"Friday"}}), std::string("/freeze/0/days/0"));
    for (const char* text : {"8:00", "24:00", "08:60", "-1:00", "08.00", "", "08:0x"})
        QCOMPARE(refused({.name = "a", .from = text}), std::string("/freeze/0/from"));
    QCOMPARE(refused({.name = "a", .until = "24:01"}), std::string("/freeze/0/until"));
    QCOMPARE(refused({.name = "a", .firstDate = "2026-02-30", .lastDate = "2026-03-01"}),
             std::string("/freeze/0/first_date"));
    QCOMPARE(refused({.name = "a", .firstDate = "2026-02-20"}), std::string("/freeze/0/last_date"));
    QCOMPARE(refused({.name = "a", .firstDate = "2026-02-20", .lastDate = "2026-02-19"}),
             std::string("/freeze/0/last_date"));
    QCOMPARE(refused({.name = "a", .firstDate = "2026-02-20", .lastDate = "2026-02-20"}), std::string());
    const auto plan = readPlan("schema: signalbox.release/1\nfreeze_zone: Nowhere/Atlantis\n");
    QVERIFY(!plan);
    QCOMPARE(plan.error().code, std::string("bad_zone"));
}

void TestCaution::aWindowHoldsAutomationAndAsksPersons() {
    const AgentState state = automaticRamp();
    Context context = by("signalbox", state);
    context.window = "weekend, until Monday";
    QCOMPARE(decide(state, Tick{1h}, context)->action, std::string());
    QCOMPARE(decide(state, Tick{1h}, by("signalbox", state))->action, std::string("release.advance"));
    const auto holds = holdsOf(state, nullptr, context.window);
    QVERIFY(std::ranges::contains(holds, "freeze window: weekend, until Monday", &Hold::text));
    const AgentState ready = decide(state, Tick{1h}, context)->after;
    Context silent = by("ana", ready, "  ");
    silent.window = context.window;
    const auto refused = decide(ready, AdvanceStep{}, silent);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, std::string("reason_needed"));
    QCOMPARE(refused.error().field, std::string("/reason"));
    silent.reason = "customers wait for it";
    QCOMPARE(decide(ready, AdvanceStep{}, silent)->action, std::string("release.advance"));
    // Nothing of this stands in the way of what is safer.
    silent.reason.clear();
    for (const Event& event : {Event(Pause{}), Event(RollBack{}), Event(Abort{})})
        QVERIFY(decide(ready, event, silent));
}

void TestCaution::gatesComeBeforeAnyTraffic() {
    Plan plan = shortPlan();
    plan.gates = {"tests", "review"};
    plan.advance = Advance::Automatic;
    AgentState state = after(completedOnce(), {startOf("2.2.0", plan)});
    QVERIFY(phaseOf(state) == Phase::Testing);
    QVERIFY(!routingOf(state).canary);
    QCOMPARE(decideNow(state, AdvanceStep{}).error().code, std::string("holds_open"));
    QCOMPARE(decideNow(state, Promote{}).error().code, std::string("holds_open"));
    QCOMPARE(decideNow(state, Gate{.gate = "luck", .passed = true}).error().code, std::string("unknown_gate"));
    state = after(state, {Gate{.gate = "tests", .passed = true}, Gate{.gate = "review", .passed = false}, Tick{24h}});
    QVERIFY(phaseOf(state) == Phase::Testing);
    QCOMPARE(holdsOf(state)[1].text, std::string("gate review: failed"));
    QCOMPARE(decideNow(state, Gate{.gate = "tests", .passed = true})->action, std::string());
    state = after(state, {Gate{.gate = "review", .passed = true}, Tick{1ms}});
    QVERIFY(phaseOf(state) == Phase::Ramping);
    QCOMPARE(state.release->step, 0);
    QVERIFY(!decideNow(state, Gate{.gate = "tests", .passed = false}));
}

void TestCaution::brokenGlassIsRecorded() {
    const AgentState state = after(completedOnce(), {startOf("2.2.0"), Pause{}});
    Context context = by("ana", state, "a customer is down");
    context.breakGlass = true;
    const auto promoted = decide(state, Promote{}, context);
    QVERIFY(promoted && promoted->after.lastChange.breakGlass && !promoted->after.release->paused);
    QVERIFY(phaseOf(promoted->after) == Phase::Observing);
    const auto forced = decide(state, AdvanceStep{}, context);
    QVERIFY(forced.has_value());
    QCOMPARE(forced->after.release->step, 1);
    QVERIFY(!forced->after.release->paused);
    QVERIFY(forced->after.lastChange.breakGlass);
    QVERIFY(describe(forced->action, state, forced->after).ends_with("(glass broken)"));
    context.reason = "\t ";
    QCOMPARE(decide(state, AdvanceStep{}, context).error().code, std::string("reason_needed"));
    // It opens no quarantine, and what is safer needs no glass.
    const AgentState back = after(state, {RollBack{}});
    context = by("ana", back, "I am sure");
    context.breakGlass = true;
    QCOMPARE(decide(back, startOf("2.2.0"), context).error().code, std::string("quarantined"));
    QVERIFY(!decide(state, RollBack{}, context)->after.lastChange.breakGlass);
}

// Unless the workspace allows it, and then the log says so; also where what was queued had started by itself.
void TestCaution::nobodyApprovesWhatTheyStarted() {
    Plan plan = planWith(0ms, Approval::Needed);
    for (const bool queued : {false, true}) {
        for (const OwnApproval own : {OwnApproval::Refused, OwnApproval::Allowed}) {
            plan.ownApproval = own;
            plan.whenRunning = WhenRunning::Queue;
            const std::vector<Event> past = queued ? std::vector<Event>{startOf("2.2.0"), startOf("2.3.0", plan),
                                                                        Tick{1min},       Promote{},
                                                                        Tick{10min},      Tick{1s}}
                                                   : std::vector<Event>{startOf("2.3.0", plan)};
            const AgentState state = after(completedOnce(), past);
            QCOMPARE(state.release->candidate.name(), std::string("2.3.0"));
            const auto byOther = decide(state, Approve{}, by("ben", state));
            QVERIFY(byOther && !byOther->after.lastChange.ownApproval);
            QVERIFY(!describe(byOther->action, state, byOther->after).contains("own"));
            const auto byOwner = decide(state, Approve{}, by("ana", state));
            QCOMPARE(byOwner.has_value(), own == OwnApproval::Allowed);
            if (!byOwner) {
                QCOMPARE(byOwner.error().code, std::string("own_release"));
                QVERIFY(byOwner.error().message.contains("ana started"));
                continue;
            }
            QVERIFY(byOwner->after.lastChange.ownApproval);
            QVERIFY(describe(byOwner->action, state, byOwner->after).ends_with("(own release)"));
            QCOMPARE(*stateFromJson(stateToJson(byOwner->after)), byOwner->after);
        }
    }
}

void TestCaution::aCandidateIsRefusedOrSupersedes() {
    const AgentState running = after(completedOnce(), {startOf("2.2.0"), Tick{1min}, AdvanceStep{}});
    const auto refused = decideNow(running, startOf("2.3.0"));
    QCOMPARE(refused.error().code, std::string("release_running"));
    QVERIFY(refused.error().message.contains("2.2.0"));
    Plan plan = shortPlan();
    plan.whenRunning = WhenRunning::Supersede;
    const auto taken = decideNow(running, startOf("2.3.0", plan));
    QVERIFY(taken.has_value());
    QCOMPARE(taken->action, std::string("release.supersede"));
    QCOMPARE(routingOf(taken->after).canary->name(), std::string("2.3.0"));
    QCOMPARE(taken->after.release->step, 0);
    QCOMPARE(taken->after.release->inStep, 0ms);
    QCOMPARE(taken->after.stable.name(), running.stable.name());
    QVERIFY(describe(taken->action, running, taken->after).ends_with("which ended the release of 2.2.0"));
    // Where a candidate already answers everything nobody can say what the next one is compared with.
    const AgentState observing = after(running, {Tick{1min}, Promote{}});
    QCOMPARE(decideNow(observing, startOf("2.3.0", plan)).error().code, std::string("release_observing"));
}

void TestCaution::aStepBackStaysDown() {
    Plan plan = shortPlan();
    plan.advance = Advance::Automatic;
    AgentState state = after(completedOnce(), {startOf("2.2.0", plan), Tick{1min}});
    QCOMPARE(state.release->step, 1);
    state = after(state, {alarmOf(state, GuardAction::StepBack)});
    QCOMPARE(state.release->step, 0);
    QVERIFY(state.release->paused);
    QCOMPARE(after(state, {Tick{24h}}).release->step, 0);
    // On the first step there is nothing below: it pauses.
    AgentState first = automaticRamp();
    first = after(first, {alarmOf(first, GuardAction::StepBack)});
    QCOMPARE(first.release->step, 0);
    QVERIFY(first.release->paused);
    QCOMPARE(decideNow(first, alarmOf(first, GuardAction::StepBack))->action, std::string());
}

void TestCaution::aBadTargetFreezes() {
    const AgentState running = automaticRamp();
    const Alarm bad = alarmOf(running, GuardAction::RollBack, Alarm::Subject::Stable);
    const AgentState frozen = after(running, {bad});
    QVERIFY(frozen.freeze.has_value());
    QVERIFY(frozen.release->paused);
    QVERIFY(routingOf(frozen) == routingOf(running));
    QCOMPARE(after(frozen, {alarmOf(running, GuardAction::RollBack)}), frozen);
    QCOMPARE(decideNow(frozen, Resume{}).error().code, std::string("frozen"));
    QVERIFY(decideNow(frozen, RollBack{}));
    // The same after automation went back: it does not go further, and not forward again.
    const AgentState back = after(running, {alarmOf(running, GuardAction::RollBack)});
    const AgentState stuck = after(back, {bad});
    QVERIFY(stuck.freeze.has_value());
    QVERIFY(routingOf(stuck) == routingOf(back));
    QCOMPARE(decideNow(stuck, startOf("2.3.0")).error().code, std::string("frozen"));
    Context context = by("ana", stuck, "2.3.0 has the fix");
    context.breakGlass = true;
    QVERIFY(decide(stuck, startOf("2.3.0"), context));
    QVERIFY(decideNow(after(stuck, {Unfreeze{}}), startOf("2.3.0")));
    QCOMPARE(decideNow(back, Unfreeze{}).error().code, std::string("not_frozen"));
    // Once a person has acted, the old alarm is about nothing any more.
    const AgentState other = after(back, {startOf("2.3.0")});
    QCOMPARE(after(other, {bad}), other);
}

void TestCaution::conversationsMayFinish() {
    Plan plan = shortPlan();
    plan.conversations = ConversationPolicy::Drain;
    plan.drainTime = 5min;
    const AgentState running = after(completedOnce(), {startOf("2.2.0", plan)});
    AgentState back = after(running, {RollBack{}});
    QVERIFY(back.leaving.has_value());
    QCOMPARE(routingOf(back).leaving->name(), std::string("2.2.0"));
    QCOMPARE(routingOf(back).canaryWeight, traffic::Weight{});
    QVERIFY(after(back, {Undo{}}).leaving == std::nullopt);
    QVERIFY(after(running, {RollBack{.target = {}, .conversations = ConversationPolicy::Move}}).leaving ==
            std::nullopt);
    const AgentState ended = after(running, {Abort{}}); // the same as at a roll back
    QVERIFY(ended.leaving == back.leaving);
    QVERIFY(!after(ended, {RollBack{.target = {}, .conversations = ConversationPolicy::Move}}).leaving);
    QVERIFY(!after(ended, {Tick{5min}}).leaving);
    plan.conversations = ConversationPolicy::Move;
    QVERIFY(!after(completedOnce(), {startOf("2.2.0", plan), Abort{}}).leaving);
    plan.conversations = ConversationPolicy::Drain;
    back = after(back, {Tick{299s}});
    QCOMPARE(back.leaving->remaining, 1s);
    const auto over = decideNow(back, Tick{1s});
    QCOMPARE(over->action, std::string("conversations.moved"));
    QVERIFY(over->direction == Direction::Safer);
    QVERIFY(!over->after.leaving && over->after.undo.has_value());
    // A shadow has no conversations.
    plan = planWith(1min, Approval::NotNeeded);
    plan.conversations = ConversationPolicy::Finish;
    QVERIFY(!after(completedOnce(), {startOf("2.2.0", plan), RollBack{}}).leaving);
}

void TestCaution::whatIsLeavingCanBeMovedAtOnce() {
    Bench bench;
    Plan plan = shortPlan();
    plan.conversations = ConversationPolicy::Finish;
    QVERIFY(bench.start(plan));
    QVERIFY(bench.give(RollBack{}));
    QCOMPARE(bench.plane.table->routes().at("refunds").leaving->version.name(), std::string("2.1.0"));
    QCOMPARE(bench.weight(), traffic::Weight{});
    // The second of two people who press the button finds the work done.
    QCOMPARE(bench.give(RollBack{})->sequence, std::uint64_t{0});
    QVERIFY(bench.state().leaving.has_value());
    QVERIFY(bench.give(RollBack{.target = {}, .conversations = ConversationPolicy::Move}));
    QVERIFY(!bench.plane.table->routes().at("refunds").leaving);
    QVERIFY(bench.give(Undo{}));
    QVERIFY(bench.give(RollBack{}));
    QVERIFY(bench.state().leaving.has_value());
    // Its time ends by the clock.
    bench.clock.advance(24h);
    QCOMPARE(bench.coordinator->tick(), std::vector<std::string>{"refunds"});
    QVERIFY(!bench.state().leaving);
}

void TestCaution::everythingSurvivesTheJournal() {
    Plan plan = shortPlan();
    plan.gates = {"tests"};
    plan.conversations = ConversationPolicy::Drain;
    plan.drainTime = 90s;
    plan.whenRunning = WhenRunning::Supersede;
    plan.guardrails[0].action = GuardAction::StepBack;
    plan.freeze = {.zone = "Europe/Berlin",
                   .windows = {{.name = "weekend", .days = {"sat"}, .from = "01:00", .until = "02:00"},
                               {.name = "year", .firstDate = "2026-12-24", .lastDate = "2027-01-02"}}};
    AgentState state = after(completedOnce(), {startOf("2.2.0", plan), Gate{.gate = "tests", .passed = true}});
    QCOMPARE(*stateFromJson(stateToJson(state)), state);
    state = after(state, {AdvanceStep{}});
    const Alarm bad = alarmOf(state, GuardAction::RollBack, Alarm::Subject::Stable);
    state = after(state, {RollBack{}, bad});
    QVERIFY(state.leaving && state.freeze);
    state.lastChange.breakGlass = true;
    QCOMPARE(*stateFromJson(stateToJson(state)), state);
}

QTEST_APPLESS_MAIN(TestCaution)
#include "tst_caution.moc"
