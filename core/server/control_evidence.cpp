// The part of the control room that listens to the evidence: what guardrails ask for is done here, as the commands of
// an actor that can only make things safer.
#include <algorithm>
#include <cmath>
#include <format>
#include <utility>

#include "core/server/control_room.h"
#include "core/server/relapse_watch.h"

namespace signalbox::server {

using namespace Qt::StringLiterals;

namespace {

constexpr std::string_view actorPrefix = "guardrail ";

release::GuardAction actionOf(evidence::Action action) {
    switch (action) {
    case evidence::Action::None:
    case evidence::Action::Notify:
        return release::GuardAction::Notify;
    case evidence::Action::Pause:
        return release::GuardAction::Pause;
    case evidence::Action::StepBack:
        return release::GuardAction::StepBack;
    case evidence::Action::RollBack:
        return release::GuardAction::RollBack;
    }
    std::unreachable();
}

} // namespace

void ControlRoom::startEvidence() {
    m_coordinator->setEvidence(
        [this](const release::AgentState& state) { return m_parts.evidence.viewOf(state.agent, state.release->id); });
}

void ControlRoom::follow(const release::AgentState& state) {
    std::optional<QJsonObject> kept;
    if (state.release && !m_parts.evidence.follows(state.agent, state.release->id))
        kept = m_evidence->load(state.release->id).value_or(std::nullopt);
    m_parts.evidence.follow(state, std::move(kept));
    m_parts.shadow.follow(state, [&](const agents::VersionRef& version) { return snapshot(state.agent, version); });
}

void ControlRoom::actOn(const GuardAlarm& alarm) {
    if (!carryOut(alarm))
        m_openAlarms.push_back(alarm);
}

void ControlRoom::repeatAlarms() {
    std::erase_if(m_openAlarms, [this](const GuardAlarm& alarm) { return carryOut(alarm); });
}

// What a version that is stable failed of; a guardrail of a release knows it itself.
std::string ControlRoom::becauseOf(const std::string& agent, const std::string& version,
                                   const std::string& metric) const {
    if (metric != "error_rate" || m_parts.failures == nullptr)
        return {};
    const auto report = m_parts.failures->report(agent, m_parts.clock.monotonic(), m_parts.clock.wall());
    const std::string because = metrics::mostlyBecause(report, version);
    return because.empty() ? because : " " + because + ".";
}

bool ControlRoom::carryOut(const GuardAlarm& alarm) {
    const release::AgentState* state = m_coordinator->state(alarm.agent);
    if (state == nullptr || !state->release || state->release->id != alarm.releaseId)
        return true; // ended meanwhile
    const evidence::Guard& guard = alarm.explanation.guard;
    const std::string actor = std::string(actorPrefix) + guard.name;
    const std::string reason = evidence::sentenceOf(
        alarm.explanation, {.canary = state->release->candidate.name(), .stable = state->release->baseline.name()});
    const release::Alarm event{.releaseId = alarm.releaseId, .action = actionOf(alarm.action)};
    const bool acts = !state->freeze && event.action != release::GuardAction::Notify &&
                      (event.action != release::GuardAction::Pause || !state->release->paused);
    if (acts) {
        const Monotonic accepted = m_parts.clock.monotonic();
        const auto done = execute({alarm.agent, event, actor, reason, std::nullopt, {}});
        if (done && m_parts.deeds)
            m_parts.deeds({alarm, event.action,
                           accepted + std::chrono::microseconds(std::llround(done->effectiveAfterMs * 1000))});
        return done.has_value();
    }
    // Nothing is changed, so this is no state of the agent; it is recorded all the same.
    audit::EntryDraft draft{.actor = actor,
                            .action = "guardrail.worse",
                            .agent = {},
                            .reason = reason,
                            .requestId = {},
                            .before = {},
                            .after = {{u"agent"_s, QString::fromStdString(alarm.agent)},
                                      {u"release"_s, release::stateToJson(*state)["release"_L1]},
                                      {u"explanation"_s, evidence::explanationToJson(alarm.explanation)}}};
    const bool recorded = record(draft).has_value();
    if (recorded && m_parts.deeds)
        m_parts.deeds({alarm, release::GuardAction::Notify, m_parts.clock.monotonic()});
    return recorded;
}

void ControlRoom::watchRelapses(const metrics::Store& store) {
    const WallTime now = m_parts.clock.wall();
    std::vector<release::CommandRequest> found;
    for (const auto& [agent, state] : m_coordinator->states()) {
        const auto since = watchedSince(state, now);
        if (!since)
            continue;
        if (const auto relapse = relapseOf(state, store.query(agent, *since, now, std::chrono::seconds{10})))
            found.push_back({agent,
                             release::Alarm{.releaseId = state.undo->release->id,
                                            .action = release::GuardAction::RollBack,
                                            .subject = release::Alarm::Subject::Stable},
                             std::string(actorPrefix) + relapse->guard,
                             relapse->sentence + becauseOf(agent, state.stable.name(), relapse->guard),
                             std::nullopt,
                             {}});
    }
    for (const release::CommandRequest& request : found)
        static_cast<void>(execute(request)); // what fails is found again
}

void ControlRoom::keepEvidence(const std::string& releaseId, const QJsonObject& evidence) {
    static_cast<void>(m_evidence->save(releaseId, m_parts.clock.wall(), evidence)); // the next one is soon to come
}

Result<protocol::EvidenceMessage> ControlRoom::evidenceOf(const std::string& releaseId) const {
    const std::string agent = releaseId.substr(0, releaseId.rfind('.'));
    if (auto running = m_parts.evidence.messageOf(agent); running && running->releaseId == releaseId)
        return std::move(*running);
    const auto kept = m_evidence->load(releaseId);
    if (!kept)
        return failure(kept.error());
    if (!*kept)
        return failure(Errc::NotFound, "no_evidence", std::format("Nothing is known about the release {}.", releaseId),
                       "Releases are in the audit log with their ids.");
    return messageFromKept(releaseId, **kept);
}

} // namespace signalbox::server
