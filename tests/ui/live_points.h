// Points of the Live page at seconds after one moment.
#pragma once

#include <vector>

#include "ui/live/picture.h"

namespace signalbox::tests {

inline WallTime at(int second) {
    return WallTime(std::chrono::milliseconds(1'767'225'600'000)) + std::chrono::seconds(second);
}

inline protocol::MetricPoint point(int second, std::uint64_t requests, std::uint64_t errors = 0) {
    protocol::MetricPoint made;
    made.time = at(second);
    made.requests = requests;
    made.errors = errors;
    return made;
}

constexpr ui::live::TimeSpan minute(int from = 0) {
    return {.from = WallTime(std::chrono::milliseconds(1'767'225'600'000)) + std::chrono::seconds(from),
            .to = WallTime(std::chrono::milliseconds(1'767'225'600'000)) + std::chrono::seconds(from + 60),
            .step = std::chrono::seconds(1)};
}

inline client::LiveSeries series(const std::string& version, traffic::Role role,
                                 std::vector<protocol::MetricPoint> points) {
    return {version, role, {points.begin(), points.end()}};
}

} // namespace signalbox::tests
