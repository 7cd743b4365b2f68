#include "ui/live/decimator.h"

#include <algorithm>

namespace signalbox::ui::live {

namespace {

struct Column {
    QPointF low;
    QPointF high;

    void take(QPointF sample) {
        if (sample.y() < low.y())
            low = sample;
        if (sample.y() > high.y())
            high = sample;
    }

    void appendTo(std::vector<QPointF>& points) const {
        const bool lowFirst = low.x() <= high.x();
        points.push_back(lowFirst ? low : high);
        if (low != high)
            points.push_back(lowFirst ? high : low);
    }
};

} // namespace

std::vector<QPointF> decimate(std::span<const QPointF> samples, double from, double to, int columns) {
    if (columns <= 0 || !(from < to) || samples.empty())
        return {};
    auto first = std::ranges::lower_bound(samples, from, {}, &QPointF::x);
    auto last = std::ranges::upper_bound(samples, to, {}, &QPointF::x);
    std::vector<QPointF> points;
    points.reserve(2 * static_cast<std::size_t>(columns) + 2);
    if (first != samples.begin())
        points.push_back(*std::prev(first));
    if (last - first <= 2 * static_cast<std::ptrdiff_t>(columns)) {
        points.insert(points.end(), first, last); // few enough: every sample as it is
    } else {
        const double width = (to - from) / columns;
        int current = -1;
        Column column;
        for (auto sample = first; sample != last; ++sample) {
            const int at = std::min(static_cast<int>((sample->x() - from) / width), columns - 1);
            if (at == current) {
                column.take(*sample);
                continue;
            }
            if (current >= 0)
                column.appendTo(points);
            current = at;
            column = {*sample, *sample};
        }
        column.appendTo(points);
    }
    if (last != samples.end())
        points.push_back(*last);
    return points;
}

} // namespace signalbox::ui::live
