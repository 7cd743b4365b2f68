#include "core/server/control_room.h"

#include <algorithm>
#include <format>
#include <ranges>

#include "core/base/id.h"
#include "core/base/shell_word.h"
#include "core/server/agent_view.h"
#include "core/server/prices.h"

namespace signalbox::server {

namespace {

constexpr std::size_t releaseDigits = 12;
constexpr std::chrono::minutes keptAgain{2}; // late observations still count in their minute
constexpr std::size_t mostAnswered = 1000;   // as many as the coordinator remembers

// A minute in which the backend was restarted was measured by two runs; saving replaces it, so it must hold both.
void addEarlier(std::vector<metrics::Series>& minutes, const std::vector<metrics::Series>& earlier) {
    for (metrics::Series& series : minutes) {
        const auto same = std::ranges::find(earlier, series.key, &metrics::Series::key);
        if (same == earlier.end())
            continue;
        for (metrics::Point& point : series.points)
            if (const auto before = std::ranges::find(same->points, point.time, &metrics::Point::time);
                before != same->points.end())
                point.bucket.merge(before->bucket);
    }
}

} // namespace

std::string newReleaseId(const std::string& agent) {
    return agent + "." + newId().substr(0, releaseDigits);
}

ControlRoom::ControlRoom(ControlParts parts) : m_parts(std::move(parts)) {}

ControlRoom::~ControlRoom() = default;

Result<std::unique_ptr<ControlRoom>> ControlRoom::open(ControlParts parts) {
    std::unique_ptr<ControlRoom> room(new ControlRoom(std::move(parts)));
    if (auto started = room->start(); !started)
        return failure(std::move(started.error()));
    return room;
}

Result<void> ControlRoom::start() {
    if (auto opened = openFiles(); !opened)
        return opened;
    return startCoordinator();
}

Result<void> ControlRoom::openFiles() {
    const std::string origin = std::format("signalbox/{}", m_parts.catalogue.workspace().name);
    auto log = audit::Log::open(logFile(), origin, m_parts.clock);
    if (!log)
        return failure(std::move(log.error()));
    m_log = std::move(*log);
    m_mender = std::make_unique<AuditMender>(m_parts.stateDirectory / "spill", *m_log, m_parts.clock);
    m_keeper = std::make_unique<AuditKeeper>(m_parts.workspace, logFile(), *m_log, m_parts.clock);
    auto content = ReleasedContent::open(m_parts.workspace, m_parts.catalogue);
    if (!content)
        return failure(std::move(content.error()));
    m_content = std::move(*content);
    auto file = storage::HistoryFile::open(m_parts.stateDirectory / "history.sqlite");
    if (!file)
        return failure(std::move(file.error()));
    m_file = std::move(*file);
    m_progress = std::make_unique<storage::StepProgress>(*m_file);
    m_deployments = std::make_unique<storage::DeploymentHistory>(*m_file);
    m_rollUps = std::make_unique<storage::RollUps>(*m_file);
    m_evidence = std::make_unique<storage::EvidenceRecords>(*m_file);
    m_drills = std::make_unique<storage::DrillRecords>(*m_file);
    return {};
}

Result<void> ControlRoom::startCoordinator() {
    m_journal = std::make_unique<AuditJournal>(*m_log, *m_mender, *m_progress, [this] { tellOfLog(); });
    m_coordinator = std::make_unique<release::Coordinator>(
        m_parts.plane, *m_journal, m_parts.clock,
        [this](const std::string& agent, const agents::VersionRef& version) { return snapshot(agent, version); });
    m_coordinator->setKeeper([this](const std::string& agent, const agents::VersionRef& version) {
        return m_content->keep(agent, version);
    });
    startEvidence();
    if (auto recovered = m_coordinator->recover(); !recovered) {
        if (recovered.error().kind == Errc::Corrupt && recovered.error().code == "bad_entry")
            return recovered;
        m_warning = recovered.error();
    }
    for (const release::AgentState& state : std::views::values(m_coordinator->states())) {
        // Also what an earlier version of this program released, as far as it can still be read.
        if (auto kept = m_content->keepAll(state); !kept && !m_warning)
            m_warning = std::move(kept.error());
        follow(state);
    }
    adoptNewAgents();
    watchContent();
    return {};
}

Result<agents::SnapshotPtr> ControlRoom::snapshot(const std::string& agent, const agents::VersionRef& version) {
    return m_content->read(agent, version);
}

Result<agents::VersionRef> ControlRoom::resolve(const std::string& agent, const agents::VersionRef& version) {
    return m_content->resolve(agent, version);
}

Result<protocol::CommandResult> ControlRoom::execute(const release::CommandRequest& request) {
    auto outcome = m_coordinator->execute(request);
    auto status = announce(request.agent);
    tellOfWaiting();
    if (!outcome)
        return failure(std::move(outcome.error()));
    if (!request.requestId.empty() && m_answered.insert(request.requestId).second) {
        m_answeredOrder.push_back(request.requestId);
        if (m_answeredOrder.size() > mostAnswered) {
            m_answered.erase(m_answeredOrder.front());
            m_answeredOrder.pop_front();
        }
    }
    static_cast<void>(m_content->keepAll(outcome->after)); // a roll back must not wait for it, nor fail
    protocol::CommandResult result;
    result.before = std::move(outcome->before);
    result.after = std::move(outcome->after);
    result.revision = result.after.revision;
    result.sequence = outcome->sequence;
    result.effectiveAfterMs = static_cast<double>(outcome->effectiveAfter.count()) / 1000.0;
    result.warning = std::move(outcome->recordFailure);
    result.status = std::move(status);
    return result;
}

Result<std::uint64_t> ControlRoom::record(const audit::EntryDraft& draft) {
    static_cast<void>(m_coordinator->flushUnrecorded()); // the order of what happened is the order of the log
    auto sequence = m_log->append(draft, audit::Sign::Now);
    if (sequence)
        tellOfLog();
    return sequence;
}

// Those who listen, and who keeps a copy of the log's end.
void ControlRoom::tellOfLog() {
    protocol::EventMessage event;
    event.kind = protocol::EventMessage::Kind::Audit;
    event.auditSize = m_log->size();
    if (auto seen = m_log->glimpse()) {
        event.checkpoint = seen->checkpoint;
        m_keeper->keep(std::move(*seen));
    }
    m_parts.hub.publish(std::move(event));
}

std::optional<protocol::AgentStatus> ControlRoom::announce(const std::string& agent) {
    const release::AgentState* state = m_coordinator->state(agent);
    if (state == nullptr)
        return std::nullopt;
    follow(*state);
    protocol::EventMessage event;
    event.kind = protocol::EventMessage::Kind::Agent;
    event.agent = describe(*state);
    m_matched[agent] = event.agent->observedMatches;
    auto told = event.agent;
    m_parts.hub.publish(std::move(event));
    return told;
}

void ControlRoom::tick() {
    resumeRecording();
    repeatAlarms();
    adoptUnreadable();
    tellOfContent();
    for (const std::string& agent : m_coordinator->tick())
        announce(agent);
    for (const auto& [name, state] : m_coordinator->states()) {
        if (m_matched[name] != describe(state).observedMatches)
            announce(name);
    }
    tellOfWaiting();
}

void ControlRoom::showClocks() {
    for (const auto& [name, state] : m_coordinator->states()) {
        if (!state.leaving && !state.release)
            continue; // a pause stops the clock, not the evidence
        protocol::EventMessage event;
        event.kind = protocol::EventMessage::Kind::Agent;
        event.agent = describe(state);
        m_parts.hub.show(std::move(event));
    }
}

protocol::AgentStatus ControlRoom::describe(const release::AgentState& state) const {
    const CatalogueViewPtr view = m_parts.catalogue.view();
    const auto entry = view->agents.find(state.agent);
    auto status = statusOf(state, m_parts.plane.observed(),
                           entry == view->agents.end() ? std::string() : entry->second.description,
                           m_parts.evidence.messageOf(state.agent), m_parts.clock.wall());
    if (status.evidence)
        markBlind(*status.evidence, m_parts.plane.observed(), m_parts.catalogue.workspace(), state.agent);
    if (status.observed.canary || status.observed.leaving)
        status.conversations = m_parts.plane.conversations(state.agent);
    status.units = m_parts.plane.units(state.agent);
    status.unrecorded = static_cast<std::uint64_t>(
        std::ranges::count(m_coordinator->waitingRecords(), state.agent, &release::Record::agent));
    return status;
}

Result<protocol::AgentStatus> ControlRoom::status(const std::string& agent) const {
    if (const release::AgentState* state = m_coordinator->state(agent))
        return describe(*state);
    return failure(Errc::NotFound, "no_agent", std::format("There is no agent named \"{}\".", agent),
                   "Check the name.");
}

std::vector<protocol::AgentStatus> ControlRoom::statuses() const {
    std::vector<protocol::AgentStatus> all;
    for (const release::AgentState& state : std::views::values(m_coordinator->states()))
        all.push_back(describe(state));
    return all;
}

std::vector<protocol::UnservedAgent> ControlRoom::unserved() const {
    std::vector<protocol::UnservedAgent> all = m_parts.catalogue.view()->unserved;
    // One that serves what is kept of it needs no version in the catalogue.
    std::erase_if(all, [&](const auto& one) { return m_coordinator->state(one.agent) != nullptr; });
    const auto reasonOf = [](const Error& notice) {
        return notice.code == "first_stable_unreadable" ? protocol::UnservedReason::Unreadable
               : notice.code == "first_stable_mistakes" ? protocol::UnservedReason::Mistakes
                                                        : protocol::UnservedReason::Undecided;
    };
    for (const auto& [name, notice] : m_notices)
        if (m_coordinator->state(name) == nullptr) {
            protocol::UnservedAgent agent{
                .agent = name, .reason = reasonOf(notice), .message = notice.message, .hint = notice.hint};
            if (const auto offered = m_offered.find(name); offered != m_offered.end()) {
                agent.version = offered->second;
                agent.command = std::format("signalboxctl --workspace {} adopt {} {}",
                                            shellWord(m_parts.workspace.string()), name, agent.version);
            }
            all.push_back(std::move(agent));
        }
    std::ranges::sort(all, {}, &protocol::UnservedAgent::agent);
    return all;
}

Result<std::vector<protocol::Deployment>> ControlRoom::deployments(const std::string& agent) {
    if (auto taken = m_deployments->catchUp(*m_log); !taken)
        return failure(std::move(taken.error()));
    const auto rows = m_deployments->rows(agent);
    if (!rows)
        return failure(rows.error());
    std::vector<protocol::Deployment> all;
    for (const storage::DeploymentRow& row : *rows)
        all.push_back({row.agent, row.version, row.role, row.weight, row.from, row.until, row.actor, row.reason,
                       row.action, row.sequence});
    return all;
}

std::vector<metrics::Series> ControlRoom::pastMetrics() {
    const WallTime now = m_parts.clock.wall();
    static_cast<void>(m_rollUps->prune(now));
    m_earlier = m_rollUps->load(std::chrono::floor<std::chrono::minutes>(now) - keptAgain)
                    .value_or(std::vector<metrics::Series>());
    return m_rollUps->load(now - storage::RollUps::kept).value_or(std::vector<metrics::Series>());
}

void ControlRoom::keepMetrics(const metrics::Store& store) {
    const WallTime now = m_parts.clock.wall();
    const auto minute = std::chrono::floor<std::chrono::minutes>(now);
    std::vector<metrics::Series> minutes;
    for (const std::string& agent : std::views::keys(m_coordinator->states()))
        for (metrics::Series& series : store.query(agent, minute - keptAgain, now, std::chrono::minutes(1)))
            minutes.push_back(std::move(series));
    addEarlier(minutes, m_earlier);
    static_cast<void>(m_rollUps->save(minutes)); // losing some is no harm
}

Result<release::AgentState> ControlRoom::stateOfRelease(const std::string& releaseId) const {
    const auto dot = releaseId.rfind('.');
    const release::AgentState* state =
        dot == std::string::npos ? nullptr : m_coordinator->state(releaseId.substr(0, dot));
    if (state == nullptr)
        return failure(Errc::NotFound, "no_release", "There is no such release.",
                       "List the agents to see what is under way.");
    if (state->release && state->release->id == releaseId)
        return *state;
    const release::Change& change = state->lastChange;
    return failure(Errc::Conflict, "release_ended",
                   std::format("That release has ended: {} by {} at {} (revision {}).", change.action, change.actor,
                               toIso(change.at), state->revision),
                   "Look at the agent again before you go on.");
}

} // namespace signalbox::server
