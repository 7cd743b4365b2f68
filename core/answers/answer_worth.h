// What an answer is worth as far as it can be said at once: whether it keeps the output contract of its version, and
// whether its tool calls can be carried out. Pure; any thread. Input is untrusted.
//
// Contract violation: the version declares an output contract, and the whole answer does not satisfy it, or cannot be
// read at all. Calls of tools without a text and refusals are outside of it (refusals have a metric of their own).
// Tool failure: the request offered tools, and the answer calls one that was not offered, or with arguments that are no
// JSON object or that the tool's declared input schema does not accept. (That a later request of the conversation
// brings a call's result back as an error is a tool failure too; the desk finds it.) Agents that are passed through
// carry out their tools out of sight, so nothing is said of those.
// What is cut, packed, too long, nested too deeply or one of several alternatives is not judged: neither good nor bad.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/answers/contract_check.h"
#include "core/answers/tool_check.h"
#include "core/metrics/answer_copy.h"

namespace signalbox::answers {

enum class NotJudged {
    Behind,   // more answers than can be looked at
    TooLong,  // the answer, its request, or a part that is checked
    TooDeep,  // nested so deeply that reading it is not safe
    Packed,   // with a content encoding
    Cut,      // a stream that does not say that it is complete
    Several,  // alternatives: which of them counts is not known here
    Unchecked // the schema cannot be applied to it
};
inline constexpr std::size_t notJudgedKinds = 7;
[[nodiscard]] std::string_view toString(NotJudged reason); // "behind", "too_long", …

struct AnswerWorth {
    std::optional<bool> keepsContract = {};
    std::optional<bool> toolFailure = {};
    std::optional<NotJudged> notJudged = {}; // why one of both, or both, had to be left open
    std::vector<std::string> calls = {};     // ids of good calls, whose results may come later
};

struct WorthTerms {
    const ContractCheck* contract = nullptr; // null: none is declared
    const ToolCheck* tools = nullptr;        // null: the request offered none
};

[[nodiscard]] AnswerWorth worthOf(const metrics::AnswerCopy& copy, const WorthTerms& terms);

} // namespace signalbox::answers
