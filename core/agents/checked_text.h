// Text of the workspace that becomes a part of references, paths and addresses: which is good, and the finding about
// what is not. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "core/agents/yaml.h"

namespace signalbox::agents {

// Agent and team names: lower-case letters, digits and single hyphens, at most 63, beginning with a letter.
// They become parts of Git references, paths and URLs.
[[nodiscard]] bool isAgentName(std::string_view name);
// "My Agent" → "my-agent"
[[nodiscard]] std::string nearestName(std::string_view text);
void checkName(YamlMap& map, std::string_view key, std::string_view name); // the finding about it

[[nodiscard]] bool isHttpUrl(std::string_view url);
// "https://host[:port][/path][?query]": without user, password, fragment, or a parameter that looks like a credential,
// which belong nowhere near an address that is logged and shown. What is wrong, in a sentence; empty: nothing.
[[nodiscard]] std::string whyNotBaseUrl(std::string_view url);
void checkBaseUrl(YamlMap& map, std::string_view key, std::string_view url);

// Whether a path stays inside the folder it is relative to: no "..", no backslash, no control character, not absolute.
[[nodiscard]] bool isInnerPath(std::string_view path);
// Below `folder` ("prompts/"), under the name that it has.
[[nodiscard]] std::string exampleIn(std::string_view folder, std::string_view path);

} // namespace signalbox::agents
