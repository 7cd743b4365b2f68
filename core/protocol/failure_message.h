// Why requests of an agent failed lately. Body of GET /api/v1/agents/{agent}/failures. Values; any thread.
#pragma once

#include <QJsonObject>

#include "core/base/result.h"
#include "core/metrics/failure_report.h"

namespace signalbox::protocol {

struct FailureMessage {
    metrics::FailureReport report;
    metrics::FailureCause cause;
};

[[nodiscard]] QJsonObject encode(const FailureMessage& message);
// Errors: Invalid "bad_field".
[[nodiscard]] Result<FailureMessage> failuresFrom(const QJsonObject& object);

} // namespace signalbox::protocol
