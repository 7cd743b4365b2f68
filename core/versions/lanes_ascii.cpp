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

// The line below a node from which lines lead to other lanes; empty when none does.
std::string connectorLine(const LaneRow& row) {
    std::string line;
    if (std::ranges::none_of(row.edges, [](const LaneEdge& edge) { return edge.from != edge.to; }))
        return line;
    for (const LaneEdge& edge : row.edges)
        if (edge.from == edge.to && !edge.endsHere)
            put(line, 2 * edge.to, '|');
    for (const LaneEdge& edge : row.edges) {
        if (edge.to < edge.from)
            put(line, 2 * edge.from - 1, '/');
        else if (edge.to > edge.from)
            put(line, 2 * edge.to - 1, '\\');
    }
    for (const LaneEdge& edge : row.edges) {
        const auto [left, right] = std::minmax(edge.from, edge.to);
        for (int column = 2 * left + 1; column < 2 * right - 1; ++column)
            put(line, column, '_');
    }
    return line;
}

} // namespace

std::string drawAscii(const LaneLayout& layout, const std::vector<LaneNode>& nodes) {
    std::string out;
    for (std::size_t i = 0; i < layout.rows.size() && i < nodes.size(); ++i) {
        std::string line = nodeLine(layout.rows[i]);
        line += ' ';
        line += nodes[i].id;
        finish(line, out);
        if (std::string connector = connectorLine(layout.rows[i]); !connector.empty())
            finish(connector, out);
    }
    return out;
}

} // namespace signalbox::versions
