// One guard as JSON. Inside core/evidence only. `sound` becomes false when something is missing or unknown.
#pragma once

#include <QJsonObject>

#include "core/evidence/guard_set.h"

namespace signalbox::evidence {

[[nodiscard]] QJsonObject guardToJson(const Guard& guard);
[[nodiscard]] Guard guardFrom(const QJsonObject& object, bool& sound);

} // namespace signalbox::evidence
