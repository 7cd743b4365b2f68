#include "core/evidence/latency_learner.h"

#include <algorithm>

namespace signalbox::evidence {

void LatencyLearner::take(std::chrono::microseconds latency) {
    if (!isDone() && latency.count() >= 0)
        m_seen.push_back(latency.count());
}

std::optional<Baseline::Latency> LatencyLearner::baseline() const {
    if (!isDone())
        return {};
    std::vector<std::int64_t> sorted = m_seen;
    std::ranges::sort(sorted);
    const auto at = [&sorted](std::size_t percent) {
        return std::chrono::microseconds(sorted[std::min(sorted.size() - 1, sorted.size() * percent / 100)]);
    };
    return Baseline::Latency{.p50 = at(50), .p90 = at(90), .p99 = at(99), .samples = sorted.size()};
}

QJsonArray LatencyLearner::toJson() const {
    QJsonArray array;
    for (const std::int64_t one : m_seen)
        array.append(static_cast<qint64>(one));
    return array;
}

bool LatencyLearner::fromJson(const QJsonArray& array) {
    m_seen.clear();
    if (static_cast<std::size_t>(array.size()) > needed)
        return false;
    for (const QJsonValue& value : array) {
        const qint64 number = value.toInteger(-1);
        if (number < 0)
            return false;
        m_seen.push_back(number);
    }
    return true;
}

} // namespace signalbox::evidence
