// Everything that lives on the control thread: the audit log, the release coordinator over the gateway, and what
// follows from their changes (events, adoption of new agents, the clock). Made, used and destroyed on that thread only.
// Rolling back needs nothing but this thread: no catalogue, no reports.
#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/audit/log.h"
#include "core/base/time.h"
#include "core/metrics/failure_book.h"
#include "core/protocol/messages.h"
#include "core/release/coordinator.h"
#include "core/release/drill.h"
#include "core/server/alert_board.h"
#include "core/server/audit_journal.h"
#include "core/server/audit_keeper.h"
#include "core/server/audit_mender.h"
#include "core/server/catalogue.h"
#include "core/server/content_watch.h"
#include "core/server/event_hub.h"
#include "core/server/evidence_desk.h"
#include "core/server/released_content.h"
#include "core/server/unit_watch.h"
#include "core/shadow/shadow_desk.h"
#include "core/storage/deployment_history.h"
#include "core/storage/drill_records.h"
#include "core/storage/evidence_records.h"
#include "core/storage/roll_ups.h"

namespace signalbox::server {

// Who does what the backend does by itself.
inline constexpr const char* ownName = "signalbox";

// What came of an alarm.
struct GuardDeed {
    const GuardAlarm& alarm;
    release::GuardAction action = release::GuardAction::Notify; // Notify also when it had been done before
    Monotonic inEffect{};                                       // the data path had changed
};

struct ControlParts {
    std::filesystem::path workspace;
    std::filesystem::path stateDirectory;
    traffic::TrafficPlane& plane;
    Catalogue& catalogue;
    EventHub& hub;
    EvidenceDesk& evidence;
    shadow::ShadowDesk& shadow;
    Clock& clock;
    std::function<void(const GuardDeed&)> deeds = {}; // told of each; may be empty
    std::map<std::string, std::string> beginnings =
        {};                                         // agent → the version it begins with, whatever the workspace says
    const metrics::FailureBook* failures = nullptr; // why requests failed; null: nobody knows
};

class ControlRoom {
public:
    // Opens the log and restores the weights. A version that cannot be read is reported by warning() and the rest runs.
    [[nodiscard]] static Result<std::unique_ptr<ControlRoom>> open(ControlParts parts);
    ~ControlRoom();

    [[nodiscard]] Result<protocol::CommandResult> execute(const release::CommandRequest& request);
    [[nodiscard]] Result<std::uint64_t> record(const audit::EntryDraft& draft);
    // Gives every agent of the catalogue that has no history its first stable version (control_adoption.cpp).
    void adoptNewAgents();

    // Why agents have no first version yet: codes of first_stable.h.
    [[nodiscard]] const std::map<std::string, Error>& notices() const { return m_notices; }

    void tick();
    // Shows the running clocks of releases to those who listen.
    void showClocks();

    [[nodiscard]] Result<protocol::AgentStatus> status(const std::string& agent) const;
    [[nodiscard]] std::vector<protocol::AgentStatus> statuses() const;
    [[nodiscard]] std::vector<protocol::UnservedAgent> unserved() const; // the other agents, by name

    [[nodiscard]] const audit::Log& log() const { return *m_log; }

    // control_recording.cpp: what is in effect and could not be recorded.
    [[nodiscard]] bool isDegraded() const;

    [[nodiscard]] std::size_t unrecorded() const { return m_coordinator->unrecorded(); }

    // What was wrong with the log when it was last looked at, with what is kept of it in the workspace, or with the
    // room for what it cannot take.
    [[nodiscard]] std::optional<Error> auditProblem() const;
    // Before the end: keeps what was measured, and tries once more to record what waits.
    void finish(const metrics::Store& store);

    [[nodiscard]] const std::optional<Error>& warning() const { return m_warning; }

    [[nodiscard]] std::filesystem::path logFile() const { return m_parts.stateDirectory / "audit.log"; }

    // Newest first.
    [[nodiscard]] Result<std::vector<protocol::Deployment>> deployments(const std::string& agent);

    // Since the start.
    [[nodiscard]] RollBackCounts rollBacks() const { return m_journal->rollBacks(); }

    // What the data path does now.
    [[nodiscard]] traffic::RouteTablePtr observed() const { return m_parts.plane.observed(); }

