#include "tests/release/planted.h"

namespace signalbox::release::testing {

using namespace std::chrono_literals;

namespace {

// Lets the controller decide, then spoils what it decided.
template <class Wanted, class Spoil> Decider afterwards(Spoil spoil) {
    return [spoil](const AgentState& before, const Event& event, const Context& context) {
        auto decision = decide(before, event, context);
        if (decision && std::holds_alternative<Wanted>(event))
            spoil(before, *decision);
        return decision;
    };
}

// Lets the controller decide about something else than it was asked.
template <class Spoil> Decider beforehand(Spoil spoil) {
    return [spoil](AgentState before, Event event, Context context) {
        spoil(before, event, context);
        return decide(before, event, context);
    };
}

Decider refusing(std::function<bool(const AgentState&, const Event&, const Context&)> when) {
    return [when = std::move(when)](const AgentState& before, const Event& event,
                                    const Context& context) -> Result<Decision> {
        if (when(before, event, context))
            return failure(Errc::Refused, "planted", "This is not possible now.", "Wait.");
        return decide(before, event, context);
    };
}

bool isRollBack(const Event& event) {
    return std::holds_alternative<RollBack>(event);
}

std::vector<Planted> waysBack() {
    const auto keepCanary = [](const AgentState& before, Decision& decision) {
        decision.after.release = before.release;
    };
    const auto forget = [](const AgentState&, Decision& decision) { decision.after.quarantine.clear(); };
    return {
        {"the canary keeps its weight", "I", afterwards<RollBack>(keepCanary)},
        {"a roll back is refused while paused", "I3", refusing([](const auto& state, const auto& event, const auto&) {
             return isRollBack(event) && state.release && state.release->paused;
         })},
        {"a roll back waits for evidence", "I3", refusing([](const auto&, const auto& event, const auto& context) {
             return isRollBack(event) && !context.evidence;
         })},
        {"a roll back is recorded first", "I",
         afterwards<RollBack>([](const AgentState&, Decision& decision) { decision.direction = Direction::Riskier; })},
        {"a refusal says nothing", "I2",
         [](const AgentState& before, const Event& event, const Context& context) {
             auto decision = decide(before, event, context);
             if (!decision && isRollBack(event))
                 decision.error().hint.clear();
             return decision;
         }},
        {"conversations stay against the plan", "I1",
         afterwards<RollBack>([](const AgentState& before, Decision& decision) {
             if (before.release && !decision.action.empty())
                 decision.after.leaving = Leaving{.version = before.release->candidate, .remaining = 1h};
         })},
        {"an abort moves conversations", "I1",
         afterwards<Abort>([](const AgentState&, Decision& decision) { decision.after.leaving.reset(); })},
        {"nothing goes into quarantine", "I4", afterwards<RollBack>(forget)},
        {"a guardrail's roll back does not quarantine", "I4", afterwards<Alarm>(forget)},
    };
}

std::vector<Planted> automation() {
    return {
        {"a paused release climbs", "I", beforehand([](AgentState& before, const Event& event, const Context&) {
             if (std::holds_alternative<Tick>(event) && before.release)
                 before.release->paused = false;
         })},
        {"a manual plan climbs", "I4", beforehand([](AgentState& before, const Event& event, const Context&) {
             if (std::holds_alternative<Tick>(event) && before.release)
                 before.release->plan.advance = Advance::Automatic;
         })},
        {"an error is taken for a success", "I5", beforehand([](const AgentState&, const Event&, Context& context) {
             if (context.evidence)
                 context.evidence->isWorse = false;
         })},
        {"approval is not asked for", "I5", beforehand([](AgentState& before, const Event&, const Context&) {
             if (before.release)
                 before.release->approved = true;
         })},
        {"no data is taken for enough", "I", beforehand([](const AgentState&, const Event&, Context& context) {
             if (!context.evidence)
                 context.evidence = EvidenceView{.units = 1000, .minimum = 1, .isWorse = false, .holds = {}};
         })},
        {"time runs twice", "I12", beforehand([](const AgentState&, Event& event, const Context&) {
             if (Tick* tick = std::get_if<Tick>(&event))
                 tick->elapsed *= 2;
         })},
        {"a bad target is gone back to", "I4", beforehand([](const AgentState&, Event& event, const Context&) {
             if (Alarm* alarm = std::get_if<Alarm>(&event))
                 alarm->subject = Alarm::Subject::Candidate;
         })},
        {"freezes are not looked at", "I4",
         beforehand([](AgentState& before, const Event&, const Context&) { before.freeze.reset(); })},
        {"nights are worked through", "I4",
         beforehand([](const AgentState&, const Event&, Context& context) { context.window.reset(); })},
        {"gates wait for evidence", "I12",
         [](const AgentState& before, const Event& event, const Context& context) -> Result<Decision> {
             auto decision = decide(before, event, context);
             const bool early = before.release && phaseOf(before) != Phase::Ramping && !context.evidence;
             if (decision && early && std::holds_alternative<Tick>(event))
                 return Decision{.after = before, .action = {}};
             return decision;
         }},
        {"gates stand open", "I5", beforehand([](AgentState& before, const Event& event, const Context&) {
             if (before.release && std::holds_alternative<Tick>(event))
                 before.release->plan.gates.clear();
         })},
        {"glass breaks by itself", "I4",
         beforehand([](const AgentState&, const Event&, Context& context) { context.breakGlass = true; })},
        {"a bad end does not hold the queue", "I4", afterwards<RollBack>([](const AgentState&, Decision& decision) {
             if (decision.after.queued)
                 decision.after.queued->held.clear();
         })},
        {"the queue starts in the night", "I4",
         beforehand([](const AgentState& before, const Event&, Context& context) {
             if (!before.release && before.queued)
                 context.window.reset();
         })},
        {"the queue takes another plan than waited", "I14",
         afterwards<Tick>([](const AgentState& before, Decision& decision) {
             if (!before.release && decision.after.release)
                 decision.after.release->plan.observeTime += 1s;
         })},
        {"what waits is forgotten", "I11", afterwards<Tick>([](const AgentState& before, Decision& decision) {
             if (before.release && !decision.after.release)
                 decision.after.queued.reset();
         })},
        {"what waits never starts", "I12", beforehand([](AgentState& before, const Event& event, const Context&) {
             if (std::holds_alternative<Tick>(event) && !before.release)
                 before.queued.reset();
         })},
        {"automation skips a step", "I12", afterwards<Tick>([](const AgentState&, Decision& decision) {
             Release* release = decision.after.release ? &*decision.after.release : nullptr;
             if (release && !decision.action.empty() && release->phase == Phase::Ramping)
                 release->step = static_cast<int>(release->plan.steps.size()) - 1;
         })},
    };
}

std::vector<Planted> commands() {
    return {
        {"a plan that guards nothing is taken", "I6", beforehand([](const AgentState&, Event& event, const Context&) {
             if (Start* start = std::get_if<Start>(&event))
                 start->plan = shortPlan();
         })},
        {"an old screen will do", "I9", beforehand([](const AgentState& before, const Event&, Context& context) {
             context.expectedRevision = before.revision;
         })},
        {"promoting waits for nothing", "I5", beforehand([](AgentState& before, const Event& event, Context& context) {
             if (std::holds_alternative<Promote>(event) && before.release && !before.release->paused) {
                 before.release->inStep = 24h * 365;
                 before.release->approved = true;
                 context.evidence = EvidenceView{.units = 1000, .minimum = 1, .isWorse = false, .holds = {}};
             }
         })},
        {"whoever starts approves", "I5", beforehand([](AgentState& before, const Event& event, const Context&) {
             if (std::holds_alternative<Approve>(event) && before.release)
                 before.release->plan.ownApproval = OwnApproval::Allowed;
         })},
        {"an action does not count", "I9", afterwards<Pause>([](const AgentState& before, Decision& decision) {
             decision.after.revision = before.revision;
         })},
        {"a new release inherits time", "I14",
         afterwards<Start>([](const AgentState&, Decision& decision) { decision.after.release->inStep = 1s; })},
        {"a late alarm stops the next release", "I14", beforehand([](const AgentState& before, Event& event, Context&) {
             if (Alarm* alarm = std::get_if<Alarm>(&event); alarm && before.release)
                 alarm->releaseId = before.release->id;
         })},
        {"traffic first, record later", "safe order",
         afterwards<Start>([](const AgentState&, Decision& decision) { decision.direction = Direction::Safer; })},
        {"a release is replaced without a word", "I14", beforehand([](const AgentState&, Event& event, const Context&) {
             if (Start* start = std::get_if<Start>(&event))
                 start->plan.whenRunning = WhenRunning::Supersede;
         })},
        {"another plan runs than was given", "I14", afterwards<Start>([](const AgentState&, Decision& decision) {
             decision.after.release->plan.shadowShare = traffic::Weight::all();
         })},
        {"progress is not kept", "I11", decide, [](MemoryJournal& journal) { journal.progress.clear(); }},
        {"the newest entry is lost", "safe order", decide,
         [](MemoryJournal& journal) {
             if (journal.records.size() > 3 && journal.records.size() % 7 == 0)
                 journal.records.pop_back();
         }},
    };
}

} // namespace

std::vector<Planted> plantedBugs() {
    std::vector<Planted> all = waysBack();
    for (auto* make : {automation, commands}) {
        for (Planted& bug : make())
            all.push_back(std::move(bug));
    }
    return all;
}

} // namespace signalbox::release::testing
