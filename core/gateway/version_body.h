// A caller's request of any dialect as a version sends it. What chat completions carry, responses and completions carry
// as far as they can (core/agents/endpoints.h says how far): the prompt as "instructions" or in front of the caller's,
// tools in their own form, the limits by their own names. Embeddings only know the model. Pure; any thread.
#pragma once

#include "core/gateway/chat_body.h"
#include "core/models/dialect.h"

namespace signalbox::gateway {

// `body` with its members as scanned. Errors: those of rewriteChat(); Invalid "bad_instructions", "bad_prompt";
// "not_carried" when the version has tools and is asked for a completion, which knows none; "wrong_endpoint" when it is
// made for another.
[[nodiscard]] Result<VersionRequest> rewriteFor(models::Dialect dialect, std::string_view body, const Members& members,
                                                const ChatTemplate& chat);

} // namespace signalbox::gateway
