#include "core/suites/assertion_types.h"

#include <algorithm>
#include <array>

namespace signalbox::suites {

namespace {

using Kind = AssertionKind;
using Shape = ValueShape;
using Use = ThresholdUse;

constexpr std::array types{
    AssertionType{"equals", Kind::Equals, Shape::Anything, Use::None},
    AssertionType{"contains", Kind::Contains, Shape::TextOrNumber, Use::None},
    AssertionType{"contains-any", Kind::ContainsAny, Shape::Texts, Use::None},
    AssertionType{"contains-all", Kind::ContainsAll, Shape::Texts, Use::None},
    AssertionType{"icontains", Kind::IContains, Shape::TextOrNumber, Use::None},
    AssertionType{"icontains-any", Kind::IContainsAny, Shape::Texts, Use::None},
    AssertionType{"icontains-all", Kind::IContainsAll, Shape::Texts, Use::None},
    AssertionType{"starts-with", Kind::StartsWith, Shape::FilledText, Use::None},
    AssertionType{"regex", Kind::Regex, Shape::Pattern, Use::None},
    AssertionType{"is-json", Kind::IsJson, Shape::Schema, Use::None},
    AssertionType{"contains-json", Kind::ContainsJson, Shape::Schema, Use::None},
    AssertionType{"latency", Kind::Latency, Shape::None, Use::Needed},
    AssertionType{"cost", Kind::Cost, Shape::None, Use::Needed},
    AssertionType{"is-refusal", Kind::IsRefusal, Shape::None, Use::None},
    AssertionType{"is-valid-openai-tools-call", Kind::IsValidToolsCall, Shape::None, Use::None},
    AssertionType{"tool-call-f1", Kind::ToolCallF1, Shape::ToolNames, Use::Share},
    AssertionType{"trajectory:tool-used", Kind::ToolUsed, Shape::ToolUse, Use::None},
    AssertionType{"trajectory:tool-args-match", Kind::ToolArgsMatch, Shape::ToolArgs, Use::None},
    AssertionType{"trajectory:tool-sequence", Kind::ToolSequence, Shape::ToolSteps, Use::None},
    AssertionType{"levenshtein", Kind::Levenshtein, Shape::Text, Use::Count},
    AssertionType{"rouge-n", Kind::RougeN, Shape::Text, Use::Share},
    AssertionType{"assert-set", Kind::AssertSet, Shape::None, Use::Share},
    AssertionType{"similar", Kind::Similar, Shape::FilledText, Use::Share},
    AssertionType{"llm-rubric", Kind::LlmRubric, Shape::FilledText, Use::Share},
    AssertionType{"contract", Kind::Contract, Shape::None, Use::None, true},
    AssertionType{"no-secret", Kind::NoSecret, Shape::None, Use::None, true},
    AssertionType{"no-personal-data", Kind::NoPersonalData, Shape::None, Use::None, true},
};

constexpr std::array<std::string_view, 46> promptfoos{"agent-rubric",
                                                      "answer-relevance",
                                                      "bleu",
                                                      "classifier",
                                                      "contains-html",
                                                      "contains-sql",
                                                      "contains-xml",
                                                      "context-faithfulness",
                                                      "context-recall",
                                                      "context-relevance",
                                                      "factuality",
                                                      "finish-reason",
                                                      "g-eval",
                                                      "gleu",
                                                      "guardrails",
                                                      "human",
                                                      "is-html",
                                                      "is-sql",
                                                      "is-valid-function-call",
                                                      "is-valid-openai-function-call",
                                                      "is-xml",
                                                      "javascript",
                                                      "max-score",
                                                      "meteor",
                                                      "model-graded-closedqa",
                                                      "model-graded-factuality",
                                                      "moderation",
                                                      "perplexity",
                                                      "perplexity-score",
                                                      "pi",
                                                      "python",
                                                      "rouge-l",
                                                      "rouge-s",
                                                      "ruby",
                                                      "search-rubric",
                                                      "select-best",
                                                      "similar:cosine",
                                                      "similar:dot",
                                                      "similar:euclidean",
                                                      "skill-used",
                                                      "trace-error-spans",
                                                      "trace-span-count",
                                                      "trace-span-duration",
                                                      "trajectory:goal-success",
                                                      "trajectory:step-count",
                                                      "webhook"};

} // namespace

std::span<const AssertionType> assertionTypes() {
    return types;
}

const AssertionType* assertionType(std::string_view word) {
    const auto* const found = std::ranges::find(types, word, &AssertionType::word);
    return found == types.end() ? nullptr : &*found;
}

bool isOnlyPromptfoos(std::string_view word) {
    return std::ranges::contains(promptfoos, word) || word == "word-count" || word.starts_with("promptfoo:redteam:");
}

} // namespace signalbox::suites
