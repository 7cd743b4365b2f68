#include "ui/live/chart_lines.h"

#include <algorithm>

namespace signalbox::ui::live {

namespace {

using protocol::MetricPoint;

double milliseconds(WallTime time) {
    return static_cast<double>(time.time_since_epoch().count());
}

// The middle of the bucket stands for it.
QPointF sample(const MetricPoint& point, const TimeSpan& span, double value) {
    return {milliseconds(point.time) + std::chrono::duration<double, std::milli>(span.step).count() / 2, value};
}

class Pieces {
public:
    explicit Pieces(const TimeSpan& span) : m_step(std::chrono::duration<double, std::milli>(span.step).count()) {}

    void add(QPointF point) {
        if (m_pieces.empty() || point.x() - m_pieces.back().back().x() > m_reach * m_step)
            m_pieces.emplace_back();
        m_pieces.back().push_back(point);
    }

    [[nodiscard]] std::vector<std::vector<QPointF>> take() {
        for (auto& piece : m_pieces) {
            if (piece.size() > 1)
                continue;
            const QPointF lonely = piece.front();
            piece = {lonely - QPointF(m_step / 2, 0), lonely + QPointF(m_step / 2, 0)};
        }
        return std::move(m_pieces);
    }

private:
    static constexpr double m_reach = 4.5; // buckets; a quiet version is not broken into crumbs
    double m_step;
    std::vector<std::vector<QPointF>> m_pieces;
};

bool isRatio(Metric metric) {
    return metric != Metric::RequestRate && metric != Metric::Latency && metric != Metric::FirstToken;
}

// The value that the line has at points[at].
std::optional<double> lineValue(std::span<const MetricPoint> points, std::size_t at, const Measure& measure,
                                const TimeSpan& span) {
    if (!isRatio(measure.metric))
        return valueOf(measure, points[at], span.step);
    const WallTime earliest = points[at].time - (widestWindow - 1) * span.step;
    std::size_t first = at;
    std::uint64_t base = baseOf(measure.metric, points[at]);
    if (base == 0)
        return {};
    while (first > 0 && base < enoughRequests && points[first - 1].time >= earliest)
        base += baseOf(measure.metric, points[--first]);
    return valueOf(measure, sum(points.subspan(first, at - first + 1)), span.step);
}

// A rate is 0 where nothing came, from the first request in the span on.
std::vector<MetricPoint> filled(const std::vector<MetricPoint>& points, const TimeSpan& span) {
    std::vector<MetricPoint> all;
    if (points.empty())
        return all;
    auto next = points.begin();
    for (WallTime time = points.front().time; time < span.to; time += span.step) {
        MetricPoint point;
        point.time = time;
        if (next != points.end() && next->time == time)
            point = *next++;
        all.push_back(point);
    }
    return all;
}

} // namespace

std::vector<ChartLine> chartLines(const Picture& picture, const Measure& measure) {
    std::vector<ChartLine> lines;
    for (const auto& line : picture.lines) {
        Pieces pieces(picture.span);
        const bool isRate = measure.metric == Metric::RequestRate;
        // What was replaced ends where it was replaced; it did not fall to 0.
        const auto points = isRate && !line.replaced ? filled(line.points, picture.span) : line.points;
        for (std::size_t i = 0; i < points.size(); ++i)
            if (const auto value = lineValue(points, i, measure, picture.span))
                pieces.add(sample(points[i], picture.span, *value));
        lines.push_back({.role = line.role, .replaced = line.replaced, .pieces = pieces.take()});
    }
    return lines;
}

double largestValue(const std::vector<ChartLine>& lines) {
    double largest = 0;
    for (const auto& line : lines)
        for (const auto& piece : line.pieces)
            for (const auto& point : piece)
                largest = std::max(largest, point.y());
    return largest;
}

std::optional<double> valueAt(const Picture& picture, const Measure& measure, traffic::Role role, WallTime time) {
    const auto* line = picture.line(role);
    if (!line)
        return std::nullopt;
    const auto after = std::ranges::upper_bound(line->points, time, {}, &MetricPoint::time);
    if (after == line->points.begin())
        return std::nullopt;
    const auto& point = *std::prev(after);
    if (time - point.time >= picture.span.step)
        return measure.metric == Metric::RequestRate && time < picture.span.to ? std::optional(0.0) : std::nullopt;
    return lineValue(line->points, static_cast<std::size_t>(after - line->points.begin()) - 1, measure, picture.span);
}

} // namespace signalbox::ui::live
