// Which tools of a version may change something in the world, as far as their definitions say: MCP's annotations
// readOnlyHint and destructiveHint, on MCP tools and plain functions alike. Without an annotation nothing is known, and
// a tool that may act is treated as one that does. Pure; any thread. What cannot be read has no tools.
#pragma once

#include <string>
#include <vector>

#include "core/agents/snapshot.h"

namespace signalbox::agents {

enum class ToolEffect { Unknown, Changes, Destroys };

struct ActingTool {
    std::string name;
    ToolEffect effect = ToolEffect::Unknown;

    bool operator==(const ActingTool&) const = default;
};

// By name; read-only tools are left out.
[[nodiscard]] std::vector<ActingTool> actingTools(const Snapshot& snapshot);

} // namespace signalbox::agents
