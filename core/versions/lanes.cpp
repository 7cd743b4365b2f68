#include "core/versions/lanes.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

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
        m_waiting.resize(nodes.size());
        m_lastChild.assign(nodes.size(), none);
    }

    LaneRow next(std::size_t index) {
        LaneRow row;
        const std::vector<int> arriving = std::exchange(m_waiting[index], {});
        // Of several lines that arrive the leftmost goes straight down; a tip opens a lane.
        row.lane = arriving.empty() ? open(m_nextColour++) : *std::ranges::min_element(arriving);
        row.colour = m_lanes[static_cast<std::size_t>(row.lane)].colour;
        for (const int lane : arriving) {
            row.edges.push_back({lane, row.lane, m_lanes[static_cast<std::size_t>(lane)].colour, false, true});
            m_lanes[static_cast<std::size_t>(lane)].used = false;
        }
        passBy(row);
        sendToParents(row, index);
        for (const int lane : arriving)
            if (lane != row.lane)
                m_free.push(lane);
        if (!m_lanes[static_cast<std::size_t>(row.lane)].used)
            m_free.push(row.lane);
        return row;
    }

    // Lanes that were open at once, at most: the leftmost free one is always taken first.
    [[nodiscard]] int width() const { return static_cast<int>(m_lanes.size()); }

private:
    static constexpr int none = -1;

    struct Lane {
        bool used = false; // a line runs down it
        int colour = 0;
    };

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

    // Lines that only run through this row.
    void passBy(LaneRow& row) const {
        for (std::size_t i = 0; i < std::min(m_lanes.size(), passingLanes); ++i)
            if (m_lanes[i].used)
                row.edges.push_back({static_cast<int>(i), static_cast<int>(i), m_lanes[i].colour, false, false});
    }

    void sendToParents(LaneRow& row, std::size_t index) {
        bool inherited = false;
        for (const std::string& id : m_nodes[index].parents) {
            const auto found = m_indexes.find(id);
            // A parent that is absent, or stands above, can't be reached downwards: it gets no line.
            const int parent =
                found == m_indexes.end() || found->second <= static_cast<int>(index) ? none : found->second;
            if (parent == none || m_lastChild[static_cast<std::size_t>(parent)] == static_cast<int>(index))
                continue;
            m_lastChild[static_cast<std::size_t>(parent)] =
                static_cast<int>(index); // a parent named twice has one line
            std::vector<int>& waiting = m_waiting[static_cast<std::size_t>(parent)];
            int lane = row.lane;
            int colour = row.colour; // a line that joins another lane keeps its branch's colour
            if (!std::exchange(inherited, true)) {
                waiting.push_back(lane);
            } else if (!waiting.empty()) {
                lane = waiting.front();
            } else {
                lane = open(m_nextColour++);
                colour = m_lanes[static_cast<std::size_t>(lane)].colour;
                waiting.push_back(lane);
            }
            m_lanes[static_cast<std::size_t>(lane)].used = true;
            row.edges.push_back({row.lane, lane, colour, true, false});
        }
    }

    const std::vector<LaneNode>& m_nodes;
    std::unordered_map<std::string_view, int> m_indexes;
    std::vector<std::vector<int>> m_waiting; // by node: the lanes whose lines lead to it
    std::vector<int> m_lastChild;            // by node: the last row that drew a line to it
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
