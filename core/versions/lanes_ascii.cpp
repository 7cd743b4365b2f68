#include <algorithm>

#include "core/versions/lanes.h"

namespace signalbox::versions {

namespace {

void put(std::string& line, int column, char glyph) {
    const auto at = static_cast<std::size_t>(column);
    if (line.size() <= at)
        line.resize(at + 1, ' ');
    if (line[at] == ' ' || line[at] == '_')
        line[at] = glyph;
}

void finish(std::string& line, std::string& out) {
    line.erase(line.find_last_not_of(' ') + 1);
    out += line;
    out += '\n';
}

std::string nodeLine(const LaneRow& row) {
    std::string line;
    put(line, 2 * row.lane, '*');
    for (const LaneEdge& edge : row.edges)
        if (!edge.startsHere && !edge.endsHere)
            put(line, 2 * edge.from, '|');
    return line;
}

// A line between nodes on which lines change lanes: those that arrive at the row's node, or those that leave it. Empty
// when all go straight.
std::string connectorLine(const LaneRow& row, bool arriving) {
    const auto takesPart = [&](const LaneEdge& edge) { return arriving ? !edge.startsHere : !edge.endsHere; };
    std::string line;
    for (const LaneEdge& edge : row.edges)
        if (takesPart(edge) && edge.from == edge.to)
            put(line, 2 * edge.to, '|');
    bool slanted = false;
    for (const LaneEdge& edge : row.edges) {
        if (!takesPart(edge) || edge.from == edge.to)
            continue;
        slanted = true;
        put(line, 2 * std::max(edge.from, edge.to) - 1, edge.to < edge.from ? '/' : '\\');
    }
    for (const LaneEdge& edge : row.edges) {
        const auto [left, right] = std::minmax(edge.from, edge.to);
        for (int column = 2 * left + 1; takesPart(edge) && column < 2 * right - 1; ++column)
            put(line, column, '_');
    }
    return slanted ? line : std::string{};
}

} // namespace

std::string drawAscii(const LaneLayout& layout, const std::vector<LaneNode>& nodes) {
    std::string out;
    for (std::size_t i = 0; i < layout.rows.size() && i < nodes.size(); ++i) {
        if (std::string connector = connectorLine(layout.rows[i], true); !connector.empty())
            finish(connector, out);
        std::string line = nodeLine(layout.rows[i]);
        line += ' ';
        line += nodes[i].id;
        finish(line, out);
        if (std::string connector = connectorLine(layout.rows[i], false); !connector.empty())
            finish(connector, out);
    }
    return out;
}

} // namespace signalbox::versions