    // Minute roll-ups: what earlier runs left, and keeping what was measured in this one.
    [[nodiscard]] std::vector<metrics::Series> pastMetrics();
    void keepMetrics(const metrics::Store& store);
    // Does what a guardrail asks for, if its release still runs; tried again with each tick until it is done.
    void actOn(const GuardAlarm& alarm);
    // Freezes agents whose roll-back target turns out to be bad as well, and so calls people.
    void watchRelapses(const metrics::Store& store);
    // Tells when one value stands for much of an agent's traffic.
    void watchUnits();
    void keepEvidence(const std::string& releaseId, const QJsonObject& evidence);
    // Of a release that runs or has ended. Errors: NotFound "no_evidence"; Corrupt.
    [[nodiscard]] Result<protocol::EvidenceMessage> evidenceOf(const std::string& releaseId) const;
    // What guardrails did lately, newest first. Errors: Io.
    [[nodiscard]] Result<protocol::AlertList> alerts();
    // Records who has seen it; the first one stands. Errors: NotFound "no_alert", Io.
    [[nodiscard]] Result<protocol::Alert> acknowledge(std::uint64_t id, const std::string& actor,
                                                      const std::string& reason);
    // Drills (control_drills.cpp): their reports, newest first; what begins and ends is recorded as such.
    [[nodiscard]] Result<std::vector<release::Drill>> drills() const;
    [[nodiscard]] Result<void> beginDrill(const release::Drill& drill);
    [[nodiscard]] Result<void> endDrill(const release::Drill& drill);
    // Says of drills that an earlier run of the backend did not end that they were interrupted.
    void endInterruptedDrills();
    // Name of the agent whose release this is, or was; the id holds it.
    [[nodiscard]] Result<release::AgentState> stateOfRelease(const std::string& releaseId) const;

    // With the digest of its content, which a tag made by hand does not name.
    [[nodiscard]] Result<agents::VersionRef> resolve(const std::string& agent, const agents::VersionRef& version);

    // Looks whether the repository still gives what was released, and raises alerts when not (control_content.cpp).
    void watchContent();
    [[nodiscard]] std::vector<ContentFault> contentFaults(const std::string& agent) const;
    // What went by this number when it was released, or was put into quarantine; nullopt: nothing did.
    [[nodiscard]] std::optional<agents::VersionRef> releasedAs(const std::string& agent,
                                                               const agents::SemVer& version) const;

    // The content of a version, by its digest.
    [[nodiscard]] Result<agents::SnapshotPtr> snapshot(const std::string& agent, const agents::VersionRef& version);

    // What stands against a version before it gets traffic: as versions::Store::check().
    [[nodiscard]] versions::VersionFindingsPtr check(const std::string& agent, const agents::SemVer& version) const {
        return m_content->check(agent, version);
    }

    // Whether a command with this request id was carried out lately.
    [[nodiscard]] bool wasAnswered(const std::string& requestId) const { return m_answered.contains(requestId); }

private:
    explicit ControlRoom(ControlParts parts);
    [[nodiscard]] Result<void> start();
    [[nodiscard]] Result<void> openFiles();
    [[nodiscard]] Result<void> startCoordinator();
    void tellOfLog(); // has grown
    void resumeRecording();
    void tellOfWaiting(); // more or less of it
    [[nodiscard]] std::vector<protocol::Alert> waitingAlerts() const;
    [[nodiscard]] protocol::AgentStatus describe(const release::AgentState& state) const;
    // Tells everybody who listens how the agent is now; nothing when there is no such agent.
    std::optional<protocol::AgentStatus> announce(const std::string& agent);
    void adopt(const std::string& agent, const AgentEntry& entry);
    void adoptUnreadable();
    void tellOfContent();
    // control_evidence.cpp
    void startEvidence();
    void follow(const release::AgentState& state);
    [[nodiscard]] bool carryOut(const GuardAlarm& alarm); // false: to be tried again
    void repeatAlarms();
    [[nodiscard]] std::string becauseOf(const std::string& agent, const std::string& version,
                                        const std::string& metric) const;

    ControlParts m_parts;
    std::unique_ptr<audit::Log> m_log;
    std::unique_ptr<AuditMender> m_mender;
    std::unique_ptr<AuditKeeper> m_keeper;
    std::unique_ptr<storage::HistoryFile> m_file;
    std::unique_ptr<storage::StepProgress> m_progress;
    std::unique_ptr<storage::DeploymentHistory> m_deployments;
    std::unique_ptr<storage::RollUps> m_rollUps;
    std::unique_ptr<storage::EvidenceRecords> m_evidence;
    std::unique_ptr<storage::DrillRecords> m_drills;
    std::vector<GuardAlarm> m_openAlarms;
    AlertBoard m_alerts;
    std::optional<UnitWatch> m_units;       // once it is known what earlier runs told
    std::vector<metrics::Series> m_earlier; // minutes that the run before left and this one may still add to
    std::unique_ptr<ReleasedContent> m_content;
    ContentWatch m_contentWatch;
    std::vector<ContentFault> m_contentFaults;
    std::size_t m_contentTold = 0; // how many of them are in the log
    std::unique_ptr<AuditJournal> m_journal;
    std::unique_ptr<release::Coordinator> m_coordinator;
    std::optional<Error> m_warning;
    std::map<std::string, Error> m_notices;
    std::map<std::string, std::string> m_offered; // agent → the version that could be adopted
    Monotonic m_lookedForUnreadable{};
    std::set<std::string> m_answered; // request ids, of the newest 1,000 commands
    std::deque<std::string> m_answeredOrder;
    std::map<std::string, std::uint64_t> m_waiting; // unrecorded actions that were told of, by agent
    std::map<std::string, bool> m_matched;          // whether the data path did what was intended, when last looked
};

// "refunds.3f2a9c01d4e5": names its agent, so that it can be found again after it has ended.
[[nodiscard]] std::string newReleaseId(const std::string& agent);

} // namespace signalbox::server
