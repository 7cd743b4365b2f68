#include <algorithm>

#include "core/protocol/evidence_message.h"
#include "core/protocol/failure_message.h"
#include "core/server/backend.h"
#include "core/server/handlers.h"

namespace signalbox::server {

Result<Answer> getEvidence(Backend& backend, const Call& call) {
    const auto evidence = backend.room().evidenceOf(call.arguments[0]);
    if (!evidence)
        return failure(evidence.error());
    return jsonAnswer(protocol::encode(*evidence));
}

// On the reports thread: an outage makes people look, and nothing of that may wait for the control thread.
namespace {

// What has not failed yet: requests that are in flight for long and have no first token.
void addWaits(metrics::FailureReport& report, const std::vector<gateway::WaitCount>& waits, Monotonic now) {
    for (const gateway::WaitCount& wait : waits) {
        if (wait.agent != report.agent)
            continue;
        auto version = std::ranges::find(report.versions, wait.version, &metrics::VersionFailures::version);
        if (version == report.versions.end())
            version = report.versions.insert(report.versions.end(), {.version = wait.version, .role = wait.role});
        const auto since = report.at - std::chrono::floor<std::chrono::milliseconds>(now - wait.oldest);
        version->waiting += wait.requests;
        version->waitingSince = std::min(version->waitingSince.value_or(since), since);
    }
}

} // namespace

Result<Answer> getFailures(Backend& backend, const Call& call) {
    const std::string& agent = call.arguments[0];
    if (!backend.catalogue().view()->agents.contains(agent))
        return failure(Errc::NotFound, "no_agent", "There is no agent of this name.", "Check the name.");
    protocol::FailureMessage message;
    message.report = backend.failures().report(agent, backend.clock().monotonic(), backend.clock().wall());
    addWaits(message.report, backend.gatewayWaits(), backend.clock().monotonic());
    message.cause = metrics::causeOf(message.report);
    return jsonAnswer(protocol::encode(message));
}

} // namespace signalbox::server
