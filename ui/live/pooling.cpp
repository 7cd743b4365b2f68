#include "ui/live/pooling.h"

#include <algorithm>
#include <array>

namespace signalbox::ui::live {

using protocol::MetricPoint;

namespace {

// The mean of one quantile, weighted by what it is of, over the points that have it.
class WeightedMean {
public:
    void add(const std::optional<double>& value, std::uint64_t of) {
        if (!value)
            return;
        const double weight = static_cast<double>(std::max<std::uint64_t>(of, 1));
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

constexpr double microsecondsPerSecond = 1e6;

struct QuantileOf {
    std::optional<double> MetricPoint::* value = nullptr;
    std::uint64_t metrics::Counts::* weight = nullptr;
    metrics::Histogram MetricPoint::* of = nullptr;
    double quantile = 0;
};

constexpr std::array quantiles{
    QuantileOf{&MetricPoint::latencyP50, &metrics::Counts::latencyKnown, &MetricPoint::latency, 0.50},
    QuantileOf{&MetricPoint::latencyP95, &metrics::Counts::latencyKnown, &MetricPoint::latency, 0.95},
    QuantileOf{&MetricPoint::latencyP99, &metrics::Counts::latencyKnown, &MetricPoint::latency, 0.99},
    QuantileOf{&MetricPoint::firstTokenP50, &metrics::Counts::firstTokenKnown, &MetricPoint::firstToken, 0.50},
    QuantileOf{&MetricPoint::firstTokenP95, &metrics::Counts::firstTokenKnown, &MetricPoint::firstToken, 0.95}};

} // namespace

WallTime floorTo(WallTime time, std::chrono::milliseconds step) {
    const auto ticks = time.time_since_epoch();
    auto rest = ticks % step;
    if (rest.count() < 0)
        rest += step;
    return WallTime(ticks - rest);
}

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
        total.addCounts(point);
        total.costUsd += point.costUsd;
        total.latency.merge(point.latency);
        total.firstToken.merge(point.firstToken);
        total.length = std::max(total.length, point.time + point.length - total.time);
        for (std::size_t i = 0; i < quantiles.size(); ++i)
            means[i].add(point.*quantiles[i].value, point.*quantiles[i].weight);
    }
    for (std::size_t i = 0; i < quantiles.size(); ++i)
        total.*quantiles[i].value = means[i].value();
    for (const QuantileOf& one : quantiles)
        if (const metrics::Histogram& all = total.*one.of; all.count() == total.*one.weight && !all.isEmpty())
            total.*one.value = *all.quantile(one.quantile) / microsecondsPerSecond;
    return total;
}

bool isExact(const MetricPoint& point) {
    return point.latency.count() == point.latencyKnown && point.firstToken.count() == point.firstTokenKnown;
}

std::vector<MetricPoint> join(std::span<const MetricPoint> fetched, std::span<const MetricPoint> live, WallTime cut) {
    std::vector<MetricPoint> all(fetched.begin(), std::ranges::lower_bound(fetched, cut, {}, &MetricPoint::time));
    all.insert(all.end(), std::ranges::lower_bound(live, cut, {}, &MetricPoint::time), live.end());
    return all;
}

} // namespace signalbox::ui::live
