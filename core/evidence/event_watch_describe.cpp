#include <algorithm>
#include <cmath>
#include <limits>

#include "core/evidence/event_watch.h"
#include "core/evidence/forecast.h"

namespace signalbox::evidence {

using namespace Qt::StringLiterals;

namespace {

std::uint64_t rounded(double units) {
    return static_cast<std::uint64_t>(std::llround(std::clamp(units, 0.0, 9e15)));
}

} // namespace

void EventWatch::describe(Explanation& explanation, Method method) const {
    m_trace.describe(explanation);
    explanation.method = method;
    if (m_window)
        explanation.window = m_window->counts();
    explanation.failures = m_failures.list();
    const std::size_t level = tellingLevel();
    for (const Arm arm : {Arm::Stable, Arm::Canary})
        explanation.arms.of(arm).events = m_levels.empty() ? 0 : m_levels[level].worse.events(arm);
    if (guard().metric == Metric::Latency)
        describeLatency(explanation, method);
    switch (method) {
    case Method::Outage:
        explanation.value = static_cast<double>(m_outage->length());
        explanation.bound = static_cast<double>(m_outage->needed());
        break;
    case Method::ExactLimit:
        explanation.alpha = 1 - set().limitConfidence;
        explanation.value = m_window->lowerBound();
        explanation.bound = explanation.window->share;
        break;
    case Method::AfterRelease:
        for (const After& after : m_after)
            explanation.after.push_back(
                {m_levels[after.level].name, after.process.rate(), after.process.events(), after.process.units()});
        explanation.value = logAfter();
        explanation.bound = std::log(1 / alpha());
        break;
    default:
        describeRatio(explanation);
    }
}

// One measure at a time is told of several levels: the one that speaks loudest when something is wrong, else the one
// that is closest to what the guard is named after.
std::size_t EventWatch::tellingLevel() const {
    if (m_levels.size() < 2)
        return 0;
    const bool isWrong = m_logWorse > std::log(1 / alpha()) / 2;
    std::size_t telling = 0;
    double best = -std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < m_levels.size(); ++i) {
        const double fit =
            isWrong ? m_levels[i].worse.logEvidence() : -std::abs(std::log(m_levels[i].share / (1 - guard().quantile)));
        if (fit > best) {
            best = fit;
            telling = i;
        }
    }
    return telling;
}

void EventWatch::describeLatency(Explanation& explanation, Method method) const {
    if (method == Method::ExactLimit) {
        explanation.slowerThan =
            std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::duration<double>(*guard().limit));
        return;
    }
    std::size_t level = tellingLevel();
    if (method == Method::AfterRelease && !m_after.empty())
        level =
            std::ranges::max_element(m_after, {}, [](const After& each) { return each.process.logEvidence(); })->level;
    if (level >= m_levels.size())
        return;
    explanation.level = m_levels[level].name;
    explanation.slowerThan = m_levels[level].above;
}

void EventWatch::describeRatio(Explanation& explanation) const {
    for (const Level& level : m_levels)
        explanation.levels.push_back(
            {level.name, level.worse.grid(), level.above, level.worse.counts(), level.worse.promised()});
    explanation.value = m_logWorse;
    explanation.bound = std::log(1 / alpha());
    if (guard().metric == Metric::Signal)
        return;
    explanation.clearValue = logSafer();
    if (m_levels.size() != 1)
        return; // a forecast for three levels at once would say nothing that a person can check
    const double rate = stableRate();
    if (const auto units = unitsToWorse(rate, set().promisedRatio, m_weight, alpha(), m_logWorse))
        explanation.unitsToWorse = rounded(*units);
    if (const auto units = unitsToClear(rate, guard().clearMargin, m_weight, alpha(), logSafer()))
        explanation.unitsToClear = rounded(*units);
}

QJsonObject EventWatch::toJson() const {
    QJsonArray levels;
    for (const Level& level : m_levels)
        levels.append(QJsonObject{{u"counts"_s, countsToJson(level.worse.counts())}, {u"seen"_s, level.seen.toJson()}});
    QJsonArray after;
    for (const After& each : m_after)
        after.append(QJsonObject{{u"rate"_s, numberOf(each.process.rate())},
                                 {u"events"_s, countOf(each.process.events())},
                                 {u"units"_s, countOf(each.process.units())},
                                 {u"level"_s, countOf(each.level)},
                                 {u"seen"_s, each.seen.toJson()}});
    QJsonObject object{{u"levels"_s, levels},
                       {u"after"_s, after},
                       {u"day_ms"_s, timeOf(m_day)},
                       {u"known"_s, pairToJson(m_known)},
                       {u"weight"_s, m_weight.thousandths()},
                       {u"trace"_s, m_trace.toJson()},
                       {u"failures"_s, failuresToJson(m_failures.list())}};
    if (m_learner)
        object.insert(u"learned"_s, m_learner->toJson());
    if (m_window)
        object.insert(u"window"_s, m_window->toJson());
    if (m_outage)
        object.insert(u"outage"_s, m_outage->toJson());
    return object;
}

// What was kept before failures had classes has none.
void EventWatch::restoreFailures(FieldReader& reader) {
    m_failures = FailureClasses();
    std::vector<FailureClass> kept;
    if (reader.has("failures"_L1) && !failuresFrom(reader.array("failures"_L1), kept))
        return reader.spoil();
    for (const FailureClass& each : kept)
        for (const Arm arm : {Arm::Stable, Arm::Canary})
            m_failures.add(arm, each.name, each.units.of(arm));
}

void EventWatch::fromJson(FieldReader reader) {
    if (m_learner) {
        if (!m_learner->fromJson(reader.array("learned"_L1)))
            return reader.spoil();
        m_levels.clear();
        if (const auto frozen = m_learner->baseline())
            addLatencyLevels(*frozen);
    }
    const QJsonArray levels = reader.array("levels"_L1);
    if (static_cast<std::size_t>(levels.size()) != m_levels.size())
        return reader.spoil();
    for (std::size_t i = 0; i < m_levels.size(); ++i) {
        FieldReader level = reader.inside(levels.at(static_cast<qsizetype>(i)));
        const auto counts = level.counts("counts"_L1);
        m_levels[i].worse.restore(counts);
        m_levels[i].safer.restore(counts);
        if (!m_levels[i].seen.fromJson(level.object("seen"_L1)))
            return reader.spoil();
    }
    m_after.clear();
    for (const QJsonValue& value : reader.array("after"_L1)) {
        FieldReader each = reader.inside(value);
        const double rate = each.number("rate"_L1);
        const std::uint64_t events = each.count("events"_L1);
        const std::uint64_t units = each.count("units"_L1);
        const std::uint64_t level = each.count("level"_L1);
        After after{BaselineProcess(rate, events, units), UnitRegister(rememberedAfter), level};
        if (!(rate > 0 && rate < 0.5) || events > units || level >= m_levels.size() ||
            !after.seen.fromJson(each.object("seen"_L1)))
            return reader.spoil();
        m_after.push_back(std::move(after));
    }
    m_day = reader.time("day_ms"_L1);
    m_known = reader.pair("known"_L1);
    m_weight = traffic::Weight::thousandths(static_cast<std::uint32_t>(reader.count("weight"_L1)));
    m_trace.fromJson(reader.inside(reader.object("trace"_L1)));
    restoreFailures(reader);
    if (m_window)
        m_window->fromJson(reader.inside(reader.object("window"_L1)));
    if (m_outage)
        m_outage->fromJson(reader.inside(reader.object("outage"_L1)));
    evaluate();
}

} // namespace signalbox::evidence
