// Messages of the control API as JSON. Pure; any thread; never fails. snake_case keys, times in ISO 8601, weights in
// thousandths, durations in milliseconds under keys that end in _ms, versions as {"version", "digest"}. Absent
// optionals are left out. Text that is not UTF-8 has its bad bytes replaced; only file contents keep every byte
// (content_base64).
#pragma once

#include <vector>

#include <QJsonObject>

#include "core/protocol/messages.h"

namespace signalbox::protocol {

[[nodiscard]] QJsonObject encode(const agents::VersionRef& version);
[[nodiscard]] QJsonObject encode(const agents::Version& version);
[[nodiscard]] QJsonObject encode(const release::Plan& plan);
[[nodiscard]] QJsonObject encode(const release::Hold& hold);
[[nodiscard]] QJsonObject encode(const release::Routing& routing);

[[nodiscard]] QJsonObject encode(const BackendInfo& message);
[[nodiscard]] QJsonObject encode(const AgentStatus& message);
[[nodiscard]] QJsonObject encode(const AgentList& message);
[[nodiscard]] QJsonObject encode(const VersionList& message);
[[nodiscard]] QJsonObject encode(const VersionDetail& message);
[[nodiscard]] QJsonObject encode(const SnapshotMessage& message);

[[nodiscard]] QJsonObject encode(const MetricPoint& point);
[[nodiscard]] QJsonObject encode(const MetricsMessage& message);
[[nodiscard]] QJsonObject encode(const MetricTick& tick);
[[nodiscard]] QJsonObject encode(const std::vector<Deployment>& deployments); // {"deployments": […]}
[[nodiscard]] QJsonObject encode(const AuditPage& message);
[[nodiscard]] QJsonObject encode(const AuditVerification& message);
[[nodiscard]] QJsonObject encode(const AuditProof& message);
[[nodiscard]] QJsonObject encode(const PublishMessage& message);
[[nodiscard]] QJsonObject encode(const PublishResult& message);
[[nodiscard]] QJsonObject encode(const CommandMessage& message);
[[nodiscard]] QJsonObject encode(const CommandResult& message);

} // namespace signalbox::protocol
