// What is shown about a running release, as the control API says it. Values; any thread. Part of AgentStatus and of
// GET /api/v1/releases/{release}/evidence.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <QJsonObject>

#include "core/base/result.h"
#include "core/evidence/explanation.h"
#include "core/release/evidence_view.h"

namespace signalbox::protocol {

struct GuardCard {
    evidence::Explanation explanation;
    std::string sentence; // the same in words
    // Of a guard of cost: the model of an arm that has no price. The guard is blind: that arm's costs are unknown.
    std::string unpricedModel = {};
};

struct EvidenceMessage {
    std::string releaseId;
    evidence::Action action = evidence::Action::None; // caused so far, the safest
    std::string because;                              // the guard that caused it
    bool allClear = false;
    bool notThisVersion = false;    // a limit is passed by both arms
    std::vector<std::string> holds; // why nothing can be said now: sentences
    std::uint64_t stepUnits = 0;    // distinct units of both arms in this step
    std::uint64_t stepMinimum = 0;  // that the step needs, to keep what the plan promises
    std::vector<GuardCard> guards;
};

// As the controller takes it.
[[nodiscard]] release::EvidenceView viewOf(const EvidenceMessage& message);

[[nodiscard]] QJsonObject encode(const EvidenceMessage& message);
// Errors: Invalid "bad_field", Corrupt "bad_evidence".
[[nodiscard]] Result<EvidenceMessage> evidenceFrom(const QJsonObject& object);

} // namespace signalbox::protocol
