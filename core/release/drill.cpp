#include "core/release/drill.h"

#include <algorithm>
#include <array>
#include <format>
#include <utility>

#include "core/release/plan_words.h"

namespace signalbox::release {

using namespace std::chrono_literals;

namespace {

constexpr std::array<std::string_view, 4> kinds = {"errors", "slow", "hang", "refusal"};
constexpr std::array<std::string_view, 8> outcomes = {"running",      "rolled_back", "paused",      "noticed",
                                                      "not_detected", "cancelled",   "interrupted", "failed"};
constexpr std::array<std::string_view, 5> phases = {"preparing", "warming_up", "ramping", "settling", "over"};

constexpr double mostPerSecond = 500;
constexpr auto leastLimit = 2s;
constexpr auto mostLimit = 90s; // with what comes before and after it: within two minutes
constexpr auto mostDelay = 60s;
constexpr std::size_t longestAgent = 200;
const traffic::Weight mostWeight = traffic::Weight::percent(50);

template <class Enum, std::size_t N>
std::optional<Enum> fromWord(const std::array<std::string_view, N>& words, std::string_view text) {
    const auto found = std::ranges::find(words, text);
    return found == words.end() ? std::nullopt : std::optional(static_cast<Enum>(found - words.begin()));
}

std::unexpected<Error> refuseDrill(std::string message, std::string hint, std::string field) {
    return failure(Errc::Invalid, "bad_drill", std::move(message), std::move(hint), std::move(field));
}

double secondsBetween(Monotonic from, Monotonic to) {
    return std::chrono::duration<double>(to - from).count();
}

// The later the more it takes off a person's hands.
int strength(GuardAction action) {
    switch (action) {
    case GuardAction::Notify:
        return 0;
    case GuardAction::Pause:
    case GuardAction::StepBack:
        return 1;
    case GuardAction::RollBack:
        return 2;
    }
    std::unreachable();
}

} // namespace

std::string_view toString(DrillKind kind) {
    return kinds.at(static_cast<std::size_t>(kind));
}

std::string_view toString(DrillOutcome outcome) {
    return outcomes.at(static_cast<std::size_t>(outcome));
}

std::string_view toString(DrillPhase phase) {
    return phases.at(static_cast<std::size_t>(phase));
}

std::optional<DrillKind> drillKindFrom(std::string_view text) {
    return fromWord<DrillKind>(kinds, text);
}

std::optional<DrillOutcome> drillOutcomeFrom(std::string_view text) {
    return fromWord<DrillOutcome>(outcomes, text);
}

std::optional<DrillPhase> drillPhaseFrom(std::string_view text) {
    return fromWord<DrillPhase>(phases, text);
}

std::string_view guardActionWord(GuardAction action) {
    return wordOf(actionWords, action);
}

std::optional<GuardAction> guardActionFrom(std::string_view text) {
    const auto* const found = std::ranges::find(actionWords, text);
    return found == actionWords.end() ? std::nullopt
                                      : std::optional(static_cast<GuardAction>(found - actionWords.begin()));
}

std::string blindSpot(std::span<const Guardrail> guardrails, DrillKind kind) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> watched = {
        std::pair{"error_rate", "errors"},
        {"latency_", "slow answers"},
        {"latency_", "answers that never come"},
        {"refusal", "refusals"}};
    const auto& [metric, what] = watched.at(static_cast<std::size_t>(kind));
    const bool seen = std::ranges::any_of(
        guardrails, [&](const Guardrail& guardrail) { return guardrail.metric.starts_with(metric); });
    return seen ? std::string() : std::format("The plan has no guardrail that watches for {}.", what);
}

Result<void> checkDrill(const DrillOrder& order) {
    if (order.agent.size() > longestAgent)
        return refuseDrill("The name of the agent is too long.", "Name one of the workspace, or none.", "/agent");
    if (!(order.share >= 0 && order.share <= 1))
        return refuseDrill(std::format("{} is no share.", order.share),
                           "Use a number from 0 (a healthy version) to 1 (every answer is bad).", "/share");
    if (!(order.perSecond >= 1 && order.perSecond <= mostPerSecond))
        return refuseDrill(std::format("A drill of {} requests per second is not made.", order.perSecond),
                           std::format("Use 1 to {}.", mostPerSecond), "/per_second");
    if (order.weight && (*order.weight == traffic::Weight{} || *order.weight > mostWeight))
        return refuseDrill(std::format("The bad version cannot get {}.", order.weight->toString()),
                           "Use more than 0 and at most 50 %, so that there is a stable version to compare it with.",
                           "/weight");
    if (order.limit < leastLimit || order.limit > mostLimit)
        return refuseDrill(std::format("The time to be detected in is {} ms.", order.limit.count()),
                           "Use 2 to 90 seconds.", "/limit_ms");
    if (order.delay < 0ms || order.delay > mostDelay)
        return refuseDrill(std::format("Bad answers would be {} ms late.", order.delay.count()),
                           "Use at most 60 seconds.", "/delay_ms");
    return {};
}

