#include "tests/bench/evidence_rows.h"

#include <cstdio>

namespace signalbox::bench {

namespace {

bool firstRow = true;

} // namespace

void print(const Row& row) {
    std::printf("%s\n{\"name\": \"%s\", \"unit\": \"%s\", \"value\": %.9g, \"reference\": %.9g, \"tolerance\": \"%s\", "
                "\"limit\": %.9g, \"runs\": %.0f, \"referenceRuns\": %.0f}",
                firstRow ? "" : ",", row.name.c_str(), row.unit, row.value, row.reference, row.tolerance, row.limit,
                row.runs, row.referenceRuns);
    firstRow = false;
}

double processorTime(std::clock_t from) {
    return static_cast<double>(std::clock() - from) / CLOCKS_PER_SEC * 1e9;
}

} // namespace signalbox::bench
