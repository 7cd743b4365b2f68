// The handlers of the control API, by subject. Each runs on the thread that its route names. Private to core/server.
#pragma once

#include "core/server/call.h"

namespace signalbox::server {

// backend_handlers.cpp
Result<Answer> getBackend(Backend& backend, const Call& call);
Result<Answer> getAgents(Backend& backend, const Call& call);
Result<Answer> getRelease(Backend& backend, const Call& call);
Result<Answer> getMetrics(Backend& backend, const Call& call);
Result<Answer> getPrometheus(Backend& backend, const Call& call);

// version_handlers.cpp
Result<Answer> getVersions(Backend& backend, const Call& call);
Result<Answer> getVersion(Backend& backend, const Call& call);
Result<Answer> getSnapshot(Backend& backend, const Call& call);
Result<Answer> getPlan(Backend& backend, const Call& call);
Result<Answer> postVersion(Backend& backend, const Call& call);

// audit_handlers.cpp
Result<Answer> getDeployments(Backend& backend, const Call& call);
Result<Answer> getAudit(Backend& backend, const Call& call);
Result<Answer> getVerification(Backend& backend, const Call& call);
Result<Answer> getProof(Backend& backend, const Call& call);
Result<Answer> getCheckpoint(Backend& backend, const Call& call);

// evidence_handlers.cpp
Result<Answer> getEvidence(Backend& backend, const Call& call);
Result<Answer> getFailures(Backend& backend, const Call& call);

// pair_handlers.cpp
Result<Answer> getPairs(Backend& backend, const Call& call);
Result<Answer> getPair(Backend& backend, const Call& call);
Result<Answer> postPairVerdict(Backend& backend, const Call& call);

// alert_handlers.cpp
Result<Answer> getAlerts(Backend& backend, const Call& call);
Result<Answer> postAcknowledge(Backend& backend, const Call& call);

// drill_handlers.cpp
Result<Answer> getDrills(Backend& backend, const Call& call);
Result<Answer> postDrill(Backend& backend, const Call& call);
Result<Answer> postCancelDrill(Backend& backend, const Call& call);

// command_handlers.cpp
Result<Answer> postStart(Backend& backend, const Call& call);
Result<Answer> postReleaseVerb(Backend& backend, const Call& call);
Result<Answer> postRollBack(Backend& backend, const Call& call);
Result<Answer> postAgentVerb(Backend& backend, const Call& call); // undo, freeze, unfreeze, start-queued, unqueue
Result<Answer> postAdopt(Backend& backend, const Call& call);
Result<Answer> postUnquarantine(Backend& backend, const Call& call);

} // namespace signalbox::server
