// How a model is asked to grade one answer by a rubric. The rubric, the request and the answer travel inside one JSON
// object, so that they cannot leave their place; the judge is told that they are material and never instructions. A
// grade counts only when the whole answer is one JSON object with exactly the members nonce (of this question, which no
// graded text can know), pass, score and reason. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/suites/judge.h"

namespace signalbox::suites {

struct RubricQuestion {
    std::string model;
    std::string nonce;
    std::string rubric;
    std::string request; // what was asked
    std::string answer;
};

inline constexpr int mostGradeTokens = 400; // of the judge's answer

[[nodiscard]] std::string rubricBody(const RubricQuestion& question); // POST chat/completions
// Errors: Invalid "no_grade" with why, in a few words.
[[nodiscard]] Result<Reply> gradeIn(const models::Answer& answer, std::string_view nonce);

} // namespace signalbox::suites
