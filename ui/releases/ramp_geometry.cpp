#include "ui/releases/ramp_geometry.h"

#include <algorithm>
#include <numeric>

namespace signalbox::ui::releases {

namespace {

std::vector<RampPlace> placed(std::vector<RampPlace> places, int room, int leastLine, int mostLine) {
    if (places.size() < 2)
        return places;
    const int words = std::accumulate(places.begin(), places.end(), 0,
                                      [](int sum, const RampPlace& place) { return sum + place.width; });
    const int line = std::clamp((room - words) / (static_cast<int>(places.size()) - 1), leastLine, mostLine);
    int left = 0;
    for (RampPlace& place : places) {
        place.left = left;
        left += place.width + line;
    }
    return places;
}

int widthOf(std::span<const RampPlace> places, int leastLine) {
    int width = 0;
    for (const RampPlace& place : places)
        width += place.width + leastLine;
    return width - (places.empty() ? 0 : leastLine);
}

} // namespace

int rampWidth(std::span<const int> widths, int leastLine) {
    return widths.empty()
               ? 0
               : std::accumulate(widths.begin(), widths.end(), 0) + (static_cast<int>(widths.size()) - 1) * leastLine;
}

std::vector<RampPlace> rampPlaces(std::span<const int> widths, int room, int leastLine, int mostLine, int more) {
    std::vector<RampPlace> places;
    for (std::size_t i = 0; i < widths.size(); ++i)
        places.push_back({.index = static_cast<int>(i), .width = widths[i]});
    if (rampWidth(widths, leastLine) <= room || places.size() <= 2)
        return placed(std::move(places), room, leastLine, mostLine);
    // Of what is left out, the earlier half of the points says more than the later: the gap is behind the middle.
    auto gap = places.begin() + static_cast<std::ptrdiff_t>((places.size() + 1) / 2);
    gap = std::min(gap, places.end() - 2);
    *gap = {.index = -1, .width = more};
    while (places.size() > 3 && widthOf(places, leastLine) > room) {
        const auto before = gap - places.begin() - 1; // points between the first and the gap
        const auto after = places.end() - gap - 2;    // and between the gap and the last
        if (before > after)
            gap = places.erase(gap - 1);
        else
            gap = places.erase(gap + 1) - 1;
    }
    return placed(std::move(places), room, leastLine, mostLine);
}

} // namespace signalbox::ui::releases
