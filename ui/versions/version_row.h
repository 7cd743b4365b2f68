// One row of the version tree as plain values: what is known about a version, its place in the graph and its part in
// traffic. Pure; any thread (texts: UI thread).
#pragma once

#include <vector>

#include <QString>

#include "core/protocol/messages.h"
#include "core/versions/lanes.h"
#include "ui/base/chip.h"

namespace signalbox::ui::versions {

// What the details, the files and every late answer are about: numbers alone repeat from agent to agent.
struct VersionKey {
    std::string agent;
    std::string version;

    bool operator==(const VersionKey&) const = default;
};

[[nodiscard]] inline VersionKey keyOf(const agents::Version& version) {
    return {version.agent, version.version.toString()};
}

// The shape of a node tells the part of the version without colour.
enum class NodeShape {
    Plain,       // small filled circle
    PreRelease,  // small hollow circle
    Stable,      // large circle in a ring
    Canary,      // diamond
    Shadow,      // half-filled circle
    Quarantined, // octagon with a cross
};

struct VersionRow {
    agents::Version version;
    std::string name; // the semantic version as text
    NodeShape shape = NodeShape::Plain;
    std::vector<ChipSpec> chips;
    signalbox::versions::LaneRow lanes;
    int laneCount = 1;            // of the whole tree
    protocol::VersionCheck check; // its `version` is empty where nothing was found
};

// By precedence, but always children before their parents, as the lane layout needs it.
[[nodiscard]] std::vector<agents::Version> orderedForTree(std::vector<agents::Version> versions);
// `status` may be null while the agent's state is not known.
[[nodiscard]] std::vector<VersionRow> makeRows(std::vector<agents::Version> versions,
                                               const protocol::AgentStatus* status);
// What the checks found, for markRoles() to show.
void putChecks(std::vector<VersionRow>& rows, const std::vector<protocol::VersionCheck>& checks);
// Why a version must not be released; empty: nothing that was found stands against it.
[[nodiscard]] QString mistakeText(const protocol::VersionCheck& check);
// Chips and shape again, after the agent's state changed; the tree stays.
void markRoles(std::vector<VersionRow>& rows, const protocol::AgentStatus* status);

// "2.2.0, child of 2.1.0, canary 5 %".
[[nodiscard]] QString spokenText(const VersionRow& row);
[[nodiscard]] QString firstLine(const std::string& changelog);
// Case-insensitive, every word of the filter somewhere in version, changelog, author, ticket, digest or chips.
[[nodiscard]] bool matches(const VersionRow& row, const QString& filter);

} // namespace signalbox::ui::versions
