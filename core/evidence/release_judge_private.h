// What a judge keeps. Inside core/evidence only.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/evidence/release_judge.h"
#include "core/evidence/split_watch.h"
#include "core/evidence/unit_register.h"
#include "core/evidence/watch.h"

namespace signalbox::evidence {

class ReleaseJudge::Private {
public:
    explicit Private(Opening given);

    void countUnit(const UnitOutcome& outcome);
    // Whether a request of this unit has been counted in this arm; true where the sample cannot tell.
    [[nodiscard]] bool isCounted(const UnitOutcome& outcome) const;
    void fixNeed(const UnitOutcome& outcome);
    [[nodiscard]] std::uint64_t needNow() const;
    Action look(); // after any change: latches what is worse now
    void refresh();
    [[nodiscard]] Action causedBy(std::size_t guard) const;
    [[nodiscard]] bool isForeign(const UnitOutcome& outcome) const;
    [[nodiscard]] Verdict verdictOf(std::size_t guard) const;
    [[nodiscard]] std::optional<Arm> silentArm() const;
    [[nodiscard]] std::string whyNoData(std::size_t guard) const;
    [[nodiscard]] bool isEnvironment() const;
    [[nodiscard]] Explanation explain(std::size_t guard) const;
    [[nodiscard]] Explanation describe(std::size_t guard, Method method, Verdict verdict) const;
    [[nodiscard]] std::string commonFailure() const;
    [[nodiscard]] std::vector<std::string> holds() const;

    const Opening opening; // first: the watches refer to its guards
    std::vector<std::unique_ptr<Watch>> watches;
    std::vector<std::optional<Explanation>> latched; // of the guards that are worse
    std::vector<Verdict> shown;
    SplitWatch split;
    bool observing = false;
    Both<UnitRegister> answered;    // units by the arms that they have been in; thinned alike
    Both<std::uint64_t> armCounts;  // of units that an arm has answered
    Both<std::uint64_t> unitCounts; // of units by the arm that they were assigned to first
    Both<std::uint64_t> requests;
    Both<std::optional<std::chrono::milliseconds>> last; // when an arm last said something
    std::chrono::milliseconds elapsed{0};
    std::chrono::milliseconds stepBegan{0};
    UnitRegister stepSeen;
    std::uint64_t stepUnits = 0;
    // What the step needs, from what was known of stable when its first unit came: what comes later moves the work of
    // the next step, never the end of this one.
    std::optional<std::uint64_t> stepNeed;
    traffic::Weight needWeight; // that it is for
    traffic::Weight weight;     // the newest
    Action action = Action::None;
    std::string because;
    std::uint64_t holdState = 0; // which holds there are
    std::uint64_t revision = 0;
};

} // namespace signalbox::evidence
