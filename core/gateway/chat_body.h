// Turns a caller's chat request into what a version sends: model replaced, system prompt first, configuration and tools
// of the snapshot, in the words that its provider knows; every other byte as the caller wrote it. The template is made
// once for each version and provider. Pure; any thread.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/agents/provider.h"
#include "core/agents/snapshot.h"
#include "core/gateway/body_scan.h"
#include "core/gateway/prompt_text.h"
#include "core/gateway/tool_offer.h"
#include "core/models/dialect.h"

namespace signalbox::gateway {

struct ChatTemplate {
    std::string model; // a JSON string
    std::vector<PromptPiece> system;
    std::set<std::string, std::less<>> placeholders;          // of the system prompt
    std::vector<std::pair<std::string, std::string>> members; // key → JSON value, replaced or added
    std::string seed;                                         // a JSON number or empty
    std::string outputLimit;                                  // the same
    ToolOffer tools;
    agents::ModelApi api = agents::ModelApi::ChatCompletions;
    agents::ProviderSettings settings = {};
};

// A request as the version sends it.
struct VersionRequest {
    std::string body;
    bool asksForUsage = false; // of the stream, though the caller did not: its usage is not for the caller
};

// Errors: Invalid "bad_tool".
[[nodiscard]] Result<ChatTemplate> makeChatTemplate(const agents::Snapshot& snapshot,
                                                    const agents::ProviderSettings& settings = {});

// `body` with its members as scanned. Errors: Invalid "bad_messages", "placeholder_missing", "unknown_tool",
// "no_tools".
[[nodiscard]] Result<VersionRequest> rewriteChat(std::string_view body, const Members& members,
                                                 const ChatTemplate& chat);

} // namespace signalbox::gateway
