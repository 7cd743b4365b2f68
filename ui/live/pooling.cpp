#include "ui/live/pooling.h"

#include <algorithm>
#include <array>

namespace signalbox::ui::live {

using protocol::MetricPoint;

namespace {

WallTime floorTo(WallTime time, std::chrono::milliseconds step) {
    const auto ticks = time.time_since_epoch();
    auto rest = ticks % step;
    if (rest.count() < 0)
        rest += step;
    return WallTime(ticks - rest);
}

// The mean of one quantile, weighted by requests, over the points that have it.
class WeightedMean {
public:
    void add(const std::optional<double>& value, std::uint64_t requests) {
        if (!value)
            return;
        const double weight = static_cast<double>(std::max<std::uint64_t>(requests, 1));
        m_sum += *value * weight;
        m_weight += weight;
    }

    [[nodiscard]] std::optional<double> value() const {
        return m_weight > 0 ? std::optional(m_sum / m_weight) : std::nullopt;
    }

private:
    double m_sum = 0;
    double m_weight = 0;
};

constexpr std::array quantiles{&MetricPoint::latencyP50, &MetricPoint::latencyP95, &MetricPoint::latencyP99,
                               &MetricPoint::firstTokenP50, &MetricPoint::firstTokenP95};
constexpr std::array counts{&MetricPoint::requests,           &MetricPoint::errors,
                            &MetricPoint::cancelled,          &MetricPoint::costKnown,
                            &MetricPoint::toolCalls,          &MetricPoint::inputTokens,
                            &MetricPoint::outputTokens,       &MetricPoint::refusalsKnown,
                            &MetricPoint::refusals,           &MetricPoint::contractsKnown,
                            &MetricPoint::contractViolations, &MetricPoint::toolsKnown,
                            &MetricPoint::toolFailures};

} // namespace

TimeSpan spanFor(std::chrono::seconds range, WallTime now) {
    constexpr std::array<std::int64_t, 12> steps{1, 3, 5, 10, 30, 60, 120, 300, 600, 900, 3600, 7200};
    std::chrono::seconds step{steps.back()};
    for (const auto seconds : steps) {
        if (range.count() / seconds <= 120) {
            step = std::chrono::seconds(seconds);
            break;
        }
    }
    const WallTime to = floorTo(now - std::chrono::seconds(2), step);
    return {.from = floorTo(to - range, step), .to = to, .step = step};
}

MetricPoint sum(std::span<const MetricPoint> points) {
    MetricPoint total;
    if (points.empty())
        return total;
    if (points.size() == 1)
        return points.front();
    total.time = points.front().time;
    std::array<WeightedMean, quantiles.size()> means;
    for (const auto& point : points) {
        for (const auto count : counts)
            total.*count += point.*count;
        total.costUsd += point.costUsd;
        for (std::size_t i = 0; i < quantiles.size(); ++i)
            means[i].add(point.*quantiles[i], point.requests);
    }
    for (std::size_t i = 0; i < quantiles.size(); ++i)
        total.*quantiles[i] = means[i].value();
    return total;
}

std::vector<MetricPoint> pool(std::span<const MetricPoint> points, const TimeSpan& span) {
    std::vector<MetricPoint> pooled;
    auto at = std::ranges::lower_bound(points, span.from, {}, &MetricPoint::time);
    while (at != points.end() && at->time < span.to) {
        const WallTime start = floorTo(at->time, span.step);
        const auto end = std::ranges::lower_bound(at, points.end(), start + span.step, {}, &MetricPoint::time);
        auto bucket = sum({at, end});
        bucket.time = start;
        pooled.push_back(bucket);
        at = end;
    }
    return pooled;
}

std::vector<MetricPoint> join(std::span<const MetricPoint> fetched, std::span<const MetricPoint> live, WallTime cut) {
    std::vector<MetricPoint> all(fetched.begin(), std::ranges::lower_bound(fetched, cut, {}, &MetricPoint::time));
    all.insert(all.end(), std::ranges::lower_bound(live, cut, {}, &MetricPoint::time), live.end());
    return all;
}

} // namespace signalbox::ui::live
