#include "core/evidence/release_judge.h"

#include <algorithm>
#include <cmath>

#include "core/evidence/release_judge_private.h"

namespace signalbox::evidence {

namespace {

constexpr std::size_t judgedUnits = 32'768;

} // namespace

ReleaseJudge::Private::Private(Opening given)
    : opening(std::move(given)),
      split(opening.guards.splitAlpha),
      answered{UnitRegister(judgedUnits), UnitRegister(judgedUnits)},
      stepSeen(judgedUnits) {
    for (const Guard& guard : opening.guards.guards)
        watches.push_back(makeWatch(guard, opening.guards));
    latched.resize(watches.size());
    shown.resize(watches.size(), Verdict::NoData);
}

bool ReleaseJudge::Private::isForeign(const UnitOutcome& outcome) const {
    const Digest& expected = outcome.arm == Arm::Canary ? opening.candidate : opening.baseline;
    return !outcome.version.isNull() && !expected.isNull() && outcome.version != expected;
}

// A unit counts once, at its first request, which is also its assignment.
void ReleaseJudge::Private::countUnit(const UnitOutcome& outcome) {
    last.of(outcome.arm) = elapsed;
    weight = outcome.canaryWeight;
    fixNeed(outcome);
    if (outcome.report == Report::Finished)
        ++requests.of(outcome.arm);
    const bool sticky = outcome.kind == UnitKind::Sticky;
    if (!sticky || stepSeen.see(outcome.unit) == Sighting::First)
        stepUnits += sticky ? std::uint64_t{1} << stepSeen.level() : 1;
    UnitRegister& here = answered.of(outcome.arm);
    UnitRegister& there = answered.of(otherOf(outcome.arm));
    const bool moved = sticky && there.holds(outcome.unit);
    const Sighting sighting = sticky ? here.see(outcome.unit) : Sighting::First;
    there.thinTo(here.level());
    if (sighting != Sighting::First)
        return;
    const std::uint64_t stands = sticky ? std::uint64_t{1} << here.level() : 1;
    armCounts.of(outcome.arm) += stands;
    if (moved)
        return;
    unitCounts.of(outcome.arm) += stands;
    split.add(outcome.arm, outcome.canaryWeight, std::max(std::chrono::milliseconds{0}, outcome.elapsed - outcome.age));
}

bool ReleaseJudge::Private::isCounted(const UnitOutcome& outcome) const {
    const UnitRegister& units = answered.of(outcome.arm);
    return outcome.kind != UnitKind::Sticky || units.level() > 0 || units.holds(outcome.unit);
}

// What was on its way when the step began belongs to the weight of the one before.
void ReleaseJudge::Private::fixNeed(const UnitOutcome& outcome) {
    if (outcome.elapsed - outcome.age < stepBegan || (stepNeed && needWeight == outcome.canaryWeight))
        return;
    stepNeed = needNow();
    needWeight = outcome.canaryWeight;
}

std::uint64_t ReleaseJudge::Private::needNow() const {
    std::uint64_t need = 0;
    for (const auto& watch : watches)
        if (const auto least = watch->minimumUnits(weight))
            need = std::max(need, static_cast<std::uint64_t>(std::ceil(*least)));
    return need;
}

Action ReleaseJudge::Private::look() {
    const Action before = action;
    for (std::size_t i = 0; i < watches.size(); ++i) {
        const bool onlyTold = latched[i] && latched[i]->method == Method::AfterRelease; // a limit may still act
        if (latched[i] && !onlyTold)
            continue;
        const auto method = watches[i]->worseBy(split.isDoubted());
        if (!method || (onlyTold && *method == Method::AfterRelease))
            continue;
        latched[i] = describe(i, *method, Verdict::Worse);
        const Action caused = causedBy(i);
        if (because.empty())
            because = watches[i]->guard().name;
        if (caused > action) {
            action = caused;
            because = watches[i]->guard().name;
        }
    }
    refresh();
    return action > before ? action : Action::None;
}

// After 100 % there is no stable left to prove that a roll back helps: a person is asked.
Action ReleaseJudge::Private::causedBy(std::size_t guard) const {
    if (!latched[guard])
        return Action::None;
    const Action wanted = watches[guard]->guard().action;
    return latched[guard]->method == Method::AfterRelease ? std::min(wanted, Action::Notify) : wanted;
}

void ReleaseJudge::Private::refresh() {
    bool changed = false;
    for (std::size_t i = 0; i < watches.size(); ++i) {
        const Verdict now = verdictOf(i);
        changed = changed || now != shown[i];
        shown[i] = now;
    }
    const auto silent = silentArm();
    const std::uint64_t holding = (split.isDoubted() ? 1U : 0U) | (isEnvironment() ? 2U : 0U) |
                                  (silent == Arm::Canary ? 4U : 0U) | (silent == Arm::Stable ? 8U : 0U) |
                                  (static_cast<std::uint64_t>(action) << 4U);
    if (changed || holding != holdState)
        ++revision;
    holdState = holding;
}

// Stable may be silent after 100 %.
std::optional<Arm> ReleaseJudge::Private::silentArm() const {
    const auto silent = [this](Arm arm) {
        return !last.of(arm) || elapsed - *last.of(arm) > opening.guards.staleAfter;
    };
    if (silent(Arm::Canary))
        return Arm::Canary;
    return !observing && silent(Arm::Stable) ? std::optional(Arm::Stable) : std::nullopt;
}

bool ReleaseJudge::Private::isEnvironment() const {
    return std::ranges::any_of(watches, &Watch::isEnvironment);
}

Verdict ReleaseJudge::Private::verdictOf(std::size_t guard) const {
    const Watch& watch = *watches[guard];
    if (latched[guard])
        return Verdict::Worse;
    if (watch.isEnvironment())
        return Verdict::NotThisVersion;
    if (silentArm() || (split.isDoubted() && !observing) || !watch.hasData())
        return Verdict::NoData;
    return watch.isClear() ? Verdict::Clear : Verdict::NotYet;
}

ReleaseJudge::ReleaseJudge(Opening opening) : d(std::make_unique<Private>(std::move(opening))) {}

ReleaseJudge::~ReleaseJudge() = default;
ReleaseJudge::ReleaseJudge(ReleaseJudge&&) noexcept = default;
ReleaseJudge& ReleaseJudge::operator=(ReleaseJudge&&) noexcept = default;

Action ReleaseJudge::take(const UnitOutcome& outcome) {
    if (d->isForeign(outcome))
        return Action::None;
    if (outcome.report == Report::Label && !d->isCounted(outcome))
        return Action::None; // of a request from before the release
    d->elapsed = std::max(d->elapsed, outcome.elapsed);
    d->split.passTime(d->elapsed);
    if (outcome.report != Report::Label)
        d->countUnit(outcome);
    if (outcome.elapsed == d->elapsed) {
        for (const auto& watch : d->watches)
            watch->take(outcome);
    } else {
        UnitOutcome late = outcome; // windows know no past
        late.elapsed = d->elapsed;
        for (const auto& watch : d->watches)
            watch->take(late);
    }
    return d->look();
}

Action ReleaseJudge::passTime(std::chrono::milliseconds elapsed) {
    d->elapsed = std::max(d->elapsed, elapsed);
    d->split.passTime(d->elapsed);
    for (const auto& watch : d->watches)
        watch->passTime(d->elapsed);
    return d->look();
}

void ReleaseJudge::enterStep(std::chrono::milliseconds elapsed) {
    d->elapsed = std::max(d->elapsed, elapsed);
    d->stepBegan = d->elapsed;
    d->stepUnits = 0;
    d->stepSeen.clear();
    d->stepNeed.reset();
    d->refresh();
}

void ReleaseJudge::observe(std::chrono::milliseconds elapsed) {
    d->elapsed = std::max(d->elapsed, elapsed);
    d->observing = true;
    for (const auto& watch : d->watches)
        watch->observe(d->elapsed);
    d->refresh();
}

const Opening& ReleaseJudge::opening() const {
    return d->opening;
}

Judgement ReleaseJudge::judgement() const {
    Judgement judgement{.action = d->action,
                        .because = d->because,
                        .holds = d->holds(),
                        .allClear = !d->watches.empty(),
                        .notThisVersion = d->isEnvironment(),
                        .stepUnits = d->stepUnits,
                        .weight = d->weight,
                        .stepMinimum = d->stepNeed.value_or(d->needNow()),
                        .revision = d->revision};
    for (std::size_t i = 0; i < d->watches.size(); ++i) {
        const Guard& guard = d->watches[i]->guard();
        const bool worse = d->shown[i] == Verdict::Worse;
        judgement.guards.push_back({guard.name, d->shown[i], d->causedBy(i)});
        const bool anyChange = guard.metric == Metric::Signal || guard.metric == Metric::ToolCalls;
        judgement.allClear = judgement.allClear && (d->shown[i] == Verdict::Clear || (anyChange && !worse));
    }
    return judgement;
}

Result<Explanation> ReleaseJudge::explain(std::string_view guard) const {
    for (std::size_t i = 0; i < d->watches.size(); ++i)
        if (d->watches[i]->guard().name == guard)
            return d->explain(i);
    return failure(Errc::NotFound, "unknown_guard", "This release has no guardrail of this name.",
                   "The judgement lists the names.");
}

std::vector<Explanation> ReleaseJudge::explainAll() const {
    std::vector<Explanation> all;
    for (std::size_t i = 0; i < d->watches.size(); ++i)
        all.push_back(d->explain(i));
    return all;
}

} // namespace signalbox::evidence
