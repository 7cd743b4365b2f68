#include "ui/live/plotted_series.h"

#include <algorithm>

#include "core/metrics/interval.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::live {

std::optional<PlottedPoint> plotted(const Interval& interval, const Measure& measure) {
    const auto value = valueOf(measure, interval.counts, interval.length());
    if (!value)
        return std::nullopt;
    PlottedPoint point{.from = interval.from,
                       .to = interval.to,
                       .value = *value,
                       .low = *value,
                       .high = *value,
                       .n = baseOf(measure.metric, interval.counts),
                       .estimated = interval.estimated && isQuantile(measure.metric)};
    if (isShare(measure.metric)) {
        const auto bounds = metrics::shareInterval(partOf(measure.metric, interval.counts), point.n);
        point.low = bounds.low;
        point.high = bounds.high;
    } else if (isQuantile(measure.metric) && isExact(interval.counts) && point.n > 0) {
        constexpr double microsecondsPerSecond = 1e6;
        const auto& times = measure.metric == Metric::Latency ? interval.counts.latency : interval.counts.firstToken;
        const auto bounds = metrics::quantileInterval(times, shareOf(measure.quantile));
        point.low = std::min(bounds.low / microsecondsPerSecond, *value);
        point.high = std::max(bounds.high / microsecondsPerSecond, *value);
    } else if (measure.metric == Metric::RequestRate) {
        const auto bounds = metrics::countInterval(interval.counts.requests);
        const double seconds = std::chrono::duration<double>(interval.length()).count();
        point.low = bounds.low / seconds;
        point.high = bounds.high / seconds;
    }
    return point;
}

std::vector<PlottedSeries> plottedSeries(const Picture& picture, const Measure& measure) {
    std::vector<PlottedSeries> all;
    for (const RoleLine& line : picture.lines) {
        all.push_back({.role = line.role, .replaced = line.replaced, .points = {}});
        for (const Interval& interval : line.intervals)
            if (const auto point = plotted(interval, measure))
                all.back().points.push_back(*point);
    }
    return all;
}

double largestValue(const std::vector<PlottedSeries>& series, double room) {
    constexpr double share = 1.5; // what is not known may take a third of the height
    double largest = 0;
    double high = 0;
    double solidHigh = 0;
    for (const PlottedSeries& one : series) {
        for (const PlottedPoint& point : one.points) {
            largest = std::max(largest, point.value);
            high = std::max(high, point.high);
            if (point.isSolid())
                solidHigh = std::max(solidHigh, point.high);
        }
    }
    return std::max(std::min(high, share * largest), std::min(solidHigh, room));
}

QString plottedText(const Measure& measure, const PlottedPoint* point) {
    if (!point)
        return formatValue(measure.metric, std::nullopt);
    const QString value = formatValue(measure.metric, point->value);
    if (!point->hasBounds())
        return point->estimated ? u"≈ "_s + value : value;
    return value + u" ("_s + formatBounds(measure.metric, point->low, point->high) + u')';
}

const PlottedPoint* pointAt(const PlottedSeries& series, WallTime time) {
    const auto after = std::ranges::upper_bound(series.points, time, {}, &PlottedPoint::from);
    if (after == series.points.begin())
        return nullptr;
    const PlottedPoint& point = *std::prev(after);
    return time < point.to ? &point : nullptr;
}

} // namespace signalbox::ui::live
