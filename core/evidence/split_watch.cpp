#include "core/evidence/split_watch.h"

#include <algorithm>
#include <cmath>

#include "core/evidence/json_fields.h"

namespace signalbox::evidence {

using namespace Qt::StringLiterals;

namespace {

// From here on what came early can no longer look like harm: 100 events where 80 are due are no evidence.
constexpr double ahead = 1.25;

double expectedOf(const std::vector<WeightCounts>& counts) {
    double expected = 0;
    for (const WeightCounts& row : counts)
        expected += row.weight.share() * static_cast<double>(row.canary + row.stable);
    return expected;
}

} // namespace

SplitWatch::SplitWatch(double alpha) : m_bound(std::log(1 / alpha)) {}

void SplitWatch::add(Arm arm, traffic::Weight weight, std::chrono::milliseconds assigned, std::uint64_t times) {
    if (!m_told.add(arm, weight, times))
        return;
    m_expected = expectedOf(m_told.counts());
    const auto second = std::chrono::floor<std::chrono::seconds>(assigned).count();
    if (second >= m_settledTo)
        m_pending[second][weight].of(arm) += times;
    else
        settle({{weight, arm == Arm::Canary ? Both<std::uint64_t>{.stable = 0, .canary = times}
                                            : Both<std::uint64_t>{.stable = times, .canary = 0}}});
}

void SplitWatch::passTime(std::chrono::milliseconds elapsed) {
    m_settledTo = std::max(m_settledTo, std::chrono::floor<std::chrono::seconds>(elapsed - settledAfter).count());
    while (!m_pending.empty() && m_pending.begin()->first < m_settledTo)
        settle(m_pending.extract(m_pending.begin()).mapped());
}

void SplitWatch::settle(const Pending& second) {
    for (const auto& [weight, units] : second) {
        m_settled.add(Arm::Stable, weight, units.stable);
        m_settled.add(Arm::Canary, weight, units.canary);
    }
    m_wrong = m_wrong || m_settled.logEvidence() >= m_bound;
}

bool SplitWatch::isAhead() const {
    return m_told.logEvidence() >= m_bound && static_cast<double>(m_told.events(Arm::Canary)) > ahead * m_expected;
}

QJsonObject SplitWatch::toJson() const {
    QJsonArray seconds;
    for (const auto& [second, pending] : m_pending) {
        std::vector<WeightCounts> counts;
        for (const auto& [weight, units] : pending)
            counts.push_back({weight, units.canary, units.stable});
        seconds.append(QJsonObject{{u"second"_s, countOf(static_cast<std::uint64_t>(second))},
                                   {u"counts"_s, countsToJson(counts)}});
    }
    return {{u"settled"_s, countsToJson(m_settled.counts())},
            {u"told"_s, countsToJson(m_told.counts())},
            {u"pending"_s, seconds},
            {u"settled_to"_s, countOf(static_cast<std::uint64_t>(m_settledTo))},
            {u"wrong"_s, m_wrong}};
}

void SplitWatch::fromJson(FieldReader reader) {
    m_settled.restore(reader.counts("settled"_L1));
    m_told.restore(reader.counts("told"_L1));
    m_expected = expectedOf(m_told.counts());
    m_settledTo = static_cast<std::int64_t>(reader.count("settled_to"_L1));
    m_wrong = reader.flag("wrong"_L1);
    m_pending.clear();
    for (const QJsonValue& value : reader.array("pending"_L1)) {
        FieldReader second = reader.inside(value);
        Pending& pending = m_pending[static_cast<std::int64_t>(second.count("second"_L1))];
        for (const WeightCounts& row : second.counts("counts"_L1))
            pending[row.weight] = {.stable = row.stable, .canary = row.canary};
    }
}

} // namespace signalbox::evidence
