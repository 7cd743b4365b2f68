#include "core/server/evidence_desk.h"

#include <algorithm>
#include <format>
#include <ranges>

#include <QJsonArray>

#include "core/evidence/forecast.h"
#include "core/evidence/release_judge.h"
#include "core/server/guard_sets.h"

namespace signalbox::server {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr auto keepEvery = 5s;

protocol::EvidenceMessage messageFor(const std::string& releaseId, const evidence::ReleaseJudge& judge,
                                     const evidence::ArmNames& names = {}) {
    evidence::Judgement judgement = judge.judgement();
    protocol::EvidenceMessage message;
    message.releaseId = releaseId;
    message.action = judgement.action;
    message.because = std::move(judgement.because);
    message.allClear = judgement.allClear;
    message.notThisVersion = judgement.notThisVersion;
    message.holds = std::move(judgement.holds);
    message.stepUnits = judgement.stepUnits;
    message.stepMinimum =
        judgement.stepMinimum > 0 ? judgement.stepMinimum : evidence::leastStepUnits(judgement.weight);
    for (evidence::Explanation& explanation : judge.explainAll()) {
        std::string sentence = evidence::sentenceOf(explanation, names);
        message.guards.push_back({.explanation = std::move(explanation), .sentence = std::move(sentence)});
    }
    return message;
}

QString textOf(const std::string& value) {
    return QString::fromStdString(value);
}

} // namespace

struct EvidenceDesk::Case {
    std::string agent;
    std::string releaseId;
    evidence::ArmNames names;
    evidence::ReleaseJudge judge;
    std::chrono::milliseconds before{0}; // of earlier runs of the backend
    Monotonic began{};
    int step = -1;
    bool observing = false;
    std::set<std::string> alarmed = {}; // guards
    Monotonic keptAt{};

    [[nodiscard]] std::chrono::milliseconds elapsed(Monotonic now) const {
        return before + std::chrono::duration_cast<std::chrono::milliseconds>(now - began);
    }
};

EvidenceDesk::EvidenceDesk(EvidenceParts parts) : m_parts(std::move(parts)) {}

EvidenceDesk::~EvidenceDesk() = default;

bool EvidenceDesk::follows(const std::string& agent, const std::string& releaseId) const {
    const std::scoped_lock lock(m_mutex);
    const auto found = m_followed.find(agent);
    return found != m_followed.end() && found->second == releaseId;
}

std::optional<protocol::EvidenceMessage> EvidenceDesk::messageOf(const std::string& agent) const {
    const std::scoped_lock lock(m_mutex);
    const auto found = m_messages.find(agent);
    return found == m_messages.end() ? std::nullopt : std::optional(found->second);
}

std::optional<release::EvidenceView> EvidenceDesk::viewOf(const std::string& agent,
                                                          const std::string& releaseId) const {
    const std::scoped_lock lock(m_mutex);
    const auto found = m_messages.find(agent);
    if (found == m_messages.end() || found->second.releaseId != releaseId)
        return std::nullopt;
    return protocol::viewOf(found->second);
}

EvidenceDesk::Batch EvidenceDesk::judged(const Batch& batch) const {
    Batch result;
    const std::scoped_lock lock(m_mutex);
    if (!m_followed.empty())
        std::ranges::copy_if(batch, std::back_inserter(result), [&](const metrics::Observation& seen) {
            return seen.role != traffic::Role::Shadow && m_followed.contains(seen.agent);
        });
    return result;
}

void EvidenceDesk::take(Batch batch) {
    Batch here = judged(batch);
    m_parts.next.take(std::move(batch));
    if (!here.empty())
        m_queue.post([this, here = std::move(here)] { judge(here, &outcomeOf); });
}

void EvidenceDesk::takeHanging(Batch batch) {
    Batch here = judged(batch);
    m_parts.next.takeHanging(std::move(batch));
    if (!here.empty())
        m_queue.post([this, here = std::move(here)] { judge(here, &hangingOutcomeOf); });
}

void EvidenceDesk::takeLabels(std::vector<metrics::Label> batch) {
    std::vector<metrics::Label> here;
    {
        const std::scoped_lock lock(m_mutex);
        std::ranges::copy_if(batch, std::back_inserter(here), [&](const metrics::Label& label) {
            return label.role != traffic::Role::Shadow && m_followed.contains(label.agent);
        });
    }
    m_parts.next.takeLabels(std::move(batch));
    if (!here.empty())
        m_queue.post([this, here = std::move(here)] { judgeLabels(here); });
}

void EvidenceDesk::follow(const release::AgentState& state, std::optional<QJsonObject> kept) {
    {
        const std::scoped_lock lock(m_mutex);
        if (state.release)
            m_followed[state.agent] = state.release->id;
        else
            m_followed.erase(state.agent);
    }
    m_queue.post([this, state, kept = std::move(kept)] { open(state, kept); });
}

