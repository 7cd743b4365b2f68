// The release controller as a pure function: state + event → state + what to do, in which order. No clock, no disk.
// Every command but roll back carries the revision it saw; another one is a Conflict that says what happened since.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>

#include "core/release/state.h"

namespace signalbox::release {

struct Adopt {
    agents::VersionRef version;
}; // an agent without history begins with this stable version

struct Start {
    std::string releaseId;
    agents::VersionRef candidate;
    Plan plan;
};

struct AdvanceStep {}; // to the next step; holds must be satisfied

struct Approve {}; // by another person than who started the release, unless its plan allows that

struct Pause {};

struct Resume {};

struct StepBack {}; // to the step before

// To 100 % and observing, skipping the rest of the ramp; while observing: complete now. Waits for the same holds as
// AdvanceStep.
struct Promote {};

struct Abort {}; // ends the release, baseline takes all; the candidate is not quarantined

struct RollBack {
    std::optional<agents::VersionRef> target;             // default: rollBackTarget()
    std::optional<ConversationPolicy> conversations = {}; // default: as the plan says
};

// What somebody found out about a gate of the plan; the newest word counts.
struct Gate {
    std::string gate;
    bool passed = false;
};

struct FreezeNow {}; // automation does nothing more until somebody unfreezes; a running release is paused

struct Unfreeze {}; // automation may act again

struct StartQueued {}; // now, by a person

struct Unqueue {}; // what waits is forgotten

struct Undo {}; // of a roll back that was the last action; brings the release and its weights back

struct Unquarantine {
    agents::VersionRef version;
};

// A guardrail of this release has seen enough. Automation can only make things safer, so this needs no revision; about
// a release that has ended it changes nothing.
struct Alarm {
    std::string releaseId;
    GuardAction action = GuardAction::Notify;
    // Candidate: it is worse. Stable: what a roll back would go to, or has just gone to, is bad as well; then nothing
    // is moved to and fro, the agent is frozen and people are called.
    enum class Subject { Candidate, Stable } subject = Subject::Candidate;
};

struct Tick {
    std::chrono::milliseconds elapsed{0};
}; // monotonic time since the last tick

using Event = std::variant<Adopt, Start, AdvanceStep, Approve, Pause, Resume, StepBack, Promote, Abort, RollBack, Undo,
                           Unquarantine, Gate, FreezeNow, Unfreeze, StartQueued, Unqueue, Alarm, Tick>;
[[nodiscard]] std::string_view nameOf(const Event& event); // "start", "roll_back", …

struct Context {
    WallTime now{}; // for the record only; nothing is decided by it
    std::string actor;
    std::string reason;
    std::optional<std::uint64_t> expectedRevision; // required for all but roll back, adopt and tick
    std::optional<EvidenceView> evidence = {};     // of the running release, now; absent: nothing is known
    std::optional<std::string> window = {};        // the freeze window of the plan that is now, if any
    bool breakGlass = false;                       // a person moves forward against holds and freeze, and says why
};

enum class Direction {
    Neutral, // weights stay
    Riskier, // more traffic to a less proven version: record first, then apply
    Safer,   // apply first, then record, then acknowledge; a pause too, for a sick disk must not stop it
};

struct Decision {
    AgentState after;
    Direction direction = Direction::Neutral;
    std::string action; // as below; empty: nothing to record
};

// Actions: agent.adopt|freeze|unfreeze, version.unquarantine, conversations.moved,
// release.start|supersede|queue|queue_held|unqueue|gate|advance|approve|pause|resume|step_back|promote|complete|abort|
// roll_back|undo. What is queued starts with a tick after a release that completed; when it cannot, or the release
// ended otherwise, it waits for a person. A roll back to where the agent already is succeeds with an empty action.
// Leaving the shadow phase sends traffic to the candidate, so it needs a person or `advance: automatic` like any step;
// completing after the observation does not. An alarm is the pause or the roll back that its guardrail asks for; its
// action is empty when that is done already. A step back of an automatic plan also pauses it, lest it climb again.
// Errors: Refused (with a sentence and what would be allowed), Conflict "revision_conflict", "holds_open" or "frozen",
// which name what holds; Invalid (the plan). A Tick
// only counts time, moves phases whose time is over, and advances when the plan is automatic and holds allow it;
// `action` is empty when only the clock moved.
[[nodiscard]] Result<Decision> decide(const AgentState& before, const Event& event, const Context& context);
// Whether an error says that holds stand in the way, not that somebody changed something.
[[nodiscard]] bool isHeld(const Error& error);

} // namespace signalbox::release
