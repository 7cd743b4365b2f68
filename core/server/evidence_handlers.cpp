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
Result<Answer> getFailures(Backend& backend, const Call& call) {
    const std::string& agent = call.arguments[0];
    if (!backend.catalogue().view()->agents.contains(agent))
        return failure(Errc::NotFound, "no_agent", "There is no agent of this name.", "Check the name.");
    protocol::FailureMessage message;
    message.report = backend.failures().report(agent, backend.clock().monotonic(), backend.clock().wall());
    message.cause = metrics::causeOf(message.report);
    return jsonAnswer(protocol::encode(message));
}

} // namespace signalbox::server
