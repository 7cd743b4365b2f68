// The tools that a version offers, and whether a caller's words about tools fit them. A version with tools puts them in
// the place of the caller's; then what the caller says about the choice of a tool must be about the version's. Pure;
// any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/agents/snapshot.h"
#include "core/gateway/body_editor.h"

namespace signalbox::gateway {

struct ToolOffer {
    std::string nested;             // as a request of chat completions lists them; empty: none
    std::string flat;               // as one of responses does
    std::vector<std::string> names; // of functions; the type of a tool that has no name
};

// Errors: Invalid "bad_tool" when a file of tools is not a JSON object or a list of them.
[[nodiscard]] Result<ToolOffer> toolOfferOf(const agents::Snapshot& snapshot);

// Puts `tools` (one of the offer's two lists) into the request and settles what the caller says about them: a choice
// among tools that nobody offers is taken out where it asks for nothing ("auto", "none"). Errors: Invalid
// "unknown_tool", "no_tools".
[[nodiscard]] Result<void> putTools(BodyEditor& editor, std::string_view body, const Members& members,
                                    const ToolOffer& offer, const std::string& tools);

} // namespace signalbox::gateway
