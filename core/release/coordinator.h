// Carries out what the controller decides, through interfaces: effects in the safe order, recovery after a crash.
// Lives on one thread (the control thread); every call from there. Owns no disk and no socket itself.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/time.h"
#include "core/release/controller.h"
#include "core/traffic/plane.h"

namespace signalbox::release {

// What is recorded about one action. The journal stores it durably and gives it a number.
struct Record {
    std::string agent;
    std::string action;
    std::string actor;
    std::string reason;
    std::string requestId;
    std::optional<AgentState> before;
    AgentState after;
    std::optional<std::chrono::microseconds> effectiveAfter; // known for what is applied first
    std::optional<WallTime> happened = {};                   // of what is recorded later than it took effect
};

// What an earlier run did and could not record, oldest first.
struct KeptRecords {
    std::vector<Record> records;
    std::optional<Error> problem = {}; // why there may have been more
};

class Journal {
public:
    Journal() = default;
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;
    virtual ~Journal() = default;
    // Durable when it returns. The value is the entry's sequence number.
    [[nodiscard]] virtual Result<std::uint64_t> append(const Record& record) = 0;

    // Progress of the clock in a step, at most every 5 s and without an entry of its own; losing it only makes a step
    // longer. It belongs to the newest recorded state of the agent: latest() merges it (when larger) only if no entry
    // of the agent came after it, else a step would start with the time of the step before.
    virtual void noteProgress(const std::string& agent, const std::string& releaseId,
                              std::chrono::milliseconds inStep) {
        static_cast<void>(agent);
        static_cast<void>(releaseId);
        static_cast<void>(inStep);
    }

    // The newest `after` of every agent.
    [[nodiscard]] virtual Result<std::vector<AgentState>> latest() = 0;

    // Beside the log, for what append() refused: durable when it returns, in order. Without such a place a restart
    // forgets what the log could not take.
    [[nodiscard]] virtual Result<void> keep(const Record& record) {
        static_cast<void>(record);
        return failure(Errc::Unavailable, "not_kept", "There is no place beside the log.");
    }

    [[nodiscard]] virtual KeptRecords kept() { return {}; }

    // All that was kept has been appended.
    [[nodiscard]] virtual Result<void> forgetKept() { return {}; }
};

// Finds the content of a version; asked before a version gets traffic.
using SnapshotSource = std::function<Result<agents::SnapshotPtr>(const std::string& agent, const agents::VersionRef&)>;

// Makes sure that the content of a version can be had for good; asked before a release of it is recorded.
using ContentKeeper = std::function<Result<void>(const std::string& agent, const agents::VersionRef&)>;

// What is known about a running release; asked on the control thread at every command and tick, so it must be quick.
using EvidenceSource = std::function<std::optional<EvidenceView>(const AgentState& state)>;

inline constexpr std::string_view automation = "signalbox"; // the actor of what nobody commanded

struct CommandRequest {
    std::string agent;
    Event event;
    std::string actor;
    std::string reason;
    std::optional<std::uint64_t> expectedRevision;
    std::string requestId; // idempotency key: the same id again answers with the first outcome
    bool breakGlass = false;
};

struct CommandOutcome {
    AgentState before;
    AgentState after;
    std::uint64_t sequence = 0;                  // of the journal entry; 0 when it could not be recorded
    std::chrono::microseconds effectiveAfter{0}; // from accepting the command to the effect in the data path
    std::optional<Error> recordFailure;          // a safe change that took effect but could not be recorded
};

// Decides; decide() unless a simulation wants to know whether it would notice another.
using Decider = std::function<Result<Decision>(const AgentState&, const Event&, const Context&)>;

class Coordinator {
public:
    Coordinator(traffic::TrafficPlane& plane, Journal& journal, Clock& clock, SnapshotSource snapshots,
                Decider decider = decide);

    // Without one, plans that need minimum evidence stay where they are.
    void setEvidence(EvidenceSource source) { m_evidence = std::move(source); }

    // Without one, content is left where the source finds it.
    void setKeeper(ContentKeeper keeper) { m_keeper = std::move(keeper); }

