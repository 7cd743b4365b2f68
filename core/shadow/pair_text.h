// An answer of a pair as the comparators take it, and as a person reads it. Of a form that core/models does not know
// the whole JSON is compared without what differs by nature (ids, times, usage), or the text as it is. Pure; any
// thread. Input is untrusted.
#pragma once

#include <string>
#include <string_view>

#include "core/evidence/pair_comparison.h"
#include "core/metrics/pair.h"

namespace signalbox::shadow {

struct ReadAnswer {
    evidence::Answer answer; // without its contract
    std::string text;        // what it says; JSON laid out over lines
};

[[nodiscard]] ReadAnswer readAnswer(const metrics::PairSide& side);
// Who said what, one paragraph each; the body itself when it cannot be read.
[[nodiscard]] std::string readRequest(std::string_view body);

} // namespace signalbox::shadow
