#include <algorithm>
#include <format>

#include "core/release/verbs.h"

namespace signalbox::release {

namespace {

constexpr std::size_t mostKnownGood = 20;

Result<void> checkCandidate(const AgentState& state, const agents::VersionRef& candidate) {
    if (candidate.version == state.stable.version)
        return refuse("already_stable", std::format("{} is already the stable version.", candidate.name()),
                      "Choose another version.");
    const auto held = std::ranges::find(state.quarantine, candidate.version,
                                        [](const Quarantined& entry) { return entry.version.version; });
    if (held == state.quarantine.end())
        return {};
    return refuse("quarantined",
                  std::format("{} is in quarantine since {}: {}.", candidate.name(), toIso(held->since),
                              held->reason.empty() ? "it was rolled back" : held->reason),
                  "Release it from quarantine first, or publish a corrected version.");
}

} // namespace

void rememberGood(AgentState& state, const agents::VersionRef& version) {
    std::erase(state.knownGood, version);
    state.knownGood.push_back(version);
    if (state.knownGood.size() > mostKnownGood)
        state.knownGood.erase(state.knownGood.begin());
}

void enterStep(Release& release, std::size_t step) {
    const std::size_t last = release.plan.steps.size() - 1;
    release.step = static_cast<int>(std::min(step, last));
    release.phase = step >= last ? Phase::Observing : Phase::Ramping;
    release.inStep = {};
    release.approved = false;
}

Result<Decision> adopt(AgentState state, const Adopt& event) {
    if (state.revision != 0)
        return refuse("already_adopted",
                      std::format("{} already has the stable version {}.", state.agent, state.stable.name()),
                      "Start a release to change it.");
    state.stable = event.version;
    rememberGood(state, event.version);
    return Decision{.after = std::move(state), .direction = Direction::Riskier, .action = "agent.adopt"};
}

void leaveTests(Release& release) {
    if (release.plan.shadowTime == std::chrono::milliseconds{0})
        return enterStep(release, 0);
    release.phase = Phase::Shadowing;
    release.inStep = {};
    release.approved = false;
}

Result<Decision> start(AgentState state, const Start& event, const Context& context) {
    const bool supersedes = state.release && event.plan.whenRunning == WhenRunning::Supersede;
    if (state.release && !supersedes)
        return refuse("release_running",
                      std::format("A release of {} is already running ({}).", state.release->candidate.name(),
                                  toString(state.release->phase)),
                      "Let it complete, abort it or roll it back first; or use a plan that supersedes it.");
    if (supersedes && state.release->phase == Phase::Observing)
        return refuse("release_observing",
                      std::format("{} answers everything and is being observed.", state.release->candidate.name()),
                      "Complete it or roll it back first; a new release needs to know what is stable.");
    if (event.releaseId.empty())
        return failure(Errc::Invalid, "no_release_id", "The release has no identifier.", "", "/release_id");
    if (auto good = checkCandidate(state, event.candidate); !good)
        return failure(std::move(good.error()));
    if (auto good = checkPlan(event.plan); !good)
        return failure(std::move(good.error()));
    if (!isKnownZone(event.plan.freeze.zone))
        return failure(Errc::Invalid, "bad_plan",
                       std::format("The time zone {} is not known here.", event.plan.freeze.zone),
                       "Use UTC, or install the time zone database.", "/freeze_zone");
    Release release{.id = event.releaseId,
                    .candidate = event.candidate,
                    .baseline = state.stable,
                    .plan = event.plan,
                    .pauseReason = {},
                    .startedBy = context.actor,
                    .reason = context.reason,
                    .startedAt = context.now};
    // Gates come before any traffic; without some their phase is passed at once.
    if (event.plan.gates.empty())
        leaveTests(release);
    // The former candidate's share goes back to stable with the same table that brings the new one in.
    state.release = std::move(release);
    state.leaving.reset();
    state.lastEnding = Ending::None;
    return Decision{.after = std::move(state),
                    .direction = Direction::Riskier,
                    .action = supersedes ? "release.supersede" : "release.start"};
}

} // namespace signalbox::release
