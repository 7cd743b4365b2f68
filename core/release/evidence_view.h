// What the controller needs to know about the evidence of a running release: counted and judged elsewhere, handed in
// with each event. Values; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace signalbox::release {

struct EvidenceView {
    std::uint64_t units = 0;        // of both arms in this step
    std::uint64_t minimum = 0;      // units that the step needs, to keep what the plan promises to catch
    bool isWorse = false;           // some guardrail says so; the release must not move forward by itself
    std::vector<std::string> holds; // why nothing can be said now: sentences

    bool operator==(const EvidenceView&) const = default;
};

} // namespace signalbox::release
