// Turns a caller's chat request into what a version sends: model replaced, system prompt first, configuration and tools
// of the snapshot; every other byte as the caller wrote it. The template is made once per version. Pure; any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/agents/snapshot.h"
#include "core/gateway/body_scan.h"

namespace signalbox::gateway {

// A prompt cut at its {{variables}}. Text is JSON-escaped already.
struct PromptPiece {
    std::string text;
    std::string variable; // follows the text; empty at the end
    std::string written;  // the variable as the prompt wrote it: stays when the caller gives no value
};

struct ChatTemplate {
    std::string model; // a JSON string
    std::vector<PromptPiece> system;
    std::vector<std::pair<std::string, std::string>> members; // key → JSON value, replaced or added
    std::string flatTools;   // the tools as the responses dialect lists them; empty: none
    std::string outputLimit; // a JSON number or empty; goes where the caller's limit is, else max_completion_tokens
};

// Errors: Invalid "bad_tool" when a file of tools is not a JSON object or a list of them.
[[nodiscard]] Result<ChatTemplate> makeChatTemplate(const agents::Snapshot& snapshot);

[[nodiscard]] std::vector<PromptPiece> cutPrompt(std::string_view prompt);

// As the inside of a JSON string.
[[nodiscard]] std::string renderedPrompt(std::string_view body, const Members& members,
                                         const std::vector<PromptPiece>& pieces);

// `body` with its members as scanned. Errors: Invalid "bad_messages".
[[nodiscard]] Result<std::string> rewriteChat(std::string_view body, const Members& members, const ChatTemplate& chat);
} // namespace signalbox::gateway
