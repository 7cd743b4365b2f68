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

namespace {

Result<void> checkStart(const AgentState& state, const Start& event) {
    if (event.releaseId.empty())
        return failure(Errc::Invalid, "no_release_id", "The release has no identifier.", "", "/release_id");
    if (auto good = checkCandidate(state, event.candidate); !good)
        return good;
    if (auto good = checkPlan(event.plan); !good)
        return good;
    if (!isKnownZone(event.plan.freeze.zone))
        return failure(Errc::Invalid, "bad_plan",
                       std::format("The time zone {} is not known here.", event.plan.freeze.zone),
                       "Use UTC, or install the time zone database.", "/freeze_zone");
    return {};
}

AgentState begun(AgentState state, const Start& event, std::string by, std::string reason, WallTime now) {
    Release release{.id = event.releaseId,
                    .candidate = event.candidate,
                    .baseline = state.stable,
                    .plan = event.plan,
                    .pauseReason = {},
                    .startedBy = std::move(by),
                    .reason = std::move(reason),
                    .startedAt = now};
    // Gates come before any traffic; without some their phase is passed at once.
    if (event.plan.gates.empty())
        leaveTests(release);
    // The former candidate's share goes back to stable with the same table that brings the new one in.
    state.release = std::move(release);
    state.leaving.reset();
    state.lastEnding = Ending::None;
    if (state.queued && state.queued->candidate == event.candidate)
        state.queued.reset();
    return state;
}

// Behind the running release, in place of what waited there before.
Result<Decision> enqueue(AgentState state, const Start& event, const Context& context) {
    if (event.candidate.version == state.release->candidate.version)
        return refuse("already_running",
                      std::format("{} is the version that is being released.", event.candidate.name()),
                      "Choose another version.");
    state.queued = Queued{.releaseId = event.releaseId,
                          .candidate = event.candidate,
                          .plan = event.plan,
                          .by = context.actor,
                          .reason = context.reason,
                          .since = context.now};
    return Decision{.after = std::move(state), .direction = Direction::Neutral, .action = "release.queue"};
}

Result<Decision> startWaiting(AgentState state, const std::string& by, const Context& context) {
    const Queued waiting = *state.queued;
    const Start event{.releaseId = waiting.releaseId, .candidate = waiting.candidate, .plan = waiting.plan};
    if (auto good = checkStart(state, event); !good)
        return failure(std::move(good.error()));
    return Decision{.after = begun(std::move(state), event, by, waiting.reason, context.now),
                    .direction = Direction::Riskier,
                    .action = "release.start"};
}

std::unexpected<Error> refuseEmptyQueue(const AgentState& state) {
    return refuse("nothing_queued", std::format("No version of {} waits in the queue.", state.agent),
                  "Start a release, with when_running: queue while another runs.");
}

} // namespace

Result<Decision> start(AgentState state, const Start& event, const Context& context) {
    const bool supersedes = state.release && event.plan.whenRunning == WhenRunning::Supersede;
    const bool waits = state.release && event.plan.whenRunning == WhenRunning::Queue;
    if (state.release && !supersedes && !waits)
        return refuse("release_running",
                      std::format("A release of {} is already running ({}).", state.release->candidate.name(),
                                  toString(state.release->phase)),
                      "Let it complete, abort it or roll it back first; or use a plan that supersedes it or waits in "
                      "the queue.");
    if (supersedes && state.release->phase == Phase::Observing)
        return refuse("release_observing",
                      std::format("{} answers everything and is being observed.", state.release->candidate.name()),
                      "Complete it or roll it back first; a new release needs to know what is stable.");
    if (auto good = checkStart(state, event); !good)
        return failure(std::move(good.error()));
    if (waits)
        return enqueue(std::move(state), event, context);
    return Decision{.after = begun(std::move(state), event, context.actor, context.reason, context.now),
                    .direction = Direction::Riskier,
                    .action = supersedes ? "release.supersede" : "release.start"};
}

Result<Decision> startQueued(AgentState state, const Context& context) {
    if (!state.queued)
        return refuseEmptyQueue(state);
    if (state.release)
        return refuse("release_running",
                      std::format("A release of {} is still running ({}).", state.release->candidate.name(),
                                  toString(state.release->phase)),
                      "What is queued starts by itself when that one completes.");
    return startWaiting(std::move(state), context.actor, context);
}

Result<Decision> unqueue(AgentState state) {
    if (!state.queued)
        return refuseEmptyQueue(state);
    state.queued.reset();
    return Decision{.after = std::move(state), .direction = Direction::Neutral, .action = "release.unqueue"};
}

Decision nextOfQueue(AgentState state, const Context& context) {
    if (!state.queued->held.empty() || state.freeze || context.window)
        return {.after = std::move(state), .direction = Direction::Neutral, .action = {}};
    auto started = startWaiting(state, state.queued->by, context);
    if (started)
        return std::move(*started);
    state.queued->held = started.error().message;
    return {.after = std::move(state), .direction = Direction::Neutral, .action = "release.queue_held"};
}

} // namespace signalbox::release