void EvidenceDesk::open(const release::AgentState& state, const std::optional<QJsonObject>& kept) {
    auto& one = m_cases[state.agent];
    if (one && (!state.release || one->releaseId != state.release->id)) {
        keep(*one);
        one.reset();
        const std::scoped_lock lock(m_mutex);
        m_messages.erase(state.agent);
    }
    if (!state.release)
        return;
    const release::Release& release = *state.release;
    const Monotonic now = m_parts.clock.monotonic();
    if (!one) {
        auto restored = kept ? evidence::ReleaseJudge::fromJson(kept->value("judge"_L1).toObject())
                             : Result<evidence::ReleaseJudge>(failure(Errc::NotFound, "none", {}));
        evidence::Opening opening{
            .candidate = release.candidate.digest, .baseline = release.baseline.digest, .guards = {}};
        if (!restored)
            opening.guards = guardSetOf(release, m_parts.past(state.agent));
        one = std::make_unique<Case>(Case{
            .agent = state.agent,
            .releaseId = release.id,
            .names = {.canary = release.candidate.name(), .stable = release.baseline.name()},
            .judge = restored ? std::move(*restored) : evidence::ReleaseJudge(std::move(opening)),
            .began = now,
            .keptAt = now,
        });
        if (restored) {
            one->before = std::chrono::milliseconds(kept->value("elapsed_ms"_L1).toInteger());
            one->step = kept->value("step"_L1).toInt(-1);
            one->observing = kept->value("observing"_L1).toBool();
            for (const QJsonValue& guard : kept->value("alarmed"_L1).toArray())
                one->alarmed.insert(guard.toString().toStdString());
        }
    }
    const bool observing = release.phase == release::Phase::Observing;
    if (release.phase == release::Phase::Ramping && one->step != release.step)
        one->judge.enterStep(one->elapsed(now));
    if (observing && !one->observing)
        one->judge.observe(one->elapsed(now));
    one->step = release.step;
    one->observing = observing;
    publish(*one);
}

void EvidenceDesk::judge(const Batch& batch, OutcomeOf outcome) {
    const Monotonic now = m_parts.clock.monotonic();
    for (const metrics::Observation& seen : batch) {
        const auto found = m_cases.find(seen.agent);
        if (found == m_cases.end() || !found->second)
            continue;
        Case& one = *found->second;
        if (one.judge.take(outcome(seen, one.elapsed(now))) != evidence::Action::None)
            sayAlarms(one);
    }
}

void EvidenceDesk::judgeLabels(const std::vector<metrics::Label>& batch) {
    const Monotonic now = m_parts.clock.monotonic();
    for (const metrics::Label& label : batch) {
        const auto found = m_cases.find(label.agent);
        if (found == m_cases.end() || !found->second)
            continue;
        Case& one = *found->second;
        if (one.judge.take(labelledOutcomeOf(label, one.elapsed(now))) != evidence::Action::None)
            sayAlarms(one);
    }
}

void EvidenceDesk::passTime() {
    m_queue.post([this] {
        const Monotonic now = m_parts.clock.monotonic();
        for (const auto& one : std::views::values(m_cases)) {
            if (!one)
                continue;
            one->judge.passTime(one->elapsed(now));
            sayAlarms(*one);
            publish(*one);
            if (now - one->keptAt >= keepEvery)
                keep(*one);
        }
    });
}

void EvidenceDesk::sayAlarms(Case& one) {
    bool any = false;
    for (const evidence::GuardVerdict& verdict : one.judge.judgement().guards) {
        const std::string key = std::format("{} {}", verdict.guard, toString(verdict.action));
        if (verdict.verdict != evidence::Verdict::Worse || !one.alarmed.insert(key).second)
            continue;
        any = true;
        if (auto explanation = one.judge.explain(verdict.guard))
            m_parts.alarm({.agent = one.agent,
                           .releaseId = one.releaseId,
                           .explanation = std::move(*explanation),
                           .action = verdict.action,
                           .decided = m_parts.clock.monotonic()});
    }
    if (any) {
        publish(one);
        keep(one);
    }
}

void EvidenceDesk::publish(const Case& one) {
    auto message = messageFor(one.releaseId, one.judge, one.names);
    const std::scoped_lock lock(m_mutex);
    m_messages[one.agent] = std::move(message);
}

void EvidenceDesk::keep(Case& one) {
    one.keptAt = m_parts.clock.monotonic();
    QJsonArray alarmed;
    for (const std::string& guard : one.alarmed)
        alarmed.append(textOf(guard));
    m_parts.keep(one.releaseId, {{u"canary"_s, textOf(one.names.canary)},
                                 {u"stable"_s, textOf(one.names.stable)},
                                 {u"elapsed_ms"_s, static_cast<qint64>(one.elapsed(one.keptAt).count())},
                                 {u"step"_s, one.step},
                                 {u"observing"_s, one.observing},
                                 {u"alarmed"_s, alarmed},
                                 {u"judge"_s, one.judge.toJson()}});
}

void EvidenceDesk::keepAll() {
    m_queue.call([this] {
        for (const auto& one : std::views::values(m_cases))
            if (one)
                keep(*one);
    });
}

Result<protocol::EvidenceMessage> messageFromKept(const std::string& releaseId, const QJsonObject& kept) {
    const auto judge = evidence::ReleaseJudge::fromJson(kept.value("judge"_L1).toObject());
    if (!judge)
        return failure(judge.error());
    evidence::ArmNames names;
    if (kept.contains("canary"_L1))
        names = {.canary = kept.value("canary"_L1).toString().toStdString(),
                 .stable = kept.value("stable"_L1).toString().toStdString()};
    return messageFor(releaseId, *judge, names);
}

} // namespace signalbox::server
