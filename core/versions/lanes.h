// Lane layout of a version tree: which column each version stands in and which lines run past it. Pure; any thread.
// A version takes the lane that waits for it; its first parent inherits the lane; others join or open one; lanes stay
// put. Lines that only run past a row are left out from lane 100 on, where no view could show them; the work stays
// linear.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace signalbox::versions {

struct LaneNode {
    std::string id;
    std::vector<std::string> parents; // ids; those that the input lacks get no line
};

struct LaneEdge {
    int from = 0;            // lane at the top edge of the row
    int to = 0;              // lane at the bottom edge of the row
    int colour = 0;          // stable per branch; index into the view's palette
    bool startsHere = false; // leaves the row's node
    bool endsHere = false;   // arrives at the row's node
};

struct LaneRow {
    int lane = 0;
    int colour = 0;
    std::vector<LaneEdge> edges;
};

struct LaneLayout {
    std::vector<LaneRow> rows; // as many as nodes, in the same order
    int width = 0;             // lanes used at most
};

// `nodes` newest first: children before parents.
[[nodiscard]] LaneLayout layOutLanes(const std::vector<LaneNode>& nodes);
// "*", "|", "\" and "/" as `git log --graph` would; for golden tests.
[[nodiscard]] std::string drawAscii(const LaneLayout& layout, const std::vector<LaneNode>& nodes);

} // namespace signalbox::versions
