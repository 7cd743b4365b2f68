#include "core/release/coordinator.h"

#include <algorithm>
#include <format>
#include <ranges>

namespace signalbox::release {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t mostAnswered = 1000;

} // namespace

Coordinator::Coordinator(traffic::TrafficPlane& plane, Journal& journal, Clock& clock, SnapshotSource snapshots,
                         Decider decider)
    : m_plane(plane),
      m_journal(journal),
      m_clock(clock),
      m_snapshots(std::move(snapshots)),
      m_decide(std::move(decider)) {}

const AgentState* Coordinator::state(const std::string& agent) const {
    const auto found = m_states.find(agent);
    return found == m_states.end() ? nullptr : &found->second;
}

std::chrono::microseconds Coordinator::since(Monotonic time) const {
    return std::chrono::duration_cast<std::chrono::microseconds>(m_clock.monotonic() - time);
}

std::optional<EvidenceView> Coordinator::evidenceOf(const AgentState& state) const {
    return m_evidence && state.release ? m_evidence(state) : std::nullopt;
}

Result<void> Coordinator::recover() {
    auto latest = m_journal.latest();
    if (!latest)
        return failure(std::move(latest.error()));
    for (AgentState& state : *latest)
        m_states[state.agent] = std::move(state);
    std::optional<Error> missing = takeKept();
    if (const auto observed = m_plane.observed())
        m_madeRevision = observed->revision(); // table numbers go on rising
    m_lastTick = m_clock.monotonic();
    if (auto applied = repair(); !applied)
        return applied;
    for (const AgentState& state : std::views::values(m_states)) {
        if (auto route = routeOf(state); !route && !missing)
            missing = std::move(route.error());
    }
    keepWhatIsNeeded();
    static_cast<void>(flushUnrecorded()); // after the weights: a sick disk must not hold them up
    if (missing)
        return failure(std::move(*missing));
    return {};
}

Result<CommandOutcome> Coordinator::execute(const CommandRequest& request) {
    const Monotonic accepted = m_clock.monotonic();
    if (const auto answered = m_answered.find(request.requestId); answered != m_answered.end()) {
        if (answered->second.agent == request.agent && answered->second.verb == nameOf(request.event))
            return answered->second.outcome;
        return failure(Errc::Invalid, "request_id_reused", "This request id was used for another command.",
                       "Make a new id for every command.", "/request_id");
    }
    if (std::holds_alternative<Tick>(request.event))
        return failure(Errc::Invalid, "not_a_command", "Time is not counted by command.");
    AgentState before;
    before.agent = request.agent;
    if (const AgentState* known = state(request.agent))
        before = *known;
    else if (!std::holds_alternative<Adopt>(request.event))
        return failure(Errc::NotFound, "no_agent", std::format("There is no agent named \"{}\".", request.agent),
                       "Check the name.");
    auto decision = m_decide(before, request.event,
                             {.now = m_clock.wall(),
                              .actor = request.actor,
                              .reason = request.reason,
                              .expectedRevision = request.expectedRevision,
                              .evidence = evidenceOf(before),
                              .window = windowOf(before, request.event),
                              .breakGlass = request.breakGlass});
    if (!decision)
        return failure(std::move(decision.error()));
    auto outcome = decision->action.empty() ? alreadyThere(before, accepted) : carryOut(request, before, *decision);
    if (outcome)
        remember(request, *outcome);
    return outcome;
}

// "Already there" is only true when the data path says so too.
Result<CommandOutcome> Coordinator::alreadyThere(const AgentState& before, Monotonic accepted) {
    if (!isInEffect()) {
        if (auto repaired = repair(); !repaired)
            return failure(std::move(repaired.error()));
    }
    return CommandOutcome{
        .before = before, .after = before, .effectiveAfter = since(accepted), .recordFailure = whyUnrecorded()};
}

// An agent's first version is only ever what is there; a release that begins could not be gone back to.
Result<void> Coordinator::keepContent(const CommandRequest& request) const {
    if (!m_keeper)
        return {};
    if (const auto* start = std::get_if<Start>(&request.event))
        return m_keeper(request.agent, start->candidate);
    if (const auto* adopt = std::get_if<Adopt>(&request.event))
        static_cast<void>(m_keeper(request.agent, adopt->version)); // a folder that only can be read is served as well
    return {};
}

Result<CommandOutcome> Coordinator::carryOut(const CommandRequest& request, const AgentState& before,
                                             const Decision& decision) {
    const Monotonic accepted = m_clock.monotonic();
    if (auto kept = keepContent(request); !kept)
        return failure(std::move(kept.error()));
    Record record{.agent = request.agent,
                  .action = decision.action,
                  .actor = request.actor,
                  .reason = request.reason,
                  .requestId = request.requestId,
                  .before = before.revision == 0 ? std::nullopt : std::optional(before),
                  .after = decision.after,
                  .effectiveAfter = {}};
    auto outcome = decision.direction == Direction::Safer ? applyThenRecord(std::move(record), accepted)
                                                          : recordThenApply(std::move(record), accepted);
    if (const AgentState* now = state(request.agent); now != nullptr && now->revision != before.revision) {
        m_noted.erase(request.agent);
        m_countedUntil[request.agent] = m_clock.monotonic();
    }
    keepWhatIsNeeded();
    return outcome;
}

