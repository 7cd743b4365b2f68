// One random history of releases from one seed, of at least a day: two operators, guardrails that raise alarms, time
// that jumps to the next instant at which something may happen, faults of journal, data plane and version store,
// answers that get lost, commands that come late or twice, tampering, and crashes between any two effects, followed by
// recovery. After every event the invariants of the controller (reliability goals I1 to I19, as far as they are the
// controller's) are checked. Nothing here reads a real clock: the same seed gives the same log, byte for byte.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/release/rooms.h"

namespace signalbox::release::testing {

struct Crash {}; // thrown where the process would die

struct Counts {
    int events = 0;
    int commands = 0;
    int crashes = 0;
    int rollBacks = 0;
    int alarms = 0; // that changed something
    int completions = 0;
    int climbs = 0; // without a person
    int freezes = 0;
    int leavings = 0; // roll backs that let conversations finish
    int queued = 0;
    int queueStarts = 0; // without a person
    int unrecorded = 0;
    int keptOverCrash = 0; // recorded only by the run after the one that did them
    int takenBack = 0;
    int repeated = 0; // commands that came twice

    Counts& operator+=(const Counts& other);
};

struct SimulationSettings {
    std::uint64_t seed = 0;
    bool wallJumps = true; // the wall clock jumps at random; the log must be the same without that
    bool windows = true;   // plans have freeze windows, the one thing that looks at the calendar
    bool keepLog = false;
    Decider decider = decide;
    std::function<void(MemoryJournal&)> spoilJournal = {}; // after every event
};

class Simulation {
public:
    explicit Simulation(SimulationSettings settings);

    // Until so much time has passed. The text of the first violation, or nothing.
    std::optional<std::string> run(std::chrono::hours time);

    [[nodiscard]] const std::string& log() const { return m_log; }

    [[nodiscard]] const Counts& counts() const { return m_counts; }

private:
    struct Operator {
        std::string name;
        std::uint64_t seen = 0; // the revision on this operator's screen
    };

    struct Temper { // what kind of history this is, in percent of events
        int commands = 30;
        int faults = 10;
        int crashes = 10;
        std::chrono::milliseconds unit{1000}; // of the times in plans
    };

    // simulation_choices.cpp
    [[nodiscard]] int pick(int below);

    [[nodiscard]] bool chance(int percent) { return pick(100) < percent; }

    [[nodiscard]] Plan randomPlan();
    [[nodiscard]] Plan brokenPlan();
    void addCaution(Plan& plan);
    [[nodiscard]] Event randomEvent(const AgentState& state);
    [[nodiscard]] std::chrono::milliseconds randomTime(const AgentState& state);
    void chooseTemper();
    void arrangeFaults();
    void arrangeEvidence();

    // simulation.cpp
    void boot();
    void maybeCrash();
    void oneEvent();
    void command();
    void repeatCommand();
    void raiseAlarm();
    [[nodiscard]] bool giveAlarm(const CommandRequest& request);
    void tamper();
    void letTimePass();
    void tick(std::chrono::milliseconds time);
    void afterCrash();

    // simulation_checks.cpp
    void afterCommand(const CommandRequest& request, const AgentState& before, const Result<CommandOutcome>& outcome);
    void afterAlarm(const Alarm& alarm, const AgentState& before, const AgentState& after);
    void afterStart(const Start& start, const AgentState& before, const AgentState& after);
    void checkAcknowledged(const AgentState& after);
    void afterTime(const AgentState& before, std::chrono::milliseconds time, const std::vector<std::string>& changed);
    [[nodiscard]] std::string heldByNow(const AgentState& before) const;
    void checkConversations(const AgentState& before, const AgentState& after);
    [[nodiscard]] bool mustMove(const AgentState& before, std::chrono::milliseconds time) const;
    void checkMoved(const AgentState& before, const AgentState& after, std::chrono::milliseconds time);
    void check();
    void checkWayBack(const AgentState& state);
    void checkRecords();
    void checkRollBack(const AgentState& before, const CommandOutcome& outcome);
    void checkRiskIsRecorded(const traffic::RouteTable& table);
    void checkShadow(const AgentState& state);
    void checkRecovered(const AgentState& lost);
    void promise(const CommandOutcome& outcome);
    void checkPromise();
    void violation(const std::string& text);

    // simulation_queue.cpp
    [[nodiscard]] bool mayStartNext(const AgentState& state);
    void afterQueueing(const Start& start, const AgentState& before, const AgentState& after);
    void afterNextStarted(const AgentState& before, const AgentState& after);
    void checkQueue(const AgentState& before, const AgentState& after, const Event& event);

    void note(const std::function<std::string()>& text) {
        if (m_settings.keepLog)
            m_log += text() + "\n";
    }

    SimulationSettings m_settings;
    std::mt19937_64 m_random;
    std::mt19937_64 m_wallRandom{7};
    Temper m_temper;
    ManualClock m_clock;
    MemoryJournal m_journal;
    std::unique_ptr<MemoryPlane> m_plane;
    std::unique_ptr<Coordinator> m_coordinator;
    std::vector<Operator> m_operators{{.name = "ana"}, {.name = "ben"}};
    std::deque<CommandRequest> m_past;        // may come again
    std::vector<CommandRequest> m_openAlarms; // not yet carried out
    std::vector<std::string> m_releaseIds;
    std::string m_log;
    Counts m_counts;
    std::optional<std::string> m_violation;
    int m_requests = 0;
    std::size_t m_checkedRecords = 0;
    std::optional<EvidenceView> m_evidence; // what is known now
    bool m_automationActed = false;         // it made the agent safer, and no person has acted since
    bool m_startIsBroken = false;           // the plan of the command that is given now
    bool m_journalSick = false;
    bool m_spillSick = false;             // the disk takes nothing at all
    std::optional<AgentState> m_promised; // the newest state that was answered as one that lasts
    bool m_planeSick = false;
    bool m_storeSick = false;
    int m_crashIn = -1;                           // effects until the crash; -1: none
    std::chrono::milliseconds m_sinceProgress{0}; // time that a crash may lose, beside 5 s
    std::chrono::milliseconds m_elapsed{0};
};

// In one line, for the log.
[[nodiscard]] std::string shortOf(const AgentState& state);

inline const std::string agentName = "refunds";

} // namespace signalbox::release::testing
