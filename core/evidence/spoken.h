// How people speak of a metric and of its numbers. For the sentences of this room; pure.
#pragma once

#include <string>
#include <string_view>

#include "core/evidence/explanation.h"

namespace signalbox::evidence {

// "the canary failed 4 of 5 conversations", "the canary was slow in 4 of 5 …".
struct Spoken {
    Metric metric;
    std::string_view title;
    std::string_view did; // with the count behind it
    std::string_view amount = {};
};

[[nodiscard]] const Spoken& spokenOf(Metric metric);
[[nodiscard]] std::string percent(double share); // three digits
// Three digits that say something, and no powers of ten: "$0.00290", "1,234 tokens".
[[nodiscard]] std::string amountText(Metric metric, double amount);
[[nodiscard]] bool countsAnyChange(Metric metric); // up or down

} // namespace signalbox::evidence
