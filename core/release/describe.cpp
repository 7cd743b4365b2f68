#include "core/release/describe.h"

#include <algorithm>
#include <format>

namespace signalbox::release {

namespace {

std::string candidateIn(const AgentState& state) {
    return state.release ? state.release->candidate.name() : state.stable.name();
}

std::string weightIn(const AgentState& state) {
    return routingOf(state).canaryWeight.toString();
}

std::string started(const AgentState& was, const AgentState& after) {
    if (!after.release)
        return "started a release";
    const Release& release = *after.release;
    const char* waited = was.queued && !after.queued ? ", which had waited in the queue" : "";
    if (release.phase == Phase::Shadowing)
        return std::format("started {} in the shadow of {}, {} of requests copied{}", release.candidate.name(),
                           release.baseline.name(), release.plan.shadowShare.toString(), waited);
    return std::format("started {} at {} beside {}{}", release.candidate.name(), weightIn(after),
                       release.baseline.name(), waited);
}

// What was answering before: the candidate of a release, or the stable version.
std::string rolledBack(const AgentState& before, const AgentState& after) {
    return std::format("rolled back from {} to {}", candidateIn(before), after.stable.name());
}

std::string undone(const AgentState& before, const AgentState& after) {
    if (after.release)
        return std::format("undid the roll back: {} at {} beside {} again", candidateIn(after), weightIn(after),
                           after.stable.name());
    return std::format("undid the roll back from {} to {}", after.stable.name(), before.stable.name());
}

std::string released(const AgentState& before, const AgentState& after) {
    std::string names;
    for (const Quarantined& held : before.quarantine) {
        if (!isQuarantined(after, held.version))
            names += (names.empty() ? "" : ", ") + held.version.name();
    }
    return std::format("released {} from quarantine", names.empty() ? "a version" : names);
}

std::string superseded(const AgentState& before, const AgentState& after) {
    return std::format("{}, which ended the release of {}", started(before, after), candidateIn(before));
}

std::string queuedIn(const AgentState& state) {
    return state.queued ? state.queued->candidate.name() : "a version";
}

std::string queued(const AgentState& was, const AgentState& after) {
    const std::string replaced = was.queued ? std::format(", in place of {}", queuedIn(was)) : "";
    return std::format("queued {} behind {}{}", queuedIn(after), candidateIn(after), replaced);
}

std::string reported(const AgentState& after) {
    const auto& gates = after.release ? after.release->gates : std::vector<GateReport>{};
    std::string text;
    for (const GateReport& report : gates)
        text += std::format("{}{} {}", text.empty() ? "" : ", ", report.gate, report.passed ? "passed" : "failed");
    return "reported gates: " + text;
}

std::string lateMoves(const AgentState& before, const AgentState& after) {
    return std::format("moved the last conversations of {} to {}",
                       before.leaving ? before.leaving->version.name() : "the former version", after.stable.name());
}

std::string describeAction(std::string_view action, const AgentState& was, const AgentState& after) {
    if (action == "release.supersede")
        return superseded(was, after);
    if (action == "release.gate")
        return reported(after);
    if (action == "conversations.moved")
        return lateMoves(was, after);
    if (action == "agent.freeze")
        return std::format("froze the releases of {}: automation does nothing more", after.agent);
    if (action == "agent.unfreeze")
        return std::format("lifted the freeze of {}", after.agent);
    if (action == "agent.adopt")
        return std::format("took over {} as stable", after.stable.name());
    if (action == "release.start")
        return started(was, after);
    if (action == "release.queue")
        return queued(was, after);
    if (action == "release.queue_held")
        return std::format("did not start {}, which waits for a person", queuedIn(after));
    if (action == "release.unqueue")
        return std::format("took {} from the queue", queuedIn(was));
    if (action == "release.advance")
        return std::format("advanced {} from {} to {}", candidateIn(after), weightIn(was), weightIn(after));
    if (action == "release.approve")
        return std::format("approved {} at {}", candidateIn(after), weightIn(after));
    if (action == "release.pause")
        return std::format("paused {} at {}", candidateIn(after), weightIn(after));
    if (action == "release.resume")
        return std::format("resumed {} at {}", candidateIn(after), weightIn(after));
    if (action == "release.step_back")
        return std::format("stepped {} back from {} to {}", candidateIn(after), weightIn(was), weightIn(after));
    if (action == "release.promote")
        return std::format("promoted {} from {} to {}", candidateIn(after), weightIn(was), weightIn(after));
    if (action == "release.complete")
        return std::format("completed {}, which replaces {} as stable", after.stable.name(), was.stable.name());
    if (action == "release.abort")
        return std::format("aborted {}, {} answers everything", candidateIn(was), after.stable.name());
    if (action == "release.roll_back")
        return rolledBack(was, after);
    if (action == "release.undo")
        return undone(was, after);
    if (action == "release.reverted")
        return std::format("took back a change that did not reach the data path: {}", describeTraffic(after));
    if (action == "version.unquarantine")
        return released(was, after);
    return std::string(action);
}

} // namespace

std::string describe(std::string_view action, const std::optional<AgentState>& before, const AgentState& after) {
    return describeAction(action, before ? *before : after, after) +
           (after.lastChange.breakGlass && after.lastChange.action == action ? " (glass broken)" : "") +
           (after.lastChange.ownApproval && after.lastChange.action == action ? " (own release)" : "");
}

std::string describe(const Record& record) {
    return describe(record.action, record.before, record.after);
}

std::string describeQueue(const AgentState& state) {
    if (!state.queued)
        return {};
    const Queued& queued = *state.queued;
    const std::string then = !queued.held.empty() ? std::format("it waits for a person: {}", queued.held)
                             : state.release      ? std::format("it starts when {} is completed", candidateIn(state))
                                                  : "it starts as soon as nothing holds it";
    return std::format("{} is queued by {}: {}", queued.candidate.name(), queued.by, then);
}

std::string describeTraffic(const AgentState& state) {
    const Routing routing = routingOf(state);
    std::string text = std::format("{} answers {}", routing.stable.name(), routing.canaryWeight.rest().toString());
    if (routing.canary)
        text += std::format(", canary {} {}", routing.canary->name(), routing.canaryWeight.toString());
    if (routing.shadow)
        text += std::format(", shadow {} gets copies of {}", routing.shadow->name(), routing.shadowShare.toString());
    return text;
}

} // namespace signalbox::release
