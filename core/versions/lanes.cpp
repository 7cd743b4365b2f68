#include "core/versions/lanes.h"

#include <algorithm>
#include <unordered_map>

#include <queue>

namespace signalbox::versions {

namespace {

constexpr std::size_t passingLanes = 100;

// What the lanes wait for while the rows are laid out from newest to oldest.
class Lanes {
public:
    explicit Lanes(const std::vector<LaneNode>& nodes) : m_nodes(nodes) {
        m_indexes.reserve(nodes.size());
        for (std::size_t i = 0; i < nodes.size(); ++i)
            m_indexes.emplace(nodes[i].id, static_cast<int>(i)); // of a repeated id the first counts
        m_waitingLane.assign(nodes.size(), none);
        m_lastChild.assign(nodes.size(), none);
    }

    LaneRow next(std::size_t index) {
        LaneRow row;
        const int node = static_cast<int>(index);
        row.lane = takeLane(node);
        const auto taken = static_cast<std::size_t>(row.lane);
        row.colour = m_lanes[taken].colour;
        const bool entered = m_lanes[taken].waitsFor == node;
        passBy(row, entered);
        m_lanes[taken].waitsFor = none;
        sendToParents(row, index);
        if (m_lanes[taken].waitsFor == none)
            m_free.push(row.lane);
        return row;
    }

    // Lanes that were open at once, at most: the leftmost free one is always taken first.
    [[nodiscard]] int width() const { return static_cast<int>(m_lanes.size()); }

private:
    static constexpr int none = -1;

    struct Lane {
        int waitsFor = none; // index of a node; `none`: free
        int colour = 0;
    };

    // The lane that waits for the node, or a new one for a tip.
    int takeLane(int node) {
        const int waiting = m_waitingLane[static_cast<std::size_t>(node)];
        return waiting != none ? waiting : open(m_nextColour++);
    }

    // The leftmost free lane.
    int open(int colour) {
        int lane = static_cast<int>(m_lanes.size());
        if (m_free.empty()) {
            m_lanes.emplace_back();
        } else {
            lane = m_free.top();
            m_free.pop();
        }
        m_lanes[static_cast<std::size_t>(lane)].colour = colour;
        return lane;
    }

    // Lines that only run through this row, and the one that arrives at its node.
    void passBy(LaneRow& row, bool entered) const {
        if (entered)
            row.edges.push_back({row.lane, row.lane, row.colour, false, true});
        for (std::size_t i = 0; i < std::min(m_lanes.size(), passingLanes); ++i) {
            const int lane = static_cast<int>(i);
            if (lane != row.lane && m_lanes[i].waitsFor != none)
                row.edges.push_back({lane, lane, m_lanes[i].colour, false, false});
        }
    }

    void sendToParents(LaneRow& row, std::size_t index) {
        bool inherited = false;
        for (const std::string& id : m_nodes[index].parents) {
            const auto found = m_indexes.find(id);
            // A parent that is absent, or stands above, can't be reached downwards: its line ends below the node.
            const int parent =
                found == m_indexes.end() || found->second <= static_cast<int>(index) ? none : found->second;
            if (parent == none || m_lastChild[static_cast<std::size_t>(parent)] == static_cast<int>(index))
                continue;
            m_lastChild[static_cast<std::size_t>(parent)] =
                static_cast<int>(index); // a parent named twice has one line
            int& waiting = m_waitingLane[static_cast<std::size_t>(parent)];
            int colour = row.colour; // a line that joins another lane keeps its branch's colour
            if (waiting == none) {
                waiting = inherited ? open(m_nextColour++) : row.lane;
                inherited = true;
                Lane& lane = m_lanes[static_cast<std::size_t>(waiting)];
                lane.waitsFor = parent;
                colour = lane.colour;
            }
            row.edges.push_back({row.lane, waiting, colour, true, false});
        }
    }

    const std::vector<LaneNode>& m_nodes;
    std::unordered_map<std::string_view, int> m_indexes;
    std::vector<int> m_waitingLane; // by node: the lane that waits for it
    std::vector<int> m_lastChild;   // by node: the last row that drew a line to it
    std::vector<Lane> m_lanes;
    std::priority_queue<int, std::vector<int>, std::greater<>> m_free;
    int m_nextColour = 0;
};

} // namespace

LaneLayout layOutLanes(const std::vector<LaneNode>& nodes) {
    LaneLayout layout;
    layout.rows.reserve(nodes.size());
    Lanes lanes(nodes);
    for (std::size_t i = 0; i < nodes.size(); ++i)
        layout.rows.push_back(lanes.next(i));
    layout.width = lanes.width();
    return layout;
}

} // namespace signalbox::versions
