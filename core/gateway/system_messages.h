// The version's prompt at the beginning of a chat's messages, and the roles in which its provider reads instructions.
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "core/agents/provider.h"
#include "core/gateway/body_editor.h"

namespace signalbox::gateway {

// `prompt`: as the inside of a JSON string; empty: the version has none. Where the provider takes one system message
// only, the caller's own at the beginning are joined with it, in their order. Errors: Invalid "bad_messages".
[[nodiscard]] Result<void> putSystem(BodyEditor& editor, std::string_view body, const Members& members,
                                     const agents::ProviderSettings& settings, const std::string& prompt);

} // namespace signalbox::gateway