Result<CommandOutcome> Coordinator::applyThenRecord(Record record, Monotonic accepted) {
    if (!isInEffect() || routingOf(record.after) != routingOf(*record.before)) {
        auto table = tableWith(record.after);
        if (!table)
            return failure(std::move(table.error()));
        if (auto applied = put(*table); !applied) {
            Error error = std::move(applied.error());
            return failure(Errc::Unavailable, "not_applied",
                           std::format("The change did not reach the data path: {}", error.message),
                           "Nothing was changed. Give the command again.");
        }
    }
    m_states[record.agent] = record.after;
    CommandOutcome outcome{
        .before = *record.before, .after = record.after, .effectiveAfter = since(accepted), .recordFailure = {}};
    record.effectiveAfter = outcome.effectiveAfter;
    // Order matters: what could not be recorded before comes first.
    auto flushed = flushUnrecorded();
    const auto recorded = flushed ? m_journal.append(record) : Result<std::uint64_t>(failure(flushed.error()));
    if (recorded) {
        outcome.sequence = *recorded;
    } else {
        outcome.recordFailure = keepForLater(std::move(record), recorded.error());
    }
    return outcome;
}

Result<CommandOutcome> Coordinator::recordThenApply(Record record, Monotonic accepted) {
    const bool moves = !record.before || routingOf(*record.before) != routingOf(record.after);
    traffic::RouteTablePtr table;
    if (moves) {
        auto made = tableWith(record.after);
        if (!made)
            return failure(std::move(made.error()));
        table = std::move(*made);
    }
    auto flushed = flushUnrecorded();
    const auto recorded = flushed ? m_journal.append(record) : Result<std::uint64_t>(failure(flushed.error()));
    if (!recorded) {
        return failure(
            Errc::Io, "not_recorded",
            std::format("The change could not be recorded, so it was not made: {}", recorded.error().message),
            "Look at the disk of the backend. Rolling back works all the same.");
    }
    if (moves) {
        if (auto applied = put(table); !applied)
            return takeBack(record, applied.error());
    }
    m_states[record.agent] = record.after;
    return CommandOutcome{.before = record.before.value_or(AgentState{}),
                          .after = record.after,
                          .sequence = *recorded,
                          .effectiveAfter = since(accepted),
                          .recordFailure = {}};
}

// Recorded but not in effect: the log must not say that it is.
std::unexpected<Error> Coordinator::takeBack(const Record& record, const Error& cause) {
    if (!record.before) { // an adopted agent has no former weights; tick() goes on trying
        m_states[record.agent] = record.after;
        return failure(Errc::Unavailable, "not_applied",
                       std::format("{} is recorded but not yet in the data path: {}", record.agent, cause.message),
                       "It is tried again by itself; look at the gateway if it stays so.");
    }
    Record reversal{.agent = record.agent,
                    .action = "release.reverted",
                    .actor = std::string(automation),
                    .reason = std::format("{} did not reach the data path: {}", record.action, cause.message),
                    .requestId = {},
                    .before = record.after,
                    .after = *record.before,
                    .effectiveAfter = {}};
    reversal.after.revision = record.after.revision + 1;
    reversal.after.lastChange = {.action = reversal.action, .actor = reversal.actor, .at = m_clock.wall()};
    if (record.actor == automation && reversal.after.release) {
        // Trying again every second would fill the log; a person looks at it first.
        reversal.after.release->paused = true;
        reversal.after.release->pauseReason = "the data path did not take the change";
    } else if (record.actor == automation && reversal.after.queued) {
        reversal.after.queued->held = "the data path did not take the change";
    }
    m_states[record.agent] = reversal.after;
    // The call may have reached the data path in part; put back what was there. tick() goes on trying.
    static_cast<void>(repair());
    if (const auto recorded = m_journal.append(reversal); !recorded)
        static_cast<void>(keepForLater(std::move(reversal), recorded.error()));
    return failure(Errc::Unavailable, "not_applied",
                   std::format("The change did not reach the data path and was taken back: {}", cause.message),
                   "Look at the gateway, then give the command again.");
}

void Coordinator::remember(const CommandRequest& request, const CommandOutcome& outcome) {
    if (request.requestId.empty())
        return;
    m_answered[request.requestId] = {
        .agent = request.agent, .verb = std::string(nameOf(request.event)), .outcome = outcome};
    m_answeredOrder.push_back(request.requestId);
    if (m_answeredOrder.size() > mostAnswered) {
        m_answered.erase(m_answeredOrder.front());
        m_answeredOrder.pop_front();
    }
}

} // namespace signalbox::release
