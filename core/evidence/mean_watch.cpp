#include "core/evidence/mean_watch.h"

#include <algorithm>
#include <cmath>

namespace signalbox::evidence {

namespace {

constexpr std::size_t meanUnits = 16'384;
constexpr std::size_t openConversations = 4096;
constexpr std::uint64_t unitsBetweenLooks = 25;
constexpr std::uint64_t leastUnits = 30;
constexpr std::uint64_t leastLogUnits = 100;

} // namespace

MeanWatch::MeanWatch(const Guard& guard, const GuardSet& set) : Watch(guard, set), m_seen(meanUnits) {
    if (const auto top = set.baseline.tops.find(guard.name); top != set.baseline.tops.end())
        m_top = top->second;
}

Sides MeanWatch::sides() const {
    return guard().metric == Metric::ToolCalls ? Sides::Two : Sides::One;
}

std::optional<double> MeanWatch::amountOf(const UnitOutcome& outcome) const {
    switch (guard().metric) {
    case Metric::Cost:
        return outcome.cost;
    case Metric::Tokens:
        return outcome.tokens;
    default:
        return outcome.toolCalls;
    }
}

void MeanWatch::take(const UnitOutcome& outcome) {
    passTime(outcome.elapsed);
    const auto amount = amountOf(outcome);
    if (!amount || !std::isfinite(*amount) || *amount < 0 || outcome.report == Report::Hanging)
        return;
    if (const auto open = m_open.find(outcome.unit); open != m_open.end()) {
        // A unit that has moved to the other arm meanwhile says nothing about either.
        if (open->second.arm == outcome.arm) {
            open->second.sum += *amount;
            ++open->second.requests;
        }
        return;
    }
    const bool comparable = outcome.canaryWeight.thousandths() > 0 && outcome.canaryWeight < traffic::Weight::all();
    if (!comparable && !m_alone)
        return;
    const Conversation conversation{outcome.arm, outcome.elapsed, *amount, 1};
    if (outcome.kind == UnitKind::Single) {
        m_trace.add(outcome);
        return count(conversation);
    }
    if (m_seen.see(outcome.unit) != Sighting::First)
        return;
    m_trace.add(outcome);
    m_open.emplace(outcome.unit, conversation);
    m_order.push_back(outcome.unit);
    if (m_order.size() > openConversations)
        closeOldest();
}

void MeanWatch::passTime(std::chrono::milliseconds elapsed) {
    while (!m_order.empty() && elapsed - m_open.at(m_order.front()).began >= set().conversationTime)
        closeOldest();
}

void MeanWatch::closeOldest() {
    const auto oldest = m_open.find(m_order.front());
    const Conversation conversation = oldest->second;
    m_open.erase(oldest);
    m_order.pop_front();
    count(conversation);
}

void MeanWatch::count(const Conversation& conversation) {
    const Arm arm = conversation.arm;
    m_requests.of(arm).add(conversation.sum / static_cast<double>(conversation.requests));
    if (!m_alone) {
        m_sums.of(arm).add(m_top ? std::min(conversation.sum, *m_top) : conversation.sum);
        if (conversation.sum > 0)
            m_logs.of(arm).add(std::log(conversation.sum));
    }
    if ((m_requests.stable.count + m_requests.canary.count) % unitsBetweenLooks == 0)
        evaluate();
}

void MeanWatch::evaluate() {
    if (const auto now = compareMeans(steadied(m_sums), alpha(), sides(), leastUnits, guard().margin))
        m_excess = (sides() == Sides::Two ? std::abs(now->difference) : now->difference) - now->halfWidth;
    if (const auto now = compareMeans(steadied(m_sums), alpha(), Sides::One, leastUnits, guard().clearMargin))
        m_room = -(now->difference + now->halfWidth);
    if (const auto now = compareMeans(steadied(m_logs), alpha(), sides(), leastLogUnits))
        m_earlySign = (sides() == Sides::Two ? std::abs(now->difference) : now->difference) > now->halfWidth;
    if (!guard().limit)
        return;
    const double doubt = 1 - set().limitConfidence;
    const auto least = lowerMean(m_requests.canary, doubt, set().leastLimitUnits);
    const bool passed = least && *least > *guard().limit;
    m_limitPassedByBoth = passed && !m_alone && m_requests.stable.count > 0 && m_requests.stable.mean > *guard().limit;
    m_limitPassed = passed && !m_limitPassedByBoth;
}

void MeanWatch::observe(std::chrono::milliseconds elapsed) {
    passTime(elapsed);
    m_alone = true; // only the hard limit is left
}

std::optional<Method> MeanWatch::worseBy(bool splitDoubted) const {
    if (m_limitPassed)
        return Method::MeanLimit;
    if (!splitDoubted && !m_alone && m_excess && *m_excess > 0)
        return Method::MeanSequence;
    return {};
}

bool MeanWatch::isClear() const {
    return sides() == Sides::One && !m_alone && m_room && *m_room > 0;
}

bool MeanWatch::isEnvironment() const {
    return m_limitPassedByBoth;
}

bool MeanWatch::hasData() const {
    return (m_alone || m_requests.stable.count > 0) && m_requests.canary.count > 0;
}

Method MeanWatch::usualMethod() const {
    return m_alone ? Method::MeanLimit : Method::MeanSequence;
}

void MeanWatch::describe(Explanation& explanation, Method method) const {
    m_trace.describe(explanation);
    explanation.method = method;
    explanation.earlySign = m_earlySign;
    if (method == Method::MeanLimit) {
        explanation.alpha = 1 - set().limitConfidence;
        explanation.leastUnits = set().leastLimitUnits;
        explanation.moments = m_requests;
        explanation.bound = guard().limit.value_or(0);
        explanation.value = lowerMean(m_requests.canary, explanation.alpha, explanation.leastUnits).value_or(0);
        return;
    }
    explanation.leastUnits = leastUnits;
    explanation.moments = m_sums;
    explanation.bound = 0;
    if (const auto now = compareMeans(steadied(m_sums), alpha(), sides(), leastUnits, guard().margin))
        explanation.value = (sides() == Sides::Two ? std::abs(now->difference) : now->difference) - now->halfWidth;
    if (sides() == Sides::One)
        explanation.clearValue = m_room;
}

} // namespace signalbox::evidence
