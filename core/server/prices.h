// Which versions have no price: without one nothing is known of what their answers cost, and whoever watches the cost
// is blind. Pure; any thread.
#pragma once

#include <string>

#include "core/agents/snapshot.h"
#include "core/agents/workspace.h"
#include "core/protocol/evidence_message.h"
#include "core/traffic/route_table.h"

namespace signalbox::server {

// The version's model, when signalbox.yaml has no price for it; empty: it has one, or the version names no model.
[[nodiscard]] std::string unpricedModel(const agents::Snapshot& snapshot, const agents::Workspace& workspace);
// The same of a version that is in traffic; empty for all others.
[[nodiscard]] std::string unpricedModel(const traffic::RouteTablePtr& table, const agents::Workspace& workspace,
                                        const std::string& agent, const std::string& version);
// Says on the guards of cost that they are blind when an arm in traffic has no price.
void markBlind(protocol::EvidenceMessage& evidence, const traffic::RouteTablePtr& table,
               const agents::Workspace& workspace, const std::string& agent);

} // namespace signalbox::server
