// One random history of releases from one seed: two operators, time, faults of journal, data plane and version store,
// and crashes between any two effects, followed by recovery. After every event the invariants of the controller are
// checked. Nothing here reads a real clock: the same seed gives the same log, byte for byte.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/release/rooms.h"

namespace signalbox::release::testing {

struct Crash {}; // thrown where the process would die

struct Counts {
    int commands = 0;
    int crashes = 0;
    int rollBacks = 0;
    int completions = 0;
    int unrecorded = 0;
    int takenBack = 0;
};

class Simulation {
public:
    // `wallJumps`: the wall clock jumps at random too; the log must be the same without them.
    Simulation(std::uint64_t seed, bool wallJumps);

    // Runs so many events. The text of the first violation, or nothing.
    std::optional<std::string> run(int events);

    [[nodiscard]] const std::string& log() const { return m_log; }

    [[nodiscard]] const Counts& counts() const { return m_counts; }

private:
    struct Operator {
        std::string name;
        std::uint64_t seen = 0; // the revision on this operator's screen
    };

    [[nodiscard]] int pick(int below);

    [[nodiscard]] bool chance(int percent) { return pick(100) < percent; }

    [[nodiscard]] Plan randomPlan();
    [[nodiscard]] Event randomEvent(const AgentState& state);
    void arrangeFaults();
    void boot();
    void oneEvent();
    void command();
    void letTimePass();
    void afterCommand(const Event& event, const AgentState& before, std::uint64_t seen,
                      const Result<CommandOutcome>& outcome);
    void afterCrash();
    void check();
    void checkRecords();
    void checkRollBack(const AgentState& before, const CommandOutcome& outcome);
    void checkRiskIsRecorded(const traffic::RouteTable& table);
    void violation(const std::string& text);

    void note(const std::string& text) { m_log += text + "\n"; }

    std::mt19937_64 m_random;
    std::mt19937_64 m_wallRandom{7};
    bool m_wallJumps;
    ManualClock m_clock;
    MemoryJournal m_journal;
    std::unique_ptr<MemoryPlane> m_plane;
    std::unique_ptr<Coordinator> m_coordinator;
    std::vector<Operator> m_operators{{.name = "ana"}, {.name = "ben"}};
    std::string m_log;
    Counts m_counts;
    std::optional<std::string> m_violation;
    int m_releases = 0;
    int m_requests = 0;
    std::size_t m_checkedRecords = 0;
    std::optional<EvidenceView> m_evidence; // what is known now
    bool m_journalSick = false;
    bool m_planeSick = false;
    bool m_storeSick = false;
    int m_crashIn = -1;                           // effects until the crash; -1: none
    std::chrono::milliseconds m_sinceProgress{0}; // time that a crash may lose, beside 5 s
};

} // namespace signalbox::release::testing
