// Judges what a version said: every assertion of a case, and the case of them. What needs a model (similar, llm-rubric)
// is asked by somebody else: questionsOf() says what, and the replies are given back in the same order. Pure; any
// thread. What cannot be judged safely or in bounded time is "not run", neither pass nor fail.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/answers/contract_check.h"
#include "core/answers/tool_check.h"
#include "core/suites/said.h"
#include "core/suites/suite.h"

namespace signalbox::suites {

enum class Verdict : std::uint8_t { Pass, Fail, NotRun };
[[nodiscard]] std::string_view toString(Verdict verdict); // "pass", "fail", "not_run"

struct Judged {
    Verdict verdict = Verdict::Pass;
    double score = 1;        // 0 … 1
    std::string code = {};   // why not: "missing_text", "too_slow" …; empty for a pass
    std::string detail = {}; // what was missing, found or measured; untrusted, bounded

    std::vector<Judged> inner = {}; // of an assert-set
};

// What a model is asked about an answer.
struct Question {
    enum class Kind : std::uint8_t { Likeness, Rubric };

    Kind kind = Kind::Likeness;
    std::string expected = {}; // the text to be like, or the rubric
    std::string answer = {};
};

// What came: a likeness from -1 to 1, or a judge's grade. Nothing: it could not be asked or read.
struct Reply {
    std::optional<double> likeness = {};
    std::optional<bool> passes = {};
    double score = 0; // of a grade, 0 … 1
    std::string reason = {};
};

struct JudgeTerms {
    const answers::ToolCheck* tools = nullptr;        // of the version; null: it has none
    const answers::ContractCheck* contract = nullptr; // of the version; null: it has none
    const std::vector<Reply>* replies = nullptr;      // to questionsOf(), in its order
    bool timesLater = false;                          // latency and cost are judged over all trials (performance)
};

struct CaseJudged {
    Verdict verdict = Verdict::Pass;
    double score = 0;
    std::vector<Judged> assertions = {}; // in the order of the case
};

[[nodiscard]] std::vector<Question> questionsOf(const Case& one, const Said& said);
[[nodiscard]] CaseJudged judge(const Case& one, const Said& said, const JudgeTerms& terms);

inline constexpr std::size_t longestAnswer = 8 * 1024 * 1024; // bytes; a longer one is not judged

} // namespace signalbox::suites
