// Controllers and journals with one bug each, to show that the simulation notices: one or more for every class of
// invariant that it checks.
#pragma once

#include <string>
#include <vector>

#include "tests/release/simulation.h"

namespace signalbox::release::testing {

struct Planted {
    const char* name;
    const char* breaks; // how the text of the violation begins
    Decider decider = decide;
    std::function<void(MemoryJournal&)> spoilJournal = {};
};

[[nodiscard]] std::vector<Planted> plantedBugs();

} // namespace signalbox::release::testing
