#include "core/evidence/event_watch.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/evidence/forecast.h"

namespace signalbox::evidence {

namespace {

constexpr std::uint64_t samplesForNinetieth = 200;
constexpr std::uint64_t samplesForNinetyNinth = 2000;
constexpr double unknownRate = 0.05; // of errors, for the fast path
constexpr std::chrono::hours day{24};

std::optional<double> knownRate(const GuardSet& set, const Guard& guard) {
    const auto found = set.baseline.rates.find(guard.name);
    return found == set.baseline.rates.end() ? std::nullopt : std::optional(found->second);
}

// What hangs at the threshold is past it in the next moment.
bool isSlower(const UnitOutcome& outcome, std::chrono::microseconds threshold) {
    return *outcome.latency > threshold || (outcome.report == Report::Hanging && *outcome.latency == threshold);
}

Grid gridOf(Metric metric) {
    if (metric == Metric::Signal)
        return Grid::TwoSided;
    return metric == Metric::LowQuality ? Grid::CommonEvent : Grid::Worse;
}

} // namespace

EventWatch::EventWatch(const Guard& guard, const GuardSet& set) : Watch(guard, set) {
    if (guard.metric != Metric::Latency) {
        addLevel(guard.name, gridOf(guard.metric), {}, 0);
    } else if (set.baseline.latency) {
        addLatencyLevels(*set.baseline.latency);
    } else {
        m_learner.emplace();
    }
    if (guard.limit && guard.metric != Metric::Signal)
        m_window.emplace(guard.metric == Metric::Latency ? 1 - guard.quantile : *guard.limit, set);
    if (guard.metric == Metric::Errors)
        m_outage.emplace(knownRate(set, guard).value_or(unknownRate));
}

void EventWatch::addLatencyLevels(const Baseline::Latency& frozen) {
    addLevel("p50", Grid::Median, frozen.p50, 0.5);
    if (frozen.samples >= samplesForNinetieth)
        addLevel("p90", Grid::Ninetieth, frozen.p90, 0.1);
    if (frozen.samples >= samplesForNinetyNinth)
        addLevel("p99", Grid::Worse, frozen.p99, 0.01);
}

// What teaches is not judged: the levels stand before the first request that counts.
void EventWatch::learn(const UnitOutcome& outcome) {
    if (outcome.arm != Arm::Stable || outcome.report != Report::Finished || !outcome.latency)
        return;
    m_learner->take(*outcome.latency);
    if (const auto frozen = m_learner->baseline())
        addLatencyLevels(*frozen);
}

void EventWatch::addLevel(std::string name, Grid grid, std::optional<std::chrono::microseconds> above, double share) {
    const bool promised = grid == Grid::Worse && guard().metric != Metric::Latency;
    m_levels.push_back({.name = std::move(name),
                        .above = above,
                        .share = share,
                        .worse = RatioProcess(grid, guard().margin, promised ? set().promisedRatio : 0),
                        .safer = RatioProcess(Grid::Safer, guard().clearMargin),
                        .seen = UnitRegister(rememberedEvents)});
}

// nullopt: not known from this report.
std::optional<bool> EventWatch::happened(const UnitOutcome& outcome, const Level& level) const {
    switch (guard().metric) {
    case Metric::Errors:
        return outcome.error ? std::optional(*outcome.error || outcome.mayBeCallers) : std::nullopt;
    case Metric::ToolFailures:
        return outcome.toolFailure;
    case Metric::Refusals:
        return outcome.refusal;
    case Metric::ContractViolations:
        return outcome.contractViolation;
    case Metric::PolicyHits:
        return outcome.policyHit;
    case Metric::LowQuality:
        return outcome.quality ? std::optional(*outcome.quality < set().qualityBar) : std::nullopt;
    case Metric::Signal: {
        const auto named = [&](const std::string& signal) { return guard().name.ends_with(":" + signal); };
        if (std::ranges::any_of(outcome.signals, named))
            return true;
        return outcome.report == Report::Finished ? std::optional(false) : std::nullopt;
    }
    case Metric::Latency:
        if (!outcome.latency || !level.above)
            return {};
        if (isSlower(outcome, *level.above))
            return true;
        return outcome.report == Report::Hanging ? std::nullopt : std::optional(false);
    default:
        return {};
    }
}

std::optional<bool> EventWatch::passesLimit(const UnitOutcome& outcome) const {
    if (guard().metric == Metric::Errors)
        return outcome.error;
    if (guard().metric != Metric::Latency)
        return happened(outcome, m_levels.front());
    if (!outcome.latency)
        return {};
    const std::chrono::duration<double> limit(*guard().limit);
    if (isSlower(outcome, std::chrono::duration_cast<std::chrono::microseconds>(limit)))
        return true;
    return outcome.report == Report::Hanging ? std::nullopt : std::optional(false);
}

void EventWatch::take(const UnitOutcome& outcome) {
    const bool dead = outcome.report == Report::Hanging && !outcome.answering;
    // What a caller may have caused proves nothing without stable beside it.
    const bool proves = m_outage && !(m_outage->isAlone() && outcome.mayBeCallers);
    if (proves && outcome.report != Report::Label && (outcome.error || dead))
        m_outage->take(outcome.arm, outcome.unit, outcome.mayBeCallers || outcome.error.value_or(true));
    if (m_window)
        if (const auto event = passesLimit(outcome))
            m_window->take(outcome.arm, outcome.unit, *event, outcome.elapsed);
    if (!m_after.empty())
        return takeAfter(outcome);
    m_weight = outcome.canaryWeight;
    if (m_learner && m_levels.empty())
        return learn(outcome);
    for (std::size_t level = 0; level < m_levels.size(); ++level)
        takeLevel(outcome, level);
}

// The first event of a unit counts, in the arm it was assigned to then.
void EventWatch::takeLevel(const UnitOutcome& outcome, std::size_t index) {
    Level& level = m_levels[index];
    const auto event = happened(outcome, level);
    const bool comparable = outcome.canaryWeight.thousandths() > 0 && outcome.canaryWeight < traffic::Weight::all();
    if (!event || !comparable)
        return;
    if (index == 0 && outcome.report != Report::Hanging) // which comes again when it ends
        ++m_known.of(outcome.arm);
    if (!*event || (outcome.kind == UnitKind::Sticky && level.seen.see(outcome.unit) != Sighting::First))
        return;
    level.worse.add(outcome.arm, outcome.canaryWeight);
    level.safer.add(outcome.arm, outcome.canaryWeight);
    m_trace.add(outcome);
    if (guard().metric == Metric::Errors)
        m_failures.add(outcome.arm, outcome.failure);
    evaluate();
}

// "Not worse than twice" says nothing of what half of stable's requests do already: no canary could be.
bool EventWatch::canBeTold(const Level& level) const {
    const double seen = m_known.stable == 0 ? 0
                                            : static_cast<double>(level.worse.events(Arm::Stable)) /
                                                  static_cast<double>(m_known.stable);
    return std::max(level.share, seen) * guard().clearMargin < 1;
}

void EventWatch::evaluate() {
    if (m_levels.empty())
        return;
    std::array<double, 3> worse{};
    for (std::size_t i = 0; i < m_levels.size(); ++i)
        worse[i] = m_levels[i].worse.logEvidence();
    m_logWorse = logMeanExp(std::span(worse).first(m_levels.size()));
}

double EventWatch::logSafer() const {
    std::array<double, 3> safer{};
    for (std::size_t i = 0; i < m_levels.size(); ++i)
        safer[i] = canBeTold(m_levels[i]) ? m_levels[i].safer.logEvidence() : 0;
    return m_levels.empty() ? 0 : logMeanExp(std::span(safer).first(m_levels.size()));
}

void EventWatch::takeAfter(const UnitOutcome& outcome) {
    passTime(outcome.elapsed);
    if (outcome.arm != Arm::Canary)
        return; // a conversation that stable was left to finish
    for (After& after : m_after) {
        const auto event = outcome.mayBeCallers ? std::nullopt : happened(outcome, m_levels[after.level]);
        if (!event || after.seen.see(outcome.unit) != Sighting::First)
            continue;
        after.process.add(*event);
        if (!*event)
            continue;
        m_trace.add(outcome);
        if (guard().metric == Metric::Errors)
            m_failures.add(Arm::Canary, outcome.failure);
    }
}

void EventWatch::passTime(std::chrono::milliseconds elapsed) {
    if (m_window)
        m_window->passTime(elapsed);
    if (m_after.empty() || elapsed - m_day < day)
        return;
    m_day = elapsed;
    for (After& after : m_after) {
        after.process = BaselineProcess(after.process.rate());
        after.seen.clear();
    }
}

// The baseline is frozen now: as given when the release began, else as stable was during the release.
void EventWatch::observe(std::chrono::milliseconds elapsed) {
    if (m_window)
        m_window->judgeAlone();
    if (m_outage)
        m_outage->judgeAlone();
    if (!m_after.empty() || guard().metric == Metric::Signal)
        return;
    m_day = elapsed;
    for (std::size_t i = 0; i < m_levels.size(); ++i) {
        const double rate = (m_levels[i].share > 0 ? m_levels[i].share : stableRate()) * set().afterMargin;
        if (rate > 0 && rate < 0.5)
            m_after.push_back({BaselineProcess(rate), UnitRegister(rememberedAfter), i});
    }
}

double EventWatch::stableRate() const {
    if (const auto rate = knownRate(set(), guard()))
        return *rate;
    if (m_levels.empty() || m_known.stable == 0)
        return 0;
    return static_cast<double>(m_levels.front().worse.events(Arm::Stable)) / static_cast<double>(m_known.stable);
}

std::uint64_t EventWatch::canaryEvents() const {
    std::uint64_t most = 0;
    for (const Level& level : m_levels)
        most = std::max(most, level.worse.events(Arm::Canary));
    return most;
}

double EventWatch::logAfter() const {
    std::vector<double> logs;
    std::ranges::transform(m_after, std::back_inserter(logs),
                           [](const After& after) { return after.process.logEvidence(); });
    return logs.empty() ? 0 : logMeanExp(logs);
}

std::optional<Method> EventWatch::worseBy(bool splitDoubted) const {
    if (m_outage && m_outage->state() == OutageRun::State::Outage)
        return Method::Outage;
    if (m_window && m_window->state() == LimitWindow::State::Passed)
        return Method::ExactLimit;
    const double bound = std::log(1 / alpha());
    if (!m_after.empty()) {
        const auto enough = [&](const After& after) { return after.process.events() >= set().leastCanaryEvents; };
        return logAfter() >= bound && std::ranges::any_of(m_after, enough) ? std::optional(Method::AfterRelease)
                                                                           : std::nullopt;
    }
    // Of a business signal a fall counts too: then it is stable's events that the canary lacks.
    const std::uint64_t events =
        canaryEvents() + (guard().metric == Metric::Signal ? m_levels.front().worse.events(Arm::Stable) : 0);
    if (!splitDoubted && m_logWorse >= bound && events >= set().leastCanaryEvents)
        return usualMethod();
    return {};
}

bool EventWatch::isClear() const {
    return guard().metric != Metric::Signal && m_after.empty() && logSafer() >= std::log(1 / alpha());
}

bool EventWatch::isEnvironment() const {
    return (m_window && m_window->state() == LimitWindow::State::PassedByBoth) ||
           (m_outage && m_outage->state() == OutageRun::State::OutageOfBoth);
}

bool EventWatch::hasData() const {
    if (!m_after.empty())
        return std::ranges::any_of(m_after, [](const After& after) { return after.process.units() > 0; });
    return m_known.stable > 0 && m_known.canary + canaryEvents() > 0;
}

Method EventWatch::usualMethod() const {
    if (!m_after.empty())
        return Method::AfterRelease;
    return guard().metric == Metric::Signal ? Method::TwoSided : Method::Ratio;
}

std::optional<double> EventWatch::minimumUnits(traffic::Weight weight) const {
    if (guard().metric != Metric::Errors || m_levels.empty())
        return {};
    return unitsToWorse(stableRate(), set().promisedRatio, weight, alpha());
}

} // namespace signalbox::evidence
