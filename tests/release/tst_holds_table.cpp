// State × verb as one table: every phase, paused and frozen or not, with each hold open or none, by the person who
// started the release or another, with and without a broken glass. What is right is said here once more, by the rules
// of the design, and not by asking the controller.
#include <array>

#include <QTest>

#include "tests/release/controller_states.h"

using namespace signalbox;
using namespace signalbox::release;
using namespace signalbox::release::testing;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

enum class Open { Nothing, Gate, Time, Evidence, Worse, Approval };
constexpr std::array openHolds{Open::Nothing, Open::Gate, Open::Time, Open::Evidence, Open::Worse, Open::Approval};
constexpr std::array phases{Phase::Testing, Phase::Shadowing, Phase::Ramping, Phase::Observing};

struct Case {
    Phase phase = Phase::Ramping;
    bool paused = false;
    bool frozen = false;
    Open open = Open::Nothing;
    bool own = false; // who acts started the release
    bool glass = false;
};

// Which holds a phase can have.
bool isPossible(const Case& given) {
    switch (given.open) {
    case Open::Nothing:
        return true;
    case Open::Gate:
        return given.phase == Phase::Testing;
    case Open::Time:
        return given.phase != Phase::Testing;
    case Open::Evidence:
    case Open::Worse:
        return given.phase == Phase::Ramping;
    case Open::Approval:
        return given.phase == Phase::Ramping || given.phase == Phase::Observing;
    }
    return false;
}

// What the refusal must name.
const char* nameOfOpen(Open open) {
    constexpr std::array names{"",         "gate tests", "time 0:00 of 1:00 min", "9 of 10 conversations",
                               "is worse", "approval"};
    return names.at(static_cast<std::size_t>(open));
}

AgentState stateOf(const Case& given) {
    Plan plan = shortPlan();
    plan.gates = {"tests"};
    plan.shadowTime = 1min;
    plan.shadowShare = traffic::Weight::percent(20);
    plan.observeTime = 1min;
    plan.evidence = MinimumEvidence::Needed;
    const bool approval = given.open == Open::Approval;
    for (Step& step : plan.steps)
        step.approval = approval ? Approval::Needed : Approval::NotNeeded;
    AgentState state = after(completedOnce(), {startOf("2.2.0", plan)}); // by ana
    Release& release = *state.release;
    release.phase = given.phase;
    release.step = given.phase == Phase::Observing ? 2 : given.phase == Phase::Ramping ? 1 : 0;
    release.gates = {{.gate = "tests", .passed = given.open != Open::Gate, .actor = "carl"}};
    release.inStep = given.open == Open::Time ? 0ms : 1min;
    release.paused = given.paused;
    if (given.frozen)
        state.freeze = Freeze{.reason = "odd refunds", .actor = "carl", .since = {}};
    return state;
}

Context contextOf(const Case& given, const AgentState& state) {
    return {.now = {},
            .actor = given.own ? "ana" : "ben",
            .reason = "why",
            .expectedRevision = state.revision,
            .evidence = EvidenceView{.units = given.open == Open::Evidence ? 9U : 10U,
                                     .minimum = 10,
                                     .isWorse = given.open == Open::Worse,
                                     .holds = {}},
            .breakGlass = given.glass};
}

std::string forward(const Case& given) {
    if (given.glass)
        return {};
    if (given.frozen)
        return "frozen";
    return given.paused || given.open != Open::Nothing ? "holds_open" : "";
}

// The code of the refusal; empty: it is done.
std::string expected(std::string_view verb, const Case& given) {
    if (verb == "advance" || verb == "promote")
        return forward(given);
    if (verb == "approve") {
        if (given.open != Open::Approval)
            return "no_approval_needed";
        return given.own ? "own_release" : "";
    }
    if (verb == "pause")
        return given.paused ? "already_paused" : "";
    if (verb == "resume")
        return given.frozen && !given.glass ? "frozen" : given.paused ? "" : "not_paused";
    if (verb == "step_back")
        return given.phase == Phase::Ramping || given.phase == Phase::Observing ? "" : "first_step";
    return {}; // abort and roll back are always open
}

QString described(std::string_view verb, const Case& given) {
    return QStringLiteral("%1 %2%3%4, open: %5%6%7")
        .arg(QLatin1StringView(toString(given.phase)), QLatin1StringView(verb),
             given.paused ? QLatin1StringView(", paused") : QLatin1StringView(),
             given.frozen ? QLatin1StringView(", frozen") : QLatin1StringView(),
             QLatin1StringView(nameOfOpen(given.open)), given.own ? QLatin1StringView(", own") : QLatin1StringView(),
             given.glass ? QLatin1StringView(", glass") : QLatin1StringView());
}

