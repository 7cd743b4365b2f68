// The whole state of one agent's releases, and what it means for traffic. Values; any thread.
// A state is written into the audit log with every action and is all that is needed to go on after a crash.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <QJsonObject>

#include "core/agents/version.h"
#include "core/base/time.h"
#include "core/release/evidence_view.h"
#include "core/release/plan.h"

namespace signalbox::release {

enum class Phase { Idle, Testing, Shadowing, Ramping, Observing };
[[nodiscard]] std::string_view toString(Phase phase); // "idle", "testing", …
enum class Ending { None, Completed, RolledBack, Aborted };
[[nodiscard]] std::string_view toString(Ending ending); // "none", "completed", "rolled_back", "aborted"

// What somebody reported about a gate of the plan.
struct GateReport {
    std::string gate;
    bool passed = false;
    std::string actor;
    WallTime at = {};

    bool operator==(const GateReport&) const = default;
};

struct Release {
    std::string id;
    agents::VersionRef candidate;
    agents::VersionRef baseline; // what served everything when it started; where roll back goes
    Plan plan;
    Phase phase = Phase::Testing;
    int step = 0;                        // index into plan.steps while ramping
    std::chrono::milliseconds inStep{0}; // time counted in this step (or phase), pauses excluded; survives restarts
    bool paused = false;
    bool approved = false; // the current step
    std::string pauseReason;
    std::string startedBy;
    std::string reason;
    WallTime startedAt{};
    std::vector<GateReport> gates = {}; // newest of each

    bool operator==(const Release&) const = default;
};

// The newest release that ended: where to look for its evidence, and what to say of it.
struct Ended {
    std::string releaseId;
    agents::VersionRef candidate;
    Ending ending = Ending::None;
    std::string actor; // a person, "signalbox" or "guardrail …"
    std::string reason;
    WallTime at{};

    bool operator==(const Ended&) const = default;
};

struct Quarantined {
    agents::VersionRef version;
    std::string reason;
    WallTime since{};

    bool operator==(const Quarantined&) const = default;
};

// Automation does nothing more on this agent: also what it went back to is bad. A person looks and lifts it.
struct Freeze {
    std::string reason;
    std::string actor;
    WallTime since{};

    bool operator==(const Freeze&) const = default;
};

// A version that was rolled back, or whose release was ended, and on which conversations still end, as its plan says.
// It gets no new ones.
struct Leaving {
    agents::VersionRef version;
    ConversationPolicy policy = ConversationPolicy::Finish;
    std::chrono::milliseconds remaining{0};

    bool operator==(const Leaving&) const = default;
};

// A candidate that waits for the running release. It starts by itself only after one that completed; after any other
// end it waits for a person.
struct Queued {
    std::string releaseId; // that it will have
    agents::VersionRef candidate;
    Plan plan;
    std::string by;
    std::string reason;
    WallTime since{};
    std::string held = {}; // why it does not start by itself: "2.2.0 was rolled back"; empty: it does

    bool operator==(const Queued&) const = default;
};

// What "Undo" after a roll back restores; dropped by every other action.
struct UndoPoint {
    agents::VersionRef stable;
    std::optional<agents::VersionRef> lastGood;
    std::optional<Release> release;
    std::optional<agents::VersionRef> quarantined; // by the roll back; released again
    Ending lastEnding = Ending::None;
    std::string queuedHeld = {}; // of what was queued

    bool operator==(const UndoPoint&) const = default;
};

// Who made the state what it is; a conflict names it.
struct Change {
    std::string action;
    std::string actor;
    WallTime at{};
    bool breakGlass = false;  // against the holds, by a person who said why
    bool ownApproval = false; // of a release that the same person started

    bool operator==(const Change&) const = default;
};

struct AgentState {
    std::string agent;
    std::uint64_t revision = 0; // rises by one with every action
    agents::VersionRef stable;  // answers all that no canary answers
    // The last stable before this one that completed; roll-back target when idle.
    std::optional<agents::VersionRef> lastGood;
    std::vector<agents::VersionRef>
        knownGood; // adopted or completed, oldest first, at most 20: what one may go back to
    std::optional<Release> release;
    std::vector<Quarantined> quarantine;
    std::optional<UndoPoint> undo;
    Ending lastEnding = Ending::None;
    Change lastChange;
    std::optional<Freeze> freeze = {};
    std::optional<Leaving> leaving = {};
    std::optional<Queued> queued = {};
    std::optional<Ended> ended = {}; // an undo of its roll back drops it

    bool operator==(const AgentState&) const = default;
};

// What the traffic plane must do in this state.
struct Routing {
    agents::VersionRef stable;
    std::optional<agents::VersionRef> canary;
    traffic::Weight canaryWeight;
    std::optional<agents::VersionRef> shadow;
    traffic::Weight shadowShare;
    std::optional<agents::VersionRef> leaving = {}; // answers conversations that began on it, and no others

    bool operator==(const Routing&) const = default;
};

[[nodiscard]] Routing routingOf(const AgentState& state);
// The plan that moves this agent next: of its release, or of what is queued; null without either.
[[nodiscard]] const Plan* movingPlan(const AgentState& state);
[[nodiscard]] Phase phaseOf(const AgentState& state);
// Where a roll back goes from here; nullopt when there is no other good version.
[[nodiscard]] std::optional<agents::VersionRef> rollBackTarget(const AgentState& state);
[[nodiscard]] bool isQuarantined(const AgentState& state, const agents::VersionRef& version);

// Whom a hold stands in the way of: everybody, or automation alone; persons go past it, in a freeze window with a
// reason.
enum class HoldScope { Everybody, Automation };

// The holds of the current step, AND-ed; each shows its state. Without a release: what holds the one that is queued.
struct Hold {
    std::string kind; // "gate", "time", "evidence", "guardrails", "approval", "window", "frozen", "paused", "leaving"
    bool satisfied = false;
    std::string text;                       // "0:42 of 1:00 h", "approval of a release manager"
    std::chrono::milliseconds remaining{0}; // where it is known: of "time" and "leaving"
    HoldScope scope = HoldScope::Everybody;
};

// `evidence`: null when nothing is known; a step that needs evidence is held then. `window`: the freeze window that
// is now (freezeAt), if any: it holds automation, and asks persons for a reason.
[[nodiscard]] std::vector<Hold> holdsOf(const AgentState& state, const EvidenceView* evidence = nullptr,
                                        const std::optional<std::string>& window = {});

// "0:42 of 1:00 h", "0:05 of 0:30 min"
[[nodiscard]] std::string progressText(std::chrono::milliseconds done, std::chrono::milliseconds whole);

[[nodiscard]] QJsonObject stateToJson(const AgentState& state);
[[nodiscard]] Result<AgentState> stateFromJson(const QJsonObject& object);

} // namespace signalbox::release
