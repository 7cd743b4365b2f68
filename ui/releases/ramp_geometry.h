// Where the points of a ramp stand on a line: as wide as their words, the rest shared by the lines between them; where
// they do not fit, points of the middle give way to one that says so. Pure; any thread.
#pragma once

#include <span>
#include <vector>

namespace signalbox::ui::releases {

struct RampPlace {
    int index = 0; // of the point; -1: stands for what is left out
    int left = 0;
    int width = 0;

    bool operator==(const RampPlace&) const = default;
};

// `widths`: of the points' words; `leastLine`: of a line with its space, between two; `more`: width of what stands for
// those left out. The first and the last are always there.
[[nodiscard]] std::vector<RampPlace> rampPlaces(std::span<const int> widths, int room, int leastLine, int mostLine,
                                                int more);
// Room in which nothing is left out.
[[nodiscard]] int rampWidth(std::span<const int> widths, int leastLine);

} // namespace signalbox::ui::releases
