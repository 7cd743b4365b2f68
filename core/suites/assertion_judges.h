// The judges of single assertions, by subject; `output` is what outputOf() gives. Each says pass or fail before "not-"
// turns it, or why it cannot. Pure. Private to core/suites.
#pragma once

#include <string>

#include "core/suites/judge.h"

namespace signalbox::suites {

// What an assertion found, before "not-".
struct Found {
    std::optional<bool> holds = {};   // nullopt: not run
    std::optional<double> score = {}; // where it is none of 0 and 1, "not-" included
    std::string code = {};            // of a failure, or of why it is not run
    std::string detail = {};
    bool ignoresInverse = false; // the verdict stands as it is
};

[[nodiscard]] Found judgeText(const Assertion& assertion, const std::string& output);
[[nodiscard]] Found judgeJson(const Assertion& assertion, const std::string& output);
[[nodiscard]] Found judgeLikeness(const Assertion& assertion, const std::string& output); // levenshtein, rouge-n
[[nodiscard]] Found judgeRefusal(const Assertion& assertion, const Said& said);
[[nodiscard]] Found judgeTools(const Assertion& assertion, const Said& said, const answers::ToolCheck* tools);
[[nodiscard]] Found judgeTrajectory(const Assertion& assertion, const Said& said);
[[nodiscard]] Found judgeLeaks(const Assertion& assertion, const Case& one, const Said& said);

[[nodiscard]] inline Found notRun(std::string code) {
    return {.holds = std::nullopt, .code = std::move(code)};
}

} // namespace signalbox::suites
