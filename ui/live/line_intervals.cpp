#include "ui/live/line_intervals.h"

#include <algorithm>
#include <array>

namespace signalbox::ui::live {

using protocol::MetricPoint;

namespace {

WallTime endOf(const MetricPoint& point) {
    return point.time + std::max(point.length, std::chrono::milliseconds(1));
}

std::span<const MetricPoint> within(std::span<const MetricPoint> points, const TimeSpan& span) {
    const auto first = std::ranges::lower_bound(points, span.from, {}, &MetricPoint::time);
    return {first, std::ranges::lower_bound(first, points.end(), span.to, {}, &MetricPoint::time)};
}

class Builder {
public:
    explicit Builder(const LineBounds& bounds) : m_bounds(bounds) {}

    void take(const MetricPoint& point) {
        const bool isLive = !m_bounds.countedFrom || endOf(point) > *m_bounds.countedFrom;
        const bool overlaps = !m_made.empty() && point.time < m_made.back().to;
        const bool belongs = !m_made.empty() && point.time < m_reach && isLive == m_isLive;
        if (overlaps || belongs) {
            m_made.back().to = std::max(m_made.back().to, std::min(endOf(point), m_bounds.span.to));
        } else {
            close();
            m_isLive = isLive;
            begin(point);
        }
        m_members.push_back(point);
    }

    [[nodiscard]] std::vector<Interval> finish() {
        close();
        joinCutEnds();
        return withSilences();
    }

private:
    void begin(const MetricPoint& point) {
        const auto& [span, width, countedFrom, serving] = m_bounds;
        const WallTime binEnd = std::min(floorTo(point.time, width) + width, span.to);
        const WallTime end = std::min(endOf(point), span.to);
        m_reach = point.length > width ? end : std::max(binEnd, end);
        WallTime from = point.time;
        if (m_isLive && point.length <= width) {
            // Silence before the first request of an interval is a part of it, as far as it was listened to.
            const bool isFirst = m_made.empty();
            if (!isFirst || point.time - span.from < width)
                from = std::max(floorTo(point.time, width), isFirst ? span.from : m_made.back().to);
            if (countedFrom)
                from = std::max(from, std::min(point.time, *countedFrom));
        }
        m_made.push_back({.from = from, .to = m_isLive ? m_reach : end, .counts = {}});
    }

    void close() {
        if (m_members.empty())
            return;
        Interval& last = m_made.back();
        last.counts = sum(m_members);
        last.estimated = m_members.size() > 1 && !isExact(last.counts);
        if (!m_bounds.serving)
            m_end = endOf(m_members.back());
        m_members.clear();
    }

    [[nodiscard]] bool isPiece(const Interval& one) const {
        return 2 * one.length() < std::chrono::milliseconds(m_bounds.width);
    }

    // Where the span cuts an interval short, less than half of it says little: it belongs to its neighbour.
    void joinCutEnds() {
        if (!m_bounds.serving && !m_made.empty()) // it was gone before its last interval was over
            m_made.back().to = std::clamp(m_end, m_made.back().from + std::chrono::milliseconds(1), m_made.back().to);
        const auto join = [this](std::size_t at) {
            Interval& first = m_made[at];
            const Interval& second = m_made[at + 1];
            first.counts = sum(std::array{first.counts, second.counts});
            first.estimated = !isExact(first.counts);
            first.to = second.to;
            m_made.erase(m_made.begin() + static_cast<std::ptrdiff_t>(at) + 1);
        };
        const auto touch = [this](std::size_t at) {
            return m_made.size() > at + 1 && m_made[at].to == m_made[at + 1].from;
        };
        if (touch(0) && m_made.front().from == m_bounds.span.from && isPiece(m_made.front()))
            join(0);
        if (m_made.size() > 1 && touch(m_made.size() - 2) && isPiece(m_made.back()))
            join(m_made.size() - 2);
    }

    [[nodiscard]] std::vector<Interval> withSilences() const {
        std::vector<Interval> all;
        const auto fill = [&](WallTime from, WallTime to) {
            from = m_bounds.countedFrom ? std::max(from, *m_bounds.countedFrom) : to;
            if (to - from < m_bounds.width)
                return;
            all.push_back({.from = from, .to = to, .counts = {}});
            all.back().counts.time = from;
        };
        for (const Interval& one : m_made) {
            if (!all.empty())
                fill(all.back().to, one.from);
            all.push_back(one);
        }
        if (m_bounds.serving && !all.empty())
            fill(all.back().to, m_bounds.span.to);
        return all;
    }

    const LineBounds& m_bounds;
    std::vector<Interval> m_made;
    std::vector<MetricPoint> m_members; // of the last one
    WallTime m_reach{}; // points that begin before it belong to the last one, if both are live or neither is
    bool m_isLive = true;
    WallTime m_end{};
};

} // namespace

std::chrono::seconds widthFor(std::span<const MetricPoint> points, const TimeSpan& span) {
    constexpr std::array<std::int64_t, 20> widths{1,   2,   3,   5,    6,    10,   15,     30,     60,     120,
                                                  300, 600, 900, 1800, 3600, 7200, 14'400, 21'600, 43'200, 86'400};
    constexpr int least = 8; // intervals in the span
    const auto inside = within(points, span);
    std::chrono::seconds width = span.step;
    if (inside.empty())
        return width;
    std::uint64_t requests = 0;
    for (const MetricPoint& point : inside)
        requests += point.requests;
    const double perSecond =
        static_cast<double>(requests) /
        std::chrono::duration<double>(
            std::max<std::chrono::milliseconds>(endOf(inside.back()) - inside.front().time, std::chrono::seconds(1)))
            .count();
    for (const auto seconds : widths) {
        if (perSecond * static_cast<double>(width.count()) >= static_cast<double>(wantedRequests))
            break;
        const std::chrono::seconds wider(seconds);
        if (wider > width && wider % span.step == std::chrono::seconds(0) && wider * least <= span.length())
            width = wider;
    }
    return width;
}

std::vector<Interval> intervalsOf(std::span<const MetricPoint> points, const LineBounds& bounds) {
    Builder builder(bounds);
    for (const MetricPoint& point : within(points, bounds.span))
        builder.take(point);
    return builder.finish();
}

} // namespace signalbox::ui::live
