// What happened to an agent between two of its states, in one line for a chart marker. Pure; any thread.
#pragma once

#include <optional>

#include "core/client/backend_mirror.h"

namespace signalbox::client {

// nullopt when nothing that a person would look for has changed (only time passed). `now` is the marker's time.
[[nodiscard]] std::optional<Marker> markerBetween(const release::AgentState& before, const release::AgentState& after,
                                                  WallTime now);
// From an audit row; nullopt for rows that are not about a release.
[[nodiscard]] std::optional<Marker> markerOf(const protocol::AuditRow& row);

} // namespace signalbox::client
