#include "core/release/state.h"

#include <algorithm>
#include <format>
#include <utility>

#include "core/base/grouped_text.h"

namespace signalbox::release {

using namespace std::chrono_literals;

std::string_view toString(Phase phase) {
    switch (phase) {
    case Phase::Idle:
        return "idle";
    case Phase::Testing:
        return "testing";
    case Phase::Shadowing:
        return "shadowing";
    case Phase::Ramping:
        return "ramping";
    case Phase::Observing:
        return "observing";
    }
    std::unreachable();
}

std::string_view toString(Ending ending) {
    switch (ending) {
    case Ending::None:
        return "none";
    case Ending::Completed:
        return "completed";
    case Ending::RolledBack:
        return "rolled_back";
    case Ending::Aborted:
        return "aborted";
    }
    std::unreachable();
}

Routing routingOf(const AgentState& state) {
    Routing routing{.stable = state.stable, .canary = {}, .canaryWeight = {}, .shadow = {}, .shadowShare = {}};
    if (state.leaving)
        routing.leaving = state.leaving->version;
    if (!state.release)
        return routing;
    const Release& release = *state.release;
    switch (release.phase) {
    case Phase::Idle:
    case Phase::Testing:
        break;
    case Phase::Shadowing:
        routing.shadow = release.candidate;
        routing.shadowShare = release.plan.shadowShare;
        break;
    case Phase::Ramping:
        routing.canary = release.candidate;
        routing.canaryWeight = release.plan.steps.at(static_cast<std::size_t>(release.step)).weight;
        break;
    case Phase::Observing:
        routing.canary = release.candidate;
        routing.canaryWeight = traffic::Weight::all();
        break;
    }
    return routing;
}

const Plan* movingPlan(const AgentState& state) {
    if (state.release)
        return &state.release->plan;
    return state.queued ? &state.queued->plan : nullptr;
}

Phase phaseOf(const AgentState& state) {
    return state.release ? state.release->phase : Phase::Idle;
}

bool isQuarantined(const AgentState& state, const agents::VersionRef& version) {
    return std::ranges::contains(state.quarantine, version, &Quarantined::version);
}

std::optional<agents::VersionRef> rollBackTarget(const AgentState& state) {
    if (state.release)
        return state.release->baseline;
    if (!state.lastGood || *state.lastGood == state.stable || isQuarantined(state, *state.lastGood))
        return std::nullopt;
    return state.lastGood;
}

std::string progressText(std::chrono::milliseconds done, std::chrono::milliseconds whole) {
    const bool hours = whole >= 1h;
    const auto text = [hours](std::chrono::milliseconds time) {
        const auto seconds = std::chrono::floor<std::chrono::seconds>(time).count();
        return hours ? std::format("{}:{:02}", seconds / 3600, seconds / 60 % 60)
                     : std::format("{}:{:02}", seconds / 60, seconds % 60);
    };
    return std::format("{} of {} {}", text(std::clamp(done, 0ms, whole)), text(whole), hours ? "h" : "min");
}

namespace {

constexpr std::string_view worseText = "a guardrail says that this version is worse";

// A plan that needs no minimum evidence still never climbs by itself against what the guardrails say, and none
// completes so. Before the ramp nothing is judged: a candidate without traffic has no evidence.
std::optional<Hold> guardrailHold(const Release& release, const EvidenceView* evidence) {
    if (evidence == nullptr || (!evidence->isWorse && evidence->holds.empty()))
        return std::nullopt;
    const bool shown = release.phase == Phase::Ramping && release.plan.evidence == MinimumEvidence::Needed;
    if (shown || (release.phase != Phase::Ramping && release.phase != Phase::Observing))
        return std::nullopt;
    return Hold{.kind = "guardrails",
                .satisfied = false,
                .text = evidence->holds.empty() ? std::string(worseText) : evidence->holds.front(),
                .scope = HoldScope::Automation};
}

// Ramping only: shadows are compared otherwise, and what is observed has no stable beside it.
std::optional<Hold> evidenceHold(const Release& release, const EvidenceView* evidence) {
    if (release.phase != Phase::Ramping || release.plan.evidence == MinimumEvidence::NotNeeded)
        return std::nullopt;
    Hold hold{.kind = "evidence", .satisfied = false, .text = "no conversation has been counted yet"};
    if (evidence == nullptr)
        return hold;
    if (!evidence->holds.empty()) {
        hold.text = evidence->holds.front();
    } else if (evidence->isWorse) {
        hold.text = worseText;
    } else {
        hold.satisfied = evidence->units >= evidence->minimum;
        hold.text = std::format("{} of {} conversations", groupedText(evidence->units), groupedText(evidence->minimum));
    }
    return hold;
}

std::vector<Hold> gateHolds(const Release& release) {
    std::vector<Hold> holds;
    if (release.phase != Phase::Testing)
        return holds;
    for (const std::string& gate : release.plan.gates) {
        const auto report = std::ranges::find(release.gates, gate, &GateReport::gate);
        const bool reported = report != release.gates.end();
        holds.push_back({.kind = "gate",
                         .satisfied = reported && report->passed,
                         .text = std::format("gate {}: {}", gate,
                                             !reported        ? "not reported yet"
                                             : report->passed ? "passed"
                                                              : "failed")});
    }
    return holds;
}

void addCaution(std::vector<Hold>& holds, const AgentState& state, const std::optional<std::string>& window) {
    if (window)
        holds.push_back({.kind = "window",
                         .satisfied = false,
                         .text = std::format("freeze window: {}", *window),
                         .scope = HoldScope::Automation});
    if (state.freeze)
        holds.push_back(
            {.kind = "frozen", .satisfied = false, .text = std::format("frozen: {}", state.freeze->reason)});
}

std::vector<Hold> queuedHolds(const AgentState& state, const std::optional<std::string>& window) {
    std::vector<Hold> holds;
    if (!state.queued)
        return holds;
    if (state.leaving)
        holds.push_back({.kind = "leaving",
                         .satisfied = false,
                         .text = std::format("conversations may still end on {}", state.leaving->version.name()),
                         .remaining = state.leaving->remaining,
                         .scope = HoldScope::Automation});
    addCaution(holds, state, window);
    return holds;
}

} // namespace

std::vector<Hold> holdsOf(const AgentState& state, const EvidenceView* evidence,
                          const std::optional<std::string>& window) {
    if (!state.release)
        return queuedHolds(state, window);
    const Release& release = *state.release;
    std::vector<Hold> holds = gateHolds(release);
    std::chrono::milliseconds needed{0};
    bool approval = false;
    if (release.phase == Phase::Shadowing) {
        needed = release.plan.shadowTime;
    } else if (release.phase == Phase::Ramping) {
        const Step& step = release.plan.steps.at(static_cast<std::size_t>(release.step));
        needed = step.minimumTime;
        approval = step.approval == Approval::Needed;
    } else if (release.phase == Phase::Observing) {
        needed = std::max(release.plan.observeTime, release.plan.steps.back().minimumTime);
        approval = release.plan.steps.back().approval == Approval::Needed;
    }
    if (needed > 0ms) {
        holds.push_back({.kind = "time",
                         .satisfied = release.inStep >= needed,
                         .text = progressText(release.inStep, needed),
                         .remaining = std::max(needed - release.inStep, 0ms)});
    }
    for (auto* holdOf : {evidenceHold, guardrailHold})
        if (auto hold = holdOf(release, evidence))
            holds.push_back(std::move(*hold));
    if (approval) {
        holds.push_back({.kind = "approval",
                         .satisfied = release.approved,
                         .text = release.approved ? "approved" : "approval of a release manager"});
    }
    addCaution(holds, state, window);
    if (release.paused) {
        holds.push_back(
            {.kind = "paused",
             .satisfied = false,
             .text = release.pauseReason.empty() ? "paused" : std::format("paused: {}", release.pauseReason)});
    }
    return holds;
}

} // namespace signalbox::release
