// A drill: a bad version that is put on purpose on an agent of its own, to see whether guardrails and controller would
// save a real one, and how fast. Values and the arithmetic on them; any thread, pure. The figures are what a team
// compares with its drills before: time to detect, time to switch.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/release/plan.h"

namespace signalbox::release {

// What the bad version does wrong: answers 500, answers late, never answers, refuses.
enum class DrillKind { Errors, Slow, Hang, Refusal };

// How it ended. Only RolledBack means that nobody had to get up.
enum class DrillOutcome { Running, RolledBack, Paused, Noticed, NotDetected, Cancelled, Interrupted, Failed };

enum class DrillPhase { Preparing, WarmingUp, Ramping, Settling, Over };

[[nodiscard]] std::string_view toString(DrillKind kind);       // "errors", "slow", "hang", "refusal"
[[nodiscard]] std::string_view toString(DrillOutcome outcome); // "running", "rolled_back", "paused", "noticed", …
[[nodiscard]] std::string_view toString(DrillPhase phase);     // "preparing", "warming_up", …
[[nodiscard]] std::optional<DrillKind> drillKindFrom(std::string_view text);
[[nodiscard]] std::optional<DrillOutcome> drillOutcomeFrom(std::string_view text);
[[nodiscard]] std::optional<DrillPhase> drillPhaseFrom(std::string_view text);

[[nodiscard]] std::string_view guardActionWord(GuardAction action); // as in release.yaml
[[nodiscard]] std::optional<GuardAction> guardActionFrom(std::string_view text);

struct DrillOrder {
    std::string agent = {}; // whose plan is practised; empty: the default plan
    DrillKind kind = DrillKind::Errors;
    double share = 0.3;                      // of the bad version's answers that are bad, 0 … 1; 0 is a healthy one
    double perSecond = 200;                  // requests to both versions together
    std::optional<traffic::Weight> weight{}; // of the bad version; absent: the plan's first step, at most 50 %
    std::chrono::milliseconds limit{60'000}; // to be detected in, from the start of the ramp
    std::chrono::milliseconds delay{3'000};  // Slow: how late a bad answer is

    bool operator==(const DrillOrder&) const = default;
};

// Errors: Invalid "bad_drill".
[[nodiscard]] Result<void> checkDrill(const DrillOrder& order);

// The plan that the bad version is released by: the guardrails of `plan`, at one weight, without what would keep it
// from getting traffic at once or let it climb.
[[nodiscard]] Plan drillPlan(const Plan& plan, const DrillOrder& order);

// One request as it reached one of the two versions.
struct DrillArrival {
    Monotonic sent{}; // by the caller
    Monotonic at{};
    bool candidate = false; // on the bad version
    bool bad = false;       // and it was told to answer it badly
};

// What a guardrail had done about it.
struct DrillDeed {
    std::string guard;
    std::string sentence;
    GuardAction action = GuardAction::Notify;
    Monotonic decided{};  // the evidence was enough
    Monotonic inEffect{}; // the data path had changed
};

// Why this plan cannot see such a version, in a sentence; empty: something in it watches for it.
[[nodiscard]] std::string blindSpot(std::span<const Guardrail> guardrails, DrillKind kind);

struct DrillCounts {
    std::uint64_t requests = 0;  // to both versions, since the start of the ramp
    std::uint64_t candidate = 0; // of these to the bad version
    std::uint64_t bad = 0;       // of these answered badly

    bool operator==(const DrillCounts&) const = default;
};

// Seconds and milliseconds as they are shown. Absent: it did not come to that.
struct DrillFigures {
    std::string guard = {};                        // the first guardrail that saw it
    std::string sentence = {};                     // its evidence in words
    std::optional<double> detectSeconds{};         // from the first bad answer that was asked for
    std::optional<double> detectFromRampSeconds{}; // from the start of the ramp
    DrillCounts untilDetected = {};
    std::optional<double> switchMs{};  // decision → the last request that reached the bad version, or the switch of
                                       // the data path, whichever is later
    std::optional<double> lastBadMs{}; // decision → the last request that reached the bad version; below 0: before it
    std::uint64_t late = 0;            // requests to the bad version that callers began after the switch; must be 0

    bool operator==(const DrillFigures&) const = default;
};

// `deeds` in the order in which they were decided.
[[nodiscard]] DrillFigures figuresOf(std::span<const DrillArrival> arrivals, Monotonic rampBegan,
                                     std::span<const DrillDeed> deeds);
[[nodiscard]] DrillCounts countsOf(std::span<const DrillArrival> arrivals, Monotonic from, Monotonic until);
// Why a drill in which nothing was seen says nothing of its guardrails, in a sentence: this machine was too busy to
// make the requests that were due in the ramp, or to carry them in time, so that every answer was late, of either
// version. `leftOut`: not made on purpose, as too many were under way. Empty: it was not. Takes the arrivals of the
// warm-up too.
[[nodiscard]] std::string starvation(const DrillOrder& order, std::span<const DrillArrival> arrivals,
                                     Monotonic rampBegan, std::uint64_t leftOut);
// Of the deeds; NotDetected without one.
[[nodiscard]] DrillOutcome outcomeOf(std::span<const DrillDeed> deeds);

struct Drill {
    std::string id = {};
    DrillOrder order = {};
    std::string actor = {};
    std::string reason = {};
    WallTime started{};
    std::optional<WallTime> ended{};
    DrillOutcome outcome = DrillOutcome::Running;
    DrillPhase phase = DrillPhase::Preparing;
    traffic::Weight weight{};             // the bad version's
    std::vector<Guardrail> guardrails{};  // of the plan that was practised
    std::chrono::milliseconds inPhase{0}; // while it runs
    DrillCounts counts = {};              // so far, or until its end
    DrillFigures figures = {};
    std::string problem = {}; // Failed, Interrupted: why

    bool operator==(const Drill&) const = default;
};

// The newest drill before `drill` that can be compared with it: the same order, and detected. `drills`: newest first.
[[nodiscard]] const Drill* comparableBefore(std::span<const Drill> drills, const Drill& drill);

} // namespace signalbox::release