template <class Function> void forEveryCase(Function function) {
    for (const Phase phase : phases)
        for (const Open open : openHolds)
            for (int flags = 0; flags < 16; ++flags) {
                const Case given{.phase = phase,
                                 .paused = (flags & 1) != 0,
                                 .frozen = (flags & 2) != 0,
                                 .open = open,
                                 .own = (flags & 4) != 0,
                                 .glass = (flags & 8) != 0};
                if (isPossible(given))
                    function(given);
            }
}

const std::vector<std::pair<std::string_view, Event>>& verbsOfAPerson() {
    static const std::vector<std::pair<std::string_view, Event>> all{
        {"advance", AdvanceStep{}}, {"promote", Promote{}},    {"approve", Approve{}}, {"pause", Pause{}},
        {"resume", Resume{}},       {"step_back", StepBack{}}, {"abort", Abort{}},     {"roll_back", RollBack{}}};
    return all;
}

} // namespace

class TestHoldsTable : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void everyVerbInEveryState() {
        int cases = 0;
        forEveryCase([&cases](const Case& given) {
            const AgentState state = stateOf(given);
            for (const auto& [verb, event] : verbsOfAPerson()) {
                const QString row = described(verb, given);
                const auto decision = decide(state, event, contextOf(given, state));
                const std::string code = decision ? std::string() : decision.error().code;
                QVERIFY2(code == expected(verb, given), qPrintable(row + u" → "_s + QString::fromStdString(code)));
                ++cases;
                if (!decision)
                    continue;
                const bool glass = given.glass && (verb == "advance" || verb == "promote" || verb == "resume");
                QVERIFY2(decision->after.lastChange.breakGlass == glass, qPrintable(row));
                QVERIFY2(!decision->after.lastChange.ownApproval, qPrintable(row));
            }
        });
        QVERIFY(cases > 1500);
    }

    // A refusal is a conflict with the present state and names everything that holds.
    void refusalsNameWhatHolds() {
        forEveryCase([](const Case& given) {
            const AgentState state = stateOf(given);
            for (const Event& event : {Event(AdvanceStep{}), Event(Promote{})}) {
                const auto decision = decide(state, event, contextOf(given, state));
                if (decision)
                    continue;
                const Error& error = decision.error();
                const QString row = described(nameOf(event), given) + u": "_s + QString::fromStdString(error.message);
                QVERIFY2(error.kind == Errc::Conflict && isHeld(error), qPrintable(row));
                QVERIFY2(!error.hint.empty(), qPrintable(row));
                if (given.frozen) {
                    QVERIFY2(error.message.contains("odd refunds"), qPrintable(row));
                    continue;
                }
                QVERIFY2(error.message.contains(nameOfOpen(given.open)), qPrintable(row));
                QVERIFY2(error.message.contains("paused") == given.paused, qPrintable(row));
            }
        });
    }

    // What is automatic goes on by itself exactly when nothing holds, in every phase; and what holds it is shown.
    void automationGoesOnWhenNothingShownHolds() {
        forEveryCase([](const Case& given) {
            AgentState state = stateOf(given);
            state.release->plan.advance = Advance::Automatic;
            Context context = contextOf(given, state);
            context.breakGlass = false;
            const auto holds = holdsOf(state, &*context.evidence);
            const bool shown = !std::ranges::all_of(holds, &Hold::satisfied);
            const auto decision = decide(state, Tick{0ms}, context);
            const bool moved = decision && !decision->action.empty();
            QVERIFY2(moved != shown, qPrintable(described("tick", given)));
            QVERIFY2(shown == (given.paused || given.frozen || given.open != Open::Nothing),
                     qPrintable(described("tick", given)));
        });
    }

    // Before the ramp nothing is judged: without traffic there is no evidence, and none is waited for.
    void gatesAndShadowsNeedNoEvidence() {
        for (const Phase phase : {Phase::Testing, Phase::Shadowing}) {
            const Case given{.phase = phase};
            AgentState state = stateOf(given);
            state.release->plan.advance = Advance::Automatic;
            Context context = contextOf(given, state);
            for (const std::optional<EvidenceView>& evidence :
                 {std::optional<EvidenceView>(), std::optional(EvidenceView{.holds = {"No data."}})}) {
                context.evidence = evidence;
                QCOMPARE(decide(state, Tick{0ms}, context)->action, std::string("release.advance"));
            }
        }
    }

    // A second promote does not end the observation.
    void observingIsNotEndedEarly() {
        const AgentState state = stateOf({.phase = Phase::Observing, .open = Open::Time});
        QCOMPARE(decideNow(state, Promote{}).error().code, std::string("holds_open"));
        Context context = contextOf({.glass = true}, state);
        const auto forced = decide(state, Promote{}, context);
        QVERIFY(forced && forced->action == "release.complete" && forced->after.lastChange.breakGlass);
        context.reason = "  ";
        QCOMPARE(decide(state, Promote{}, context).error().code, std::string("reason_needed"));
    }
};

QTEST_APPLESS_MAIN(TestHoldsTable)
#include "tst_holds_table.moc"
