// JSON of the control API as messages; the other direction of encode.h. Pure; any thread. Unknown fields are ignored,
// but for requests (CommandMessage, DrillMessage, PublishMessage, PairVerdictMessage), where they are Invalid
// "unknown_field"; a missing or wrong field is Invalid "bad_field" with its JSON pointer in `field`. Input is
// untrusted.
#pragma once

#include <vector>

#include <QJsonObject>

#include "core/protocol/alert_message.h"
#include "core/protocol/drill_message.h"
#include "core/protocol/failure_message.h"
#include "core/protocol/messages.h"
#include "core/protocol/pair_message.h"

namespace signalbox::protocol {

// Only the specialisations below exist.
template <class Message> [[nodiscard]] Result<Message> decode(const QJsonObject& object) = delete;

template <> [[nodiscard]] Result<agents::Version> decode(const QJsonObject& object);
template <> [[nodiscard]] Result<release::Plan> decode(const QJsonObject& object);

template <> [[nodiscard]] Result<BackendInfo> decode(const QJsonObject& object);
template <> [[nodiscard]] Result<AgentStatus> decode(const QJsonObject& object);
template <> [[nodiscard]] Result<AgentList> decode(const QJsonObject& object);
template <> [[nodiscard]] Result<VersionList> decode(const QJsonObject& object);
template <> [[nodiscard]] Result<VersionDetail> decode(const QJsonObject& object);
template <> [[nodiscard]] Result<SnapshotMessage> decode(const QJsonObject& object);

template <> [[nodiscard]] Result<EvidenceMessage> decode(const QJsonObject& object); // evidenceFrom()
template <> [[nodiscard]] Result<MetricsMessage> decode(const QJsonObject& object);
template <> [[nodiscard]] Result<std::vector<MetricTick>> decode(const QJsonObject& object); // {"ticks": […]}
template <> [[nodiscard]] Result<std::vector<Deployment>> decode(const QJsonObject& object); // {"deployments": […]}
template <> [[nodiscard]] Result<FailureMessage> decode(const QJsonObject& object);          // failuresFrom()
template <> [[nodiscard]] Result<Alert> decode(const QJsonObject& object);                   // alertFrom()
template <> [[nodiscard]] Result<AlertList> decode(const QJsonObject& object);               // alertsFrom()
template <> [[nodiscard]] Result<release::Drill> decode(const QJsonObject& object);          // drillFrom()
template <> [[nodiscard]] Result<DrillMessage> decode(const QJsonObject& object);            // drillMessageFrom()
template <> [[nodiscard]] Result<DrillList> decode(const QJsonObject& object);               // drillsFrom()
template <> [[nodiscard]] Result<AuditPage> decode(const QJsonObject& object);
template <> [[nodiscard]] Result<AuditVerification> decode(const QJsonObject& object);
template <> [[nodiscard]] Result<AuditProof> decode(const QJsonObject& object);
template <> [[nodiscard]] Result<PairMessage> decode(const QJsonObject& object);
template <> [[nodiscard]] Result<PairPage> decode(const QJsonObject& object);
template <> [[nodiscard]] Result<PairVerdictMessage> decode(const QJsonObject& object);
template <> [[nodiscard]] Result<PairVerdictResult> decode(const QJsonObject& object);
template <> [[nodiscard]] Result<PublishMessage> decode(const QJsonObject& object);
template <> [[nodiscard]] Result<PublishResult> decode(const QJsonObject& object);
template <> [[nodiscard]] Result<CommandMessage> decode(const QJsonObject& object); // every field may be absent
template <> [[nodiscard]] Result<CommandResult> decode(const QJsonObject& object);

} // namespace signalbox::protocol
