#include "core/protocol/evidence_message.h"
#include "core/server/backend.h"
#include "core/server/handlers.h"

namespace signalbox::server {

Result<Answer> getEvidence(Backend& backend, const Call& call) {
    const auto evidence = backend.room().evidenceOf(call.arguments[0]);
    if (!evidence)
        return failure(evidence.error());
    return jsonAnswer(protocol::encode(*evidence));
}

} // namespace signalbox::server
