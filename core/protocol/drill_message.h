// Drills on the wire, and as they are kept. Body of POST and GET /api/v1/drills and of the answers of POST
// /api/v1/drills and /api/v1/drills/{drill}/cancel. Values; any thread.
#pragma once

#include <string>
#include <vector>

#include <QJsonObject>

#include "core/base/result.h"
#include "core/release/drill.h"

namespace signalbox::protocol {

struct DrillMessage { // asks for one
    release::DrillOrder order = {};
    std::string reason = {};
};

struct DrillList {
    std::vector<release::Drill> drills; // newest first; the one that runs, if any, is the first
};

[[nodiscard]] QJsonObject encode(const release::Drill& drill);
[[nodiscard]] QJsonObject encode(const DrillMessage& message);
[[nodiscard]] QJsonObject encode(const DrillList& list);
// Errors: Invalid "bad_field". Every field of a message may be absent.
[[nodiscard]] Result<release::Drill> drillFrom(const QJsonObject& object);
[[nodiscard]] Result<DrillMessage> drillMessageFrom(const QJsonObject& object);
[[nodiscard]] Result<DrillList> drillsFrom(const QJsonObject& object);

} // namespace signalbox::protocol
