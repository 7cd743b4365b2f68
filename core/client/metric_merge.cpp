#include "core/client/metric_merge.h"

namespace signalbox::client {

using protocol::MetricPoint;

std::deque<MetricPoint> mergePoints(const std::deque<MetricPoint>& heard, std::span<const MetricPoint> read) {
    std::deque<MetricPoint> merged;
    const auto isTaken = [&merged](WallTime time) {
        return !merged.empty() && merged.back().time + merged.back().length > time;
    };
    auto next = heard.begin();
    const auto takeUntil = [&](WallTime time) {
        for (; next != heard.end() && next->time + next->length <= time; ++next)
            if (!isTaken(next->time))
                merged.push_back(*next);
    };
    for (const MetricPoint& point : read) {
        takeUntil(point.time);
        if (isTaken(point.time))
            continue;
        auto last = next;
        std::uint64_t requests = 0;
        while (last != heard.end() && last->time < point.time + point.length)
            requests += (last++)->requests;
        if (next == last || requests < point.requests)
            merged.push_back(point);
        else
            merged.insert(merged.end(), next, last);
        next = last;
    }
    for (; next != heard.end(); ++next)
        if (!isTaken(next->time))
            merged.push_back(*next);
    return merged;
}

} // namespace signalbox::client
