// What a plan's guardrails can watch, and which limits make sense for it. Pure; any thread.
// contract_violation: the answer of a version with an output contract does not satisfy it; tool_failure: an answer
// calls a tool in a way that cannot be carried out, or the conversation brings a call's result back as an error. Both
// as core/answers/answer_worth.h defines them; what cannot be judged counts for neither.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/release/plan.h"

namespace signalbox::release {

enum class LimitRule { Needed, Optional, None }; // without one a guardrail only compares with stable

struct GuardedMetric {
    std::string_view name; // "error_rate"; "signal:" stands for signals of any name
    LimitRule limit = LimitRule::Needed;
    double most = 1;       // a limit at or above it could never be passed, so it would guard nothing
    std::string_view unit; // "share from 0 to 1"
};

[[nodiscard]] std::span<const GuardedMetric> guardedMetrics();
// nullptr: it cannot be guarded.
[[nodiscard]] const GuardedMetric* guardedMetric(std::string_view metric);
// A limit that people begin with.
[[nodiscard]] double usualLimit(const GuardedMetric& metric);
// `field`: JSON pointer of the guardrail. Errors: Invalid "bad_plan".
[[nodiscard]] Result<void> checkGuardrail(const Guardrail& guardrail, const std::string& field);

} // namespace signalbox::release
