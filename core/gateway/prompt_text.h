// The version's prompt with the caller's words in its {{placeholders}}: cut once for each version, filled for each
// request from the request's "metadata". Texts, numbers and booleans fill a placeholder; one without a value has the
// default of the manifest's "variables", or the request is refused. Pure; any thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/gateway/body_scan.h"

namespace signalbox::gateway {

// Between the version's words and a caller's, inside a JSON string.
inline constexpr std::string_view betweenWords = "\\n\\n";

// A prompt cut at its {{placeholders}}. Texts are JSON-escaped already.
struct PromptPiece {
    std::string text;
    std::string variable = {};                // follows the text; empty at the end
    std::optional<std::string> fallback = {}; // where the caller gives no value
};

// `variables`: the manifest's.
[[nodiscard]] std::vector<PromptPiece> cutPrompt(std::string_view prompt,
                                                 const std::map<std::string, std::string>& variables = {});

// As the inside of a JSON string. Errors: Invalid "placeholder_missing", which names it.
[[nodiscard]] Result<std::string> renderedPrompt(std::string_view body, const Members& members,
                                                 const std::vector<PromptPiece>& pieces);

} // namespace signalbox::gateway
