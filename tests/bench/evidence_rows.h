// What bench_evidence prints: one JSON object for each figure, and the parts of it that are files of their own.
#pragma once

#include <ctime>
#include <string>

#include "tests/evidence/random.h"

namespace signalbox::bench {

struct Row {
    std::string name;
    const char* unit = "share";
    double value = 0;
    double reference = -1; // below 0: there is none
    const char* tolerance = "";
    double limit = -1; // the most that is allowed
    double runs = 0;
    double referenceRuns = 0;
};

void print(const Row& row);

// Nanoseconds of this process: other programs on the machine do not count.
[[nodiscard]] double processorTime(std::clock_t from);

// The judge itself with the usual guardrails. Each takes how many runs a row has.
void judgedRuns(evidence::simulation::Random& random, int runs);   // healthy ramps
void troubledRuns(evidence::simulation::Random& random, int runs); // a provider that fails or slows both versions
void observedRuns(evidence::simulation::Random& random, int runs); // the day after

} // namespace signalbox::bench
