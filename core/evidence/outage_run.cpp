#include "core/evidence/outage_run.h"

#include <algorithm>
#include <cmath>

namespace signalbox::evidence {

using namespace Qt::StringLiterals;

namespace {

constexpr double chance = 1e-9; // of a run, for each request
constexpr std::uint64_t fewest = 3;
constexpr std::size_t most = 64;      // units kept; enough at any weight
constexpr double highest = 0.72;      // rate that a run can still be told from: it takes `most` units
constexpr double commonChance = 1e-6; // at most, of one common rate
constexpr double newest = 1.0 / 128;  // weight of stable's newest request in its recent rate

std::uint64_t neededAt(double rate) {
    const double usable = std::clamp(rate, 1e-6, highest);
    return std::max(static_cast<std::uint64_t>(std::ceil(std::log(chance) / std::log(usable))), fewest);
}

// ln of the chance of so many failures and successes of stable beside a run of the canary, if both failed at one rate:
// the rate that suits them best.
double logCommonChance(double run, double failures, double successes) {
    const double all = run + failures + successes;
    const auto part = [all](double count) { return count > 0 ? count * std::log(count / all) : 0; };
    const double ways = std::lgamma(failures + successes + 1) - std::lgamma(failures + 1) - std::lgamma(successes + 1);
    return part(run + failures) + part(successes) + ways;
}

} // namespace

OutageRun::OutageRun(double rate) : m_usualRate(rate), m_recentRate(rate) {}

void OutageRun::take(Arm arm, std::uint64_t unit, bool failed) {
    if (arm == Arm::Stable) {
        m_recentRate += newest * ((failed ? 1 : 0) - m_recentRate);
        if (!m_units.empty())
            ++(failed ? m_stableFailures : m_stableSuccesses);
        return;
    }
    if (!failed) {
        m_units.clear();
        m_stableSuccesses = 0;
        m_stableFailures = 0;
        return;
    }
    if (m_units.size() < most && std::ranges::find(m_units, unit) == m_units.end())
        m_units.push_back(unit);
}

// Beside a run stable answers only some requests: what failed of them counts with two standard deviations more.
std::uint64_t OutageRun::needed() const {
    const auto failures = static_cast<double>(m_stableFailures);
    const auto all = static_cast<double>(m_stableFailures + m_stableSuccesses);
    const double beside = failures > 0 ? (failures + 2 * std::sqrt(failures)) / all : 0;
    return neededAt(std::max({m_usualRate, m_recentRate, beside}));
}

OutageRun::State OutageRun::state() const {
    if (m_units.size() < fewest || m_units.size() < needed())
        return State::None;
    if (m_alone)
        return State::Outage;
    if (m_stableFailures > m_stableSuccesses)
        return State::OutageOfBoth;
    const double chanceOfBoth =
        logCommonChance(static_cast<double>(m_units.size()), static_cast<double>(m_stableFailures),
                        static_cast<double>(m_stableSuccesses));
    return chanceOfBoth <= std::log(commonChance) ? State::Outage : State::None;
}

// Units are hashes of 64 bits, more than a JSON number carries: written as text.
QJsonObject OutageRun::toJson() const {
    QJsonArray units;
    for (const std::uint64_t unit : m_units)
        units.append(QString::number(unit, 16));
    return {{u"units"_s, units},
            {u"alone"_s, m_alone},
            {u"recent_rate"_s, numberOf(m_recentRate)},
            {u"stable_successes"_s, countOf(m_stableSuccesses)},
            {u"stable_failures"_s, countOf(m_stableFailures)}};
}

void OutageRun::fromJson(FieldReader reader) {
    m_units.clear();
    for (const QJsonValue& value : reader.array("units"_L1)) {
        bool sound = false;
        m_units.push_back(value.toString().toULongLong(&sound, 16));
        if (!sound || m_units.size() > most)
            return reader.spoil();
    }
    m_alone = reader.flag("alone"_L1);
    m_recentRate = reader.numberOr("recent_rate"_L1).value_or(m_usualRate);
    if (!(m_recentRate >= 0 && m_recentRate <= 1))
        reader.spoil();
    m_stableSuccesses = reader.count("stable_successes"_L1);
    m_stableFailures = reader.count("stable_failures"_L1);
}

} // namespace signalbox::evidence
