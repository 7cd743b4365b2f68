// States, routes and measurements as the messages of the control API. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "core/audit/log.h"
#include "core/metrics/store.h"
#include "core/protocol/messages.h"
#include "core/traffic/route_table.h"

namespace signalbox::server {

// What a table does for an agent; an agent that is not in it has no stable version.
[[nodiscard]] release::Routing routingIn(const traffic::RouteTable& table, const std::string& agent);
[[nodiscard]] protocol::AgentStatus statusOf(const release::AgentState& state, const traffic::RouteTablePtr& observed,
                                             const std::string& description,
                                             std::optional<protocol::EvidenceMessage> evidence = {},
                                             WallTime now = {}); // for freeze windows
[[nodiscard]] protocol::MetricPoint pointOf(const metrics::Point& point);
[[nodiscard]] protocol::MetricSeries seriesOf(const metrics::Series& series);
[[nodiscard]] protocol::AuditRow rowOf(const audit::Entry& entry);
// Of an entry that is still to be made.
[[nodiscard]] protocol::AuditRow rowOf(const audit::EntryDraft& draft, std::uint64_t sequence);

} // namespace signalbox::server
