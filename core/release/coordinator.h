// Carries out what the controller decides, through interfaces: effects in the safe order, recovery after a crash.
// Lives on one thread (the control thread); every call from there. Owns no disk and no socket itself.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
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
};

class Journal {
public:
    Journal() = default;
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;
    virtual ~Journal() = default;
    // Durable when it returns. The value is the entry's sequence number.
    [[nodiscard]] virtual Result<std::uint64_t> append(const Record& record) = 0;
    // The newest `after` of every agent.
    [[nodiscard]] virtual Result<std::vector<AgentState>> latest() = 0;
};

// Finds the content of a version; asked before a version gets traffic.
using SnapshotSource = std::function<Result<agents::SnapshotPtr>(const std::string& agent, const agents::VersionRef&)>;

struct CommandRequest {
    std::string agent;
    Event event;
    std::string actor;
    std::string reason;
    std::optional<std::uint64_t> expectedRevision;
    std::string requestId; // idempotency key: the same id again answers with the first outcome
};

struct CommandOutcome {
    AgentState before;
    AgentState after;
    std::uint64_t sequence = 0; // of the journal entry; 0 when it could not be recorded
    std::chrono::microseconds effectiveAfter{0}; // from accepting the command to the effect in the data path
    std::optional<Error> recordFailure; // a safe change that took effect but could not be recorded
};

class Coordinator {
public:
    Coordinator(traffic::TrafficPlane& plane, Journal& journal, Clock& clock, SnapshotSource snapshots);

    // Reads the journal, applies the recorded weights. Call once, before anything else.
    [[nodiscard]] Result<void> recover();
    [[nodiscard]] Result<CommandOutcome> execute(const CommandRequest& request);
    // Counts time, lets phases end, advances automatic plans. Returns the agents whose state changed beyond the clock.
    std::vector<std::string> tick();

    [[nodiscard]] const std::map<std::string, AgentState>& states() const { return m_states; }
    [[nodiscard]] const AgentState* state(const std::string& agent) const;

private:
    Result<CommandOutcome> carryOut(const CommandRequest& request, const AgentState& before, const Decision& decision);
    Result<traffic::RouteTablePtr> tableWith(const AgentState& changed);
    Result<traffic::Arm> armOf(const std::string& agent, const agents::VersionRef& version);

    traffic::TrafficPlane& m_plane;
    Journal& m_journal;
    Clock& m_clock;
    SnapshotSource m_snapshots;
    std::map<std::string, AgentState> m_states;
    std::map<std::string, CommandOutcome> m_answered; // by request id, bounded
    std::vector<std::string> m_answeredOrder;
    std::uint64_t m_tableRevision = 0;
    std::optional<Monotonic> m_lastTick;
};

} // namespace signalbox::release
