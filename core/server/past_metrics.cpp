#include "core/server/past_metrics.h"

#include <algorithm>
#include <iterator>

namespace signalbox::server {

using namespace std::chrono_literals;

namespace {

// The minutes within the bounds, in buckets of this length.
metrics::Series cut(const metrics::Series& minutes, WallTime from, WallTime to, std::chrono::seconds length) {
    metrics::Series made{minutes.key, {}, {}};
    for (const metrics::Point& point : minutes.points) {
        if (point.time < from || point.time >= to)
            continue;
        const WallTime start(point.time.time_since_epoch() / length * std::chrono::milliseconds(length));
        if (made.points.empty() || made.points.back().time != start)
            made.points.push_back({start, {}});
        made.points.back().bucket.merge(point.bucket);
        made.total.merge(point.bucket);
    }
    return made;
}

} // namespace

std::vector<metrics::Series> PastMetrics::before(std::vector<metrics::Series> live, const std::string& agent,
                                                 WallTime from, WallTime to, std::chrono::seconds step) const {
    const std::chrono::seconds length = std::max<std::chrono::seconds>(step, 1min);
    for (const metrics::Series& minutes : m_minutes) {
        if (minutes.key.agent != agent)
            continue;
        metrics::Series past = cut(minutes, from, to, length);
        if (past.points.empty())
            continue;
        const auto same = std::ranges::find(live, minutes.key, &metrics::Series::key);
        if (same == live.end()) {
            live.push_back(std::move(past));
            continue;
        }
        // The minute of the restart may stand in both; the live one counts what the other does not.
        if (!same->points.empty() && past.points.back().time == same->points.front().time) {
            same->points.front().bucket.merge(past.points.back().bucket);
            past.points.pop_back();
        }
        same->points.insert(same->points.begin(), std::make_move_iterator(past.points.begin()),
                            std::make_move_iterator(past.points.end()));
        same->total.merge(past.total);
    }
    return live;
}

} // namespace signalbox::server
