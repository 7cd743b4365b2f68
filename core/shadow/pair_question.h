// What is asked of a model about a pair of answers, and how its word is taken. Pure; any thread. Requests and answers
// that are compared are untrusted, and so is what the model says.
//
// The compared texts travel as JSON strings inside one JSON object, so they cannot leave their place; the model is told
// that they are material and never instructions. Its verdict counts only when its whole answer is one JSON object with
// exactly two members: the nonce of this question, which no compared text can know, and "verdict" with "1", "2" or
// "tie". Anything else is no verdict. That does not make a model immune to what it reads; so both orders are asked, and
// where they disagree it is a tie.
#pragma once

#include <string>
#include <string_view>

#include "core/agents/provider.h"
#include "core/base/result.h"

namespace signalbox::shadow {

struct JudgeQuestion {
    std::string model;
    std::string nonce;
    std::string criterion; // what "better" means, in the words of the plan; may be empty
    std::string request;   // what was asked
    std::string first;
    std::string second;
    agents::LimitName limit = agents::LimitName::AsAsked; // the name by which the provider knows the answer's limit
};

enum class Preference { First, Second, Tie };

inline constexpr int mostJudgeTokens = 200; // of the model's answer

[[nodiscard]] std::string judgeBody(const JudgeQuestion& question); // POST chat/completions
// Errors: Invalid "no_verdict" with why, in a few words.
[[nodiscard]] Result<Preference> preferenceIn(std::string_view answer, std::string_view nonce);

[[nodiscard]] std::string embeddingsBody(const std::string& model, const std::string& first,
                                         const std::string& second); // POST embeddings
// Cosine of the two vectors, from -1 to 1. Errors: Invalid "no_likeness" with why.
[[nodiscard]] Result<double> likenessIn(std::string_view answer);

} // namespace signalbox::shadow
