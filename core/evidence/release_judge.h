// Judges one release: takes what became known about each request and says, at every moment, what is shown about the
// candidate. Pure: no clock, no disk; owned by one thread at a time (the owner of the release).
//
// How to use it:
//   ReleaseJudge judge({.candidate = digest, .baseline = stableDigest, .guards = guardSet});
//                                  when the release starts; guardFor() makes a guard of one guardrail of the plan
//   const Action now = judge.take(outcome);
//                                  every finished, hanging or late-labelled request of both arms
//   judge.passTime(elapsed);       about once a second, also when no request comes
//   judge.judgement();             for the controller's tick, its holds and the event stream
//   judge.enterStep(elapsed);      at each change of step: the step's units begin at 0
//   judge.observe(elapsed);        at 100 %: from now on against the frozen baseline, which only notifies; hard
//                                  limits and the fast path keep their action
//   judge.explain("error_rate");   the numbers behind a verdict, for people and for the log
//   toJson(), fromJson()           checkpoint; goes on with the same bits after a restart
//
// take() answers the action that this outcome has just caused (None nearly always); do it at once. A pause, a change of
// weight or a restart changes nothing here. Another candidate is another judge: evidence never passes on.
//
// What is counted: a unit counts once for each guard and level, its first failure, whatever follows. Only failing units
// are remembered for that, at most 16,384 for each; when there are more, every second one (by a hash that has nothing
// to do with the assignment) leaves the sample for good: power is lost, validity never. The same holds for the 32,768
// units remembered for the split and for the step. So memory stays below about 10 MB, whatever comes.
// Outcomes of other versions, and of weights 0 % and 100 %, are left out of the comparison.
// "Worse" stays until the release ends; nothing that comes later takes it back.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <QJsonObject>

#include "core/base/digest.h"
#include "core/base/result.h"
#include "core/evidence/explanation.h"
#include "core/evidence/guard_set.h"
#include "core/evidence/unit_outcome.h"

namespace signalbox::evidence {

struct Opening {
    Digest candidate = {}; // null: versions are not checked
    Digest baseline = {};
    GuardSet guards = {};

    bool operator==(const Opening&) const = default;
};

struct GuardVerdict {
    std::string guard = {};
    Verdict verdict = Verdict::NoData;
    Action action = Action::None; // caused by this guard; None unless worse

    bool operator==(const GuardVerdict&) const = default;
};

struct Judgement {
    Action action = Action::None; // the safest one caused by any guard; never becomes weaker
    std::string because = {};     // the guard that caused it first
    std::vector<GuardVerdict> guards = {};
    // Sentences; while there is one, the release must not move forward.
    std::vector<std::string> holds = {};
    bool allClear = false;       // every guard is clear; signals and tool calls, of which any change counts, left out
    bool notThisVersion = false; // a limit is passed by both arms
    std::uint64_t stepUnits = 0; // distinct units of both arms since enterStep()
    traffic::Weight weight = {}; // of the canary, the newest
    // Units that the step needs at its weight, to keep the promise; 0: unknown. Fixed when the step's first unit comes,
    // so that what is missing only falls.
    std::uint64_t stepMinimum = 0;
    std::uint64_t revision = 0; // rises when a verdict, the action or the holds change

    bool operator==(const Judgement&) const = default;
};

class ReleaseJudge {
public:
    explicit ReleaseJudge(Opening opening);
    ~ReleaseJudge();
    ReleaseJudge(ReleaseJudge&&) noexcept;
    ReleaseJudge& operator=(ReleaseJudge&&) noexcept;

    Action take(const UnitOutcome& outcome);
    // Staleness, windows and conversations that are over. Going back is ignored.
    Action passTime(std::chrono::milliseconds elapsed);
    void enterStep(std::chrono::milliseconds elapsed);
    void observe(std::chrono::milliseconds elapsed);

    [[nodiscard]] const Opening& opening() const;
    [[nodiscard]] Judgement judgement() const;
    // NotFound "unknown_guard". A guard that is worse keeps the explanation of the moment in which it became so.
    [[nodiscard]] Result<Explanation> explain(std::string_view guard) const;
    [[nodiscard]] std::vector<Explanation> explainAll() const;

    [[nodiscard]] QJsonObject toJson() const;
    // Corrupt "bad_evidence".
    [[nodiscard]] static Result<ReleaseJudge> fromJson(const QJsonObject& object);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace signalbox::evidence
