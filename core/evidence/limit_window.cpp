#include "core/evidence/limit_window.h"

#include "core/evidence/exact_bound.h"

namespace signalbox::evidence {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t windowUnits = 2048; // of an arm in a window
constexpr std::chrono::hours longest{24};
// At most, that what is seen comes of one common share of both arms, or alone of one no larger than the limit: a day
// has some thousand looks that differ.
constexpr double chanceOfOneLook = 1e-6;

QJsonObject sampleToJson(const UnitRegister& seen, const UnitRegister& events) {
    return {{u"seen"_s, seen.toJson()}, {u"events"_s, events.toJson()}};
}

} // namespace

LimitWindow::LimitWindow(double share, const GuardSet& set)
    : m_share(share),
      m_confidence(set.limitConfidence),
      m_leastUnits(set.leastLimitUnits),
      m_leastEvents(set.leastCanaryEvents),
      m_length(set.limitWindow),
      m_stable{UnitRegister(windowUnits), UnitRegister(windowUnits)},
      m_canary{UnitRegister(windowUnits), UnitRegister(windowUnits)} {}

void LimitWindow::begin(std::chrono::milliseconds elapsed) {
    for (Sample* sample : {&m_stable, &m_canary}) {
        sample->seen.clear();
        sample->events.clear();
    }
    m_from = elapsed;
    m_to = elapsed;
}

void LimitWindow::passTime(std::chrono::milliseconds elapsed) {
    const auto age = elapsed - m_from;
    const bool tooOld = age >= longest;
    if (!tooOld && (age < m_length || !isEnough()))
        return;
    if (tooOld || m_state != State::PassedByBoth)
        m_state = State::Within;
    else
        m_before = current();
    begin(elapsed);
}

void LimitWindow::judgeAlone() {
    m_alone = true;
    m_state = State::Within;
}

void LimitWindow::take(Arm arm, std::uint64_t unit, bool event, std::chrono::milliseconds elapsed) {
    passTime(elapsed);
    Sample& sample = arm == Arm::Canary ? m_canary : m_stable;
    if (sample.seen.see(unit) != Sighting::First)
        return;
    sample.events.thinTo(sample.seen.level());
    if (event)
        (void)sample.events.see(unit);
    m_to = std::max(m_to, elapsed);
    // A success of stable can only take the state back.
    if (event || arm == Arm::Canary || m_state != State::Within)
        m_state = evaluate();
}

double LimitWindow::lowerBound() const {
    return lowerShare(m_canary.events.size(), m_canary.seen.size(), m_confidence);
}

LimitWindow::State LimitWindow::evaluate() const {
    if (!isEnough())
        return m_state;
    const std::uint64_t events = m_canary.events.size();
    const std::uint64_t units = m_canary.seen.size();
    if (events < m_leastEvents || static_cast<double>(events) <= m_share * static_cast<double>(units) ||
        lowerBound() <= m_share)
        return State::Within;
    if (m_alone)
        return chanceOfAtLeast(events, units, m_share) <= chanceOfOneLook ? State::Passed : State::Within;
    const auto stableUnits = static_cast<double>(m_stable.seen.size());
    if (static_cast<double>(m_stable.events.size()) > m_share * stableUnits)
        return State::PassedByBoth;
    // Near the limit chance decides which arm passes it first: stable must be shown to be better. With one common share
    // each event falls on the canary as often as the canary has units.
    const double canaryShare = static_cast<double>(units) / (static_cast<double>(units) + stableUnits);
    const bool isBetter = chanceOfAtLeast(events, events + m_stable.events.size(), canaryShare) <= chanceOfOneLook;
    return isBetter ? State::Passed : State::Within;
}

WindowCounts LimitWindow::current() const {
    return {.units = {m_stable.seen.size(), m_canary.seen.size()},
            .events = {m_stable.events.size(), m_canary.events.size()},
            .share = m_share,
            .from = m_from,
            .to = m_to};
}

WindowCounts LimitWindow::counts() const {
    return m_state == State::PassedByBoth && !isEnough() ? m_before : current();
}

QJsonObject LimitWindow::toJson() const {
    return {{u"stable"_s, sampleToJson(m_stable.seen, m_stable.events)},
            {u"canary"_s, sampleToJson(m_canary.seen, m_canary.events)},
            {u"from_ms"_s, timeOf(m_from)},
            {u"to_ms"_s, timeOf(m_to)},
            {u"alone"_s, m_alone},
            {u"before"_s, windowToJson(m_before)},
            {u"state"_s, static_cast<int>(m_state)}};
}

void LimitWindow::fromJson(FieldReader reader) {
    for (const Arm arm : {Arm::Stable, Arm::Canary}) {
        const QJsonObject object = reader.object(arm == Arm::Canary ? "canary"_L1 : "stable"_L1);
        Sample& sample = arm == Arm::Canary ? m_canary : m_stable;
        if (!sample.seen.fromJson(object.value("seen"_L1).toObject()) ||
            !sample.events.fromJson(object.value("events"_L1).toObject()))
            reader.spoil();
    }
    m_from = reader.time("from_ms"_L1);
    m_to = reader.time("to_ms"_L1);
    m_alone = reader.flag("alone"_L1);
    if (reader.has("before"_L1))
        m_before = windowFrom(reader.inside(reader.object("before"_L1)));
    const std::uint64_t state = reader.count("state"_L1);
    if (state > 2)
        reader.spoil();
    m_state = static_cast<State>(state > 2 ? 0 : state);
}

QJsonObject windowToJson(const WindowCounts& window) {
    return {{u"units"_s, pairToJson(window.units)},
            {u"events"_s, pairToJson(window.events)},
            {u"share"_s, numberOf(window.share)},
            {u"from_ms"_s, timeOf(window.from)},
            {u"to_ms"_s, timeOf(window.to)}};
}

WindowCounts windowFrom(FieldReader reader) {
    return {.units = reader.pair("units"_L1),
            .events = reader.pair("events"_L1),
            .share = reader.number("share"_L1),
            .from = reader.time("from_ms"_L1),
            .to = reader.time("to_ms"_L1)};
}

} // namespace signalbox::evidence