    // Reads the journal, applies the recorded weights. Call once, before anything else. When the content of some
    // version cannot be read, everything else is routed (a missing canary's share goes to stable) and the error names
    // it.
    [[nodiscard]] Result<void> recover();
    // Also errors: those of the keeper (nothing changed), Io "not_recorded" (nothing changed), Unavailable
    // "not_applied" (a risky change was recorded and taken back, or a safe one did not reach the data path and must be
    // given again).
    [[nodiscard]] Result<CommandOutcome> execute(const CommandRequest& request);
    // Counts time, lets phases end, advances automatic plans, repairs a data path that does not do what is intended,
    // and records what could not be recorded before. Returns the agents whose state changed beyond the clock.
    std::vector<std::string> tick();

    [[nodiscard]] const std::map<std::string, AgentState>& states() const { return m_states; }

    [[nodiscard]] const AgentState* state(const std::string& agent) const;

    // Safe changes that took effect and wait for the journal to be well again.
    [[nodiscard]] std::size_t unrecorded() const { return m_unrecorded.size(); }

    [[nodiscard]] const std::deque<Record>& waitingRecords() const { return m_unrecorded; } // oldest first

    // How many of them, the newest, a restart would forget.
    [[nodiscard]] std::size_t unkept() const { return m_unrecorded.size() - m_keptCount; }

    // Tries to record what waits; each tick does so as well. Before the end of the program.
    [[nodiscard]] Result<void> flushUnrecorded();

    // Whether the data path uses the table that was applied last.
    [[nodiscard]] bool isInEffect() const;

private:
    struct Answered {
        std::string agent;
        std::string verb;
        CommandOutcome outcome;
    };

    Result<CommandOutcome> carryOut(const CommandRequest& request, const AgentState& before, const Decision& decision);
    Result<CommandOutcome> applyThenRecord(Record record, Monotonic accepted);
    Result<CommandOutcome> recordThenApply(Record record, Monotonic accepted);
    std::unexpected<Error> takeBack(const Record& record, const Error& cause);
    [[nodiscard]] Result<void> keepContent(const CommandRequest& request) const;
    Error keepForLater(Record record, const Error& cause);
    [[nodiscard]] std::optional<Error> whyUnrecorded() const;
    void keepWhatWaits();
    std::optional<Error> takeKept();
    Result<CommandOutcome> alreadyThere(const AgentState& before, Monotonic accepted);
    void remember(const CommandRequest& request, const CommandOutcome& outcome);
    AgentState countTime(const std::string& agent, std::chrono::milliseconds elapsed);
    void holdQueue(const CommandRequest& request, const Error& why);
    void tickAgent(const std::string& agent, std::chrono::milliseconds elapsed, std::vector<std::string>& changed);
    [[nodiscard]] std::chrono::microseconds since(Monotonic time) const;
    [[nodiscard]] std::optional<EvidenceView> evidenceOf(const AgentState& state) const;
    [[nodiscard]] std::optional<std::string> windowOf(const AgentState& state, const Event& event) const;

    // routing.cpp: states → table → data path, verified there.
    Result<traffic::RouteTablePtr> tableWith(const AgentState& changed);
    Result<traffic::AgentRoute> routeOf(const AgentState& state);
    Result<traffic::Arm> armOf(const std::string& agent, const agents::VersionRef& version);
    Result<void> put(const traffic::RouteTablePtr& table);
    Result<void> repair(); // puts the table of the present states
    void keepWhatIsNeeded();

    traffic::TrafficPlane& m_plane;
    Journal& m_journal;
    Clock& m_clock;
    SnapshotSource m_snapshots;
    Decider m_decide;
    EvidenceSource m_evidence;
    ContentKeeper m_keeper;
    std::map<std::string, AgentState> m_states;
    std::map<std::string, Answered> m_answered; // by request id
    std::deque<std::string> m_answeredOrder;    // at most 1,000
    std::deque<Record> m_unrecorded;            // in order
    std::size_t m_keptCount = 0;                // of these, the first so many are kept beside the journal
    Error m_unrecordedBecause;                  // while there are any
    bool m_mustForget = false;                  // something is kept there that the journal has by now
    // Contents of every version that is or may get back into traffic, so that a roll back needs nobody's help.
    std::map<std::pair<std::string, std::string>, agents::SnapshotPtr> m_kept; // by agent, version and digest
    std::uint64_t m_madeRevision = 0;                                          // of the newest table that was made
    std::uint64_t m_intendedRevision = 0;                                      // of the one that must be in effect
    std::optional<Monotonic> m_lastTick;
    std::map<std::string, Monotonic> m_countedUntil;          // the time of each agent's step
    std::map<std::string, std::chrono::milliseconds> m_noted; // clock progress since the last note, by agent
};

} // namespace signalbox::release
