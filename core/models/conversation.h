// The conversation that a request carries, in any dialect: who said what, which tools were called, and what came back.
// Pure; any thread. Input is untrusted.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/models/answer.h"

namespace signalbox::models {

struct Turn {
    std::string role = {}; // as written; empty for an item that has none
    std::string text = {};
    std::vector<ToolCall> calls = {};
    std::string resultOf = {};  // id of the call whose result this is
    bool isMarkedError = false; // by "is_error" or "isError"
    bool isSaidByModel = false; // its words or its calls
};

// Of "messages", "input" or "prompt", whichever is there; a text alone is one turn without a role. Empty: none is
// there, or the request cannot be read.
[[nodiscard]] std::vector<Turn> conversationIn(std::string_view request);

// Ids of the calls whose results came with this request, behind the last thing that the model said, and are errors:
// marked as such, or a JSON object with "is_error" or "isError" true, with a non-empty "error", or with the "status"
// "error".
[[nodiscard]] std::vector<std::string> failedResultsIn(std::string_view request);

} // namespace signalbox::models
