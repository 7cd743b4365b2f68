// Random traffic of one line whose every second is known, and what the API would say of it: calm and sparse, outages,
// restarts with minutes from before them, silence. For tests only.
#pragma once

#include <algorithm>
#include <random>
#include <vector>

#include "ui/live/pooling.h"

namespace signalbox::tests {

using protocol::MetricPoint;
using std::chrono::seconds;

struct Second { // what truly happened in one second of one line
    std::uint64_t requests = 0;
    std::uint64_t errors = 0;
};

struct Kind {
    const char* name;
    double perSecond;
    int outageFrom, outageTo;   // every request fails
    int restartFrom, restartTo; // nobody counts; before it there are minutes
    int silentFrom, silentTo;   // nobody asks
    int begins;                 // first second
    bool serving = true;
};

constexpr int never = 1 << 20;
inline constexpr Kind kinds[] = {{"calm", 5.7, never, never, never, never, never, never, 0},
                                 {"sparse canary", 0.3, never, never, never, never, never, never, 0},
                                 {"one in a minute", 0.02, never, never, never, never, never, never, 0},
                                 {"outage and recovery", 5.7, 100, 160, never, never, never, never, 0},
                                 {"outage of a sparse canary", 0.3, 100, 160, never, never, never, never, 0},
                                 {"restart", 5.7, never, never, 130, 157, never, never, 0},
                                 {"restart of a sparse canary in an outage", 0.3, 90, 250, 130, 131, never, never, 0},
                                 {"long stop", 10, never, never, 61, 239, never, never, 0},
                                 {"silence", 8, never, never, never, never, 70, 230, 0},
                                 {"came late", 0.3, 210, 260, never, never, never, never, 201},
                                 {"gone", 0.3, 20, 90, never, never, 95, never, 10, false},
                                 {"busy", 400, 7, 9, 200, 203, never, never, 0}};

class World {
public:
    World(const Kind& kind, const ui::live::TimeSpan& span, unsigned seed) : m_kind(kind), m_span(span) {
        std::mt19937 random(seed);
        std::poisson_distribution<std::uint64_t> arrivals(kind.perSecond);
        const int length = static_cast<int>(span.length().count() / 1000);
        m_seconds.resize(static_cast<std::size_t>(length));
        for (int s = kind.begins; s < length; ++s) {
            if ((s >= kind.restartFrom && s < kind.restartTo) || (s >= kind.silentFrom && s < kind.silentTo))
                continue;
            Second& second = m_seconds[static_cast<std::size_t>(s)];
            second.requests = arrivals(random);
            std::binomial_distribution<std::uint64_t> failing(second.requests, 0.01);
            second.errors = s >= kind.outageFrom && s < kind.outageTo ? second.requests : failing(random);
        }
    }

    [[nodiscard]] bool isRestarted() const { return m_kind.restartFrom != never; }

    [[nodiscard]] WallTime countedFrom() const { return m_span.from + seconds(isRestarted() ? m_kind.restartTo : 0); }

    // As the API gives it: in buckets of the step, and minutes from before a restart.
    [[nodiscard]] std::vector<MetricPoint> points() const {
        std::vector<MetricPoint> made;
        const int length = static_cast<int>(m_seconds.size());
        const int step = static_cast<int>(m_span.step.count());
        for (int s = 0; s < length;) {
            const bool isPast = isRestarted() && s < m_kind.restartTo;
            const int wanted = isPast ? std::max(step, 60) : step;
            const int end = std::min({(s / wanted + 1) * wanted, length, isPast ? m_kind.restartTo : length});
            MetricPoint point;
            point.time = m_span.from + seconds(s);
            const int counted = isPast ? std::max(std::min(end, m_kind.restartFrom), s + 1) : end;
            point.length = seconds(counted - s);
            for (int at = s; at < end; ++at) {
                point.requests += m_seconds[static_cast<std::size_t>(at)].requests;
                point.errors += m_seconds[static_cast<std::size_t>(at)].errors;
            }
            if (point.requests > 0)
                made.push_back(point);
            s = end;
        }
        return made;
    }

    [[nodiscard]] Second between(WallTime from, WallTime to) const {
        Second sum;
        for (std::size_t s = 0; s < m_seconds.size(); ++s) {
            const WallTime time = m_span.from + seconds(s);
            if (time >= from && time < to) {
                sum.requests += m_seconds[s].requests;
                sum.errors += m_seconds[s].errors;
            }
        }
        return sum;
    }

private:
    const Kind& m_kind;
    ui::live::TimeSpan m_span;
    std::vector<Second> m_seconds;
};

} // namespace signalbox::tests
