// Simulated releases for the tests and the benchmark: the cases of the reference tables R1 to R12. Each function is one
// run; runs of one table differ only by what the generator gives them.
#pragma once

#include <optional>
#include <vector>

#include "core/evidence/ratio_process.h"
#include "core/evidence/unit_outcome.h"
#include "tests/evidence/random.h"

namespace signalbox::evidence::simulation {

struct Alarm {
    bool reached = false;
    double total = 0; // requests of both arms
    double canary = 0;
};

struct Story {
    double rate = 0.005; // of stable
    double ratio = 1;    // the canary's times that
    traffic::Weight weight;
    double alpha = 0.05;
    double cap = 200'000; // requests
    Grid grid = Grid::Worse;
    double margin = 1;
    double promised = 0;
};

[[nodiscard]] Alarm untilAlarm(Random& random, const Story& story); // R1, R2, R5, R8 unpaired
// The step (0 … 3) of 5 → 10 → 25 → 50 % in which it alarms; nullopt: never. R3.
[[nodiscard]] std::optional<int> rampAlarm(Random& random, double ratio, double requestsPerStep, double alpha);

struct PeekingZ {
    bool atTheEnd = false;
    bool eachHundred = false;
};

[[nodiscard]] PeekingZ peekingZ(Random& random, double rate, double share, int requests); // R1

// Requests of sticky conversations without any change: six turns on average, a bad conversation fails half of them. R4.
class Conversations {
public:
    Conversations(Random& random, traffic::Weight weight, double rate);

    struct Turn {
        std::uint64_t conversation = 0;
        bool first = false; // of its conversation
        Arm arm = Arm::Stable;
        bool failed = false;
    };

    [[nodiscard]] Turn next();

private:
    Random& m_random;
    traffic::Weight m_weight;
    double m_rate;
    std::uint64_t m_id = 0;
    bool m_over = true;
    bool m_bad = false;
    Arm m_arm = Arm::Stable;
};

struct StickyAlarms {
    bool everyFailure = false;
    bool firstOfConversation = false;
};

[[nodiscard]] StickyAlarms stickyAlarms(Random& random, traffic::Weight weight, double rate, int requests,
                                        double alpha);

struct Slowness {
    double factor = 1;    // of all canary calls
    double tailShare = 0; // of canary calls that take five times as long
};

[[nodiscard]] Alarm latencyAlarm(Random& random, traffic::Weight weight, const Slowness& slowness, double alpha,
                                 int cap); // R6

enum class CostForm { Raw, Cut, Logarithm };
[[nodiscard]] Alarm costAlarm(Random& random, traffic::Weight weight, double factor, CostForm form, std::uint64_t least,
                              int cap); // R7, α .05

// Pairs until the alarm, nullopt after `cap` pairs; α .05. R8.
[[nodiscard]] std::optional<int> signAlarm(Random& random, double onlyStable, double onlyCandidate, int cap);
[[nodiscard]] std::optional<int> bettingAlarm(Random& random, double margin, double mean, int cap);

// Minutes until the alarm, nullopt: not within the day. R11.
[[nodiscard]] std::optional<double> afterReleaseAlarm(Random& random, double requestsPerDay, double rate, double alpha);

// Ten one-minute windows below 99 % success, empty ones skipped. R10.
[[nodiscard]] bool flaggerRollsBack(Random& random, double requestsPerMinute, int minutes, double rate);
// Errors above 2 % in the last 300 requests, looked at every 50. R12.
[[nodiscard]] bool naiveRollsBack(Random& random, double rate, int requests);

struct MinuteSeries {
    std::vector<double> canary; // error rate of each minute with requests
    std::vector<double> stable;
};

[[nodiscard]] MinuteSeries minuteSeries(Random& random, double requestsPerMinute, int minutes, double share,
                                        double rate, double ratio); // R9

[[nodiscard]] double medianOf(std::vector<double> values);

} // namespace signalbox::evidence::simulation