Plan drillPlan(const Plan& plan, const DrillOrder& order) {
    Plan made;
    const traffic::Weight first = plan.steps.empty() ? traffic::Weight::percent(5) : plan.steps.front().weight;
    made.steps = {{.weight = order.weight.value_or(std::min(first, mostWeight))}, {.weight = traffic::Weight::all()}};
    made.advance = Advance::Manual;
    made.guardrails = plan.guardrails;
    made.promise = plan.promise;
    made.conversations = ConversationPolicy::Move;
    made.runbook = plan.runbook;
    return made;
}

DrillCounts countsOf(std::span<const DrillArrival> arrivals, Monotonic from, Monotonic until) {
    DrillCounts counts;
    for (const DrillArrival& arrival : arrivals) {
        if (arrival.at < from || arrival.at > until)
            continue;
        ++counts.requests;
        counts.candidate += arrival.candidate ? 1 : 0;
        counts.bad += arrival.bad ? 1 : 0;
    }
    return counts;
}

DrillFigures figuresOf(std::span<const DrillArrival> arrivals, Monotonic rampBegan, std::span<const DrillDeed> deeds) {
    DrillFigures figures;
    if (deeds.empty())
        return figures;
    const DrillDeed& first = deeds.front();
    figures.guard = first.guard;
    figures.sentence = first.sentence;
    figures.detectFromRampSeconds = secondsBetween(rampBegan, first.decided);
    std::optional<Monotonic> firstBad;
    std::optional<Monotonic> last;
    for (const DrillArrival& arrival : arrivals) {
        if (arrival.bad)
            firstBad = firstBad ? std::min(*firstBad, arrival.at) : arrival.at;
        if (arrival.candidate)
            last = last ? std::max(*last, arrival.at) : arrival.at;
    }
    // A guardrail that acts before anything was bad is wrong; it is not shown as a quick one.
    if (firstBad && *firstBad <= first.decided)
        figures.detectSeconds = secondsBetween(*firstBad, first.decided);
    figures.untilDetected = countsOf(arrivals, rampBegan, first.decided);
    const auto back = std::ranges::find(deeds, GuardAction::RollBack, &DrillDeed::action);
    if (back == deeds.end())
        return figures;
    figures.switchMs = secondsBetween(back->decided, back->inEffect) * 1000;
    if (last) {
        figures.lastBadMs = secondsBetween(back->decided, *last) * 1000;
        figures.switchMs = std::max(*figures.switchMs, *figures.lastBadMs);
    }
    figures.late = static_cast<std::uint64_t>(std::ranges::count_if(
        arrivals, [&](const DrillArrival& arrival) { return arrival.candidate && arrival.sent > back->inEffect; }));
    return figures;
}

std::string starvation(const DrillOrder& order, std::span<const DrillArrival> arrivals, Monotonic rampBegan,
                       std::uint64_t leftOut) {
    constexpr double enough = 0.75;
    static constexpr std::chrono::milliseconds late{250}; // it takes a millisecond
    const std::uint64_t made = countsOf(arrivals, rampBegan, Monotonic::max()).requests;
    const double due = order.perSecond * std::chrono::duration<double>(order.limit).count();
    if (static_cast<double>(made + leftOut) < enough * due)
        return std::format("The machine was too busy for this drill: {} of {:.0f} requests could be made.", made, due);
    const auto isLate = [](const DrillArrival& arrival) { return arrival.at - arrival.sent > late; };
    const auto behind = static_cast<std::uint64_t>(std::ranges::count_if(arrivals, isLate));
    if (behind > arrivals.size() / 10)
        return std::format("The machine was too busy for this drill: {} of {} requests took more than {} ms to arrive.",
                           behind, arrivals.size(), late.count());
    return {};
}

DrillOutcome outcomeOf(std::span<const DrillDeed> deeds) {
    if (deeds.empty())
        return DrillOutcome::NotDetected;
    const auto strongest = std::ranges::max(deeds, {}, [](const DrillDeed& deed) { return strength(deed.action); });
    switch (strength(strongest.action)) {
    case 2:
        return DrillOutcome::RolledBack;
    case 1:
        return DrillOutcome::Paused;
    default:
        return DrillOutcome::Noticed;
    }
}

const Drill* comparableBefore(std::span<const Drill> drills, const Drill& drill) {
    const auto found = std::ranges::find_if(drills, [&](const Drill& other) {
        return other.id != drill.id && other.started < drill.started && other.order == drill.order &&
               other.weight == drill.weight && other.figures.detectSeconds.has_value();
    });
    return found == drills.end() ? nullptr : &*found;
}

} // namespace signalbox::release
