#include "core/server/past_metrics.h"

#include <algorithm>
#include <iterator>

namespace signalbox::server {

using namespace std::chrono_literals;

namespace {

// The minutes within the bounds, in buckets of this length, none of which reaches beyond `end`.
metrics::Series cut(const metrics::Series& minutes, WallTime from, WallTime to, std::chrono::seconds length,
                    WallTime end) {
    metrics::Series made{minutes.key, {}, {}};
    for (const metrics::Point& point : minutes.points) {
        if (point.time < from || point.time >= to)
            continue;
        const WallTime start(point.time.time_since_epoch() / length * std::chrono::milliseconds(length));
        if (made.points.empty() || made.points.back().time != start)
            made.points.push_back({.time = start, .bucket = {}, .length = length});
        if (length == 1min) // as far as that minute was counted
            made.points.back().length = point.length;
        made.points.back().bucket.merge(point.bucket);
        made.total.merge(point.bucket);
    }
    for (metrics::Point& point : made.points)
        if (point.time < end)
            point.length = std::min(point.length, end - point.time);
    return made;
}

// The bucket of the restart may stand in both; the live one counts what the other does not.
void putBefore(metrics::Series& live, metrics::Series past) {
    if (!live.points.empty()) {
        metrics::Point& first = live.points.front();
        metrics::Point& last = past.points.back();
        if (last.time >= first.time) {
            first.bucket.merge(last.bucket);
            past.points.pop_back();
        } else {
            last.length = std::min(last.length, first.time - last.time);
        }
    }
    live.points.insert(live.points.begin(), std::make_move_iterator(past.points.begin()),
                       std::make_move_iterator(past.points.end()));
    live.total.merge(past.total);
}

} // namespace

std::vector<metrics::Series> PastMetrics::before(std::vector<metrics::Series> live, const std::string& agent,
                                                 WallTime from, WallTime to, std::chrono::seconds step) const {
    const std::chrono::seconds length = std::max<std::chrono::seconds>(step, 1min);
    for (const metrics::Series& minutes : m_minutes) {
        if (minutes.key.agent != agent)
            continue;
        metrics::Series past = cut(minutes, from, to, length, std::min(to, m_countedFrom));
        if (past.points.empty())
            continue;
        const auto same = std::ranges::find(live, minutes.key, &metrics::Series::key);
        if (same == live.end())
            live.push_back(std::move(past));
        else
            putBefore(*same, std::move(past));
    }
    return live;
}

} // namespace signalbox::server
