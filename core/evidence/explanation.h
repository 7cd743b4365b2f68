// Everything behind one verdict: enough to say it in a sentence, to draw the evidence card, and to compute the deciding
// number again, bit for bit, from the JSON alone (reproduce). Values; any thread. explanationFromJson refuses what it
// cannot read with Corrupt "bad_evidence".
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <QJsonObject>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/evidence/failure_classes.h"
#include "core/evidence/guard_set.h"
#include "core/evidence/mean_sequence.h"
#include "core/evidence/ratio_process.h"

namespace signalbox::evidence {

enum class Verdict : std::uint8_t {
    NoData,         // nothing fresh to judge by; not a pass
    NotYet,         // no sign so far; not a pass either
    Clear,          // shown not worse than clearMargin times stable
    NotThisVersion, // bad, but stable is as bad: the environment
    Worse           // shown worse; stays until the release ends
};

enum class Method : std::uint8_t {
    Ratio,        // relative-risk e-process; value ln E, bound ln 1/α
    TwoSided,     // the same, for any change
    MeanSequence, // value: canary − margin × stable less the half width; bound 0
    ExactLimit,   // value: lower bound of the canary's share in the window; bound: the limit's share
    MeanLimit,    // value: lower bound of the canary's mean; bound: the limit
    Outage,       // value: failed units in a row; bound: how many it takes
    AfterRelease  // against the frozen baseline; value ln E, bound ln 1/α
};

struct ArmCounts {
    std::uint64_t units = 0; // distinct; an estimate once the judge no longer remembers every one
    std::uint64_t requests = 0;
    std::uint64_t events = 0; // first event of a unit

    bool operator==(const ArmCounts&) const = default;
};

// One e-process of a verdict; latency has up to three, whose E are averaged.
struct LevelCounts {
    std::string name = {}; // "p99", or the guard's name
    Grid grid = Grid::Worse;
    std::optional<std::chrono::microseconds> above = {}; // latency: an event is a request slower than this
    std::vector<WeightCounts> counts = {};
    double promised = 0; // the ratio with the larger stake, as RatioProcess

    bool operator==(const LevelCounts&) const = default;
};

struct WindowCounts {
    Both<std::uint64_t> units = {};
    Both<std::uint64_t> events = {};
    double share = 0; // the limit as a share of requests
    std::chrono::milliseconds from{0};
    std::chrono::milliseconds to{0};

    bool operator==(const WindowCounts&) const = default;
};

struct BaselineCounts {
    std::string name = {};
    double rate = 0;
    std::uint64_t events = 0;
    std::uint64_t units = 0;

    bool operator==(const BaselineCounts&) const = default;
};

struct Explanation {
    Guard guard = {};
    Verdict verdict = Verdict::NoData;
    Method method = Method::Ratio;
    double alpha = 0.05;
    double value = 0; // worse ⇔ value ≥ bound (MeanSequence and MeanLimit: >)
    double bound = 0;
    std::optional<double> clearValue = {}; // clear ⇔ clearValue ≥ ln 1/α (MeanSequence: ≥ 0)
    Both<ArmCounts> arms = {};
    std::vector<LevelCounts> levels = {};
    // Latency: the level that arms.events counts, and the time that a request of it takes at least.
    std::string level = {};
    std::optional<std::chrono::microseconds> slowerThan = {};
    std::vector<FailureClass> failures = {}; // of the guard on errors, since the release began
    std::optional<Both<Moments>> moments = {};
    std::optional<WindowCounts> window = {};
    std::vector<BaselineCounts> after = {}; // after 100 %
    std::uint64_t leastUnits = 0;           // of an arm, for means
    bool earlySign = false;                 // the logarithms of a mean already differ
    std::optional<WallTime> firstEvent = {};
    std::optional<WallTime> lastEvent = {};
    std::chrono::milliseconds at{0};                // since the release began
    std::optional<std::uint64_t> unitsToWorse = {}; // more units of both arms, if it were promisedRatio times worse
    std::optional<std::uint64_t> unitsToClear = {}; // more units of both arms, if it were as good as stable
    std::vector<std::string> requests = {};         // the last canary events, newest last, at most 8
    std::string reason = {};                        // why there is no data

    bool operator==(const Explanation&) const = default;
};

// The deciding number, computed again from the counts.
[[nodiscard]] double reproduce(const Explanation& explanation);

struct ArmNames { // in sentences
    std::string canary = "the canary";
    std::string stable = "stable";
};

// What was seen, in the words of people who read no statistics: "2.2.0 failed 9 of 412 conversations, 2.1.0 21 of
// 7,830."
[[nodiscard]] std::string sentenceOf(const Explanation& explanation, const ArmNames& names = {});
// Of a verdict that is not there yet: "no worse than 2.1.0 as far as 312 conversations can tell".
[[nodiscard]] std::string soFarOf(const Explanation& explanation, const ArmNames& names = {});
// Half of the way to the proof of harm is behind it.
[[nodiscard]] bool looksWorse(const Explanation& explanation);
// What the guard does, and when: "rolls back above 2 %, or when worse".
[[nodiscard]] std::string deedOf(const Guard& guard);
// Why that is enough or not, for who asks: "A healthy canary shows such a difference in at most 1 of 100 releases …"
[[nodiscard]] std::string proofOf(const Explanation& explanation);
// Of a guard's name: "Errors", "Latency p95", "Signal "approved"".
[[nodiscard]] std::string titleOf(std::string_view guard);

[[nodiscard]] QJsonObject explanationToJson(const Explanation& explanation);
[[nodiscard]] Result<Explanation> explanationFromJson(const QJsonObject& object);

[[nodiscard]] std::string_view toString(Verdict verdict); // "no_data", "not_yet", "clear", "not_this_version", "worse"
[[nodiscard]] std::string_view toString(Method method);

} // namespace signalbox::evidence
