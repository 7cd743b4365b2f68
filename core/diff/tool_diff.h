// The tools of a snapshot by function name, and what changed about them. Pure; any thread. Understands function
// definitions of chat APIs, bare {name, description, parameters} and MCP's {name, inputSchema}, alone, in a list, or
// under "tools". A file that is none of these has no tools.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <QJsonObject>

#include "core/agents/snapshot.h"
#include "core/diff/snapshot_diff.h"

namespace signalbox::diff {

struct Tool {
    std::string description;
    QJsonObject parameters; // JSON Schema
};

using Tools = std::map<std::string, Tool>;

[[nodiscard]] Tools toolsOf(const agents::Snapshot& snapshot);
void compareTools(const Tools& left, const Tools& right, std::vector<FieldChange>& changes);

} // namespace signalbox::diff
