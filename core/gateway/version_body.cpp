#include "core/gateway/version_body.h"

#include <algorithm>

#include "core/gateway/body_editor.h"

namespace signalbox::gateway {

namespace {

constexpr std::string_view between = "\\n\\n"; // the version's words and the caller's, inside a JSON string

// The member that holds the words, with the version's in front. False: it holds something else than one text.
bool putWords(BodyEditor& editor, const std::string& key, std::string_view body, const Members& members,
              const ChatTemplate& chat) {
    if (chat.system.empty())
        return true;
    const Member* member = members.find(key);
    const std::string_view given =
        member == nullptr ? std::string_view("null") : body.substr(member->begin, member->end - member->begin);
    if (given != "null" && !given.starts_with('"'))
        return false;
    std::string words = "\"" + renderedPrompt(body, members, chat.system);
    if (const std::string_view own = rawString(given); !own.empty())
        words.append(between).append(own);
    editor.put(key, words + "\"");
    return true;
}

bool isKnownToResponses(std::string_view key) {
    return key == "temperature" || key == "top_p"; // neither seed nor stop
}

Result<std::string> rewriteResponses(std::string_view body, const Members& members, const ChatTemplate& chat) {
    BodyEditor editor(body, members);
    editor.put("model", chat.model);
    if (!putWords(editor, "instructions", body, members, chat))
        return failure(Errc::Invalid, "bad_instructions", "\"instructions\" is not a text.",
                       "Send instructions as one text, or none.", "/instructions");
    for (const auto& [key, value] : chat.members)
        if (isKnownToResponses(key))
            editor.put(key, value);
    if (!chat.flatTools.empty())
        editor.put("tools", chat.flatTools);
    if (!chat.outputLimit.empty())
        editor.put("max_output_tokens", chat.outputLimit);
    return editor.finish();
}

Result<std::string> rewriteCompletion(std::string_view body, const Members& members, const ChatTemplate& chat) {
    if (!chat.flatTools.empty())
        return failure(Errc::Invalid, "not_carried", "This version has tools, which a completion cannot carry.",
                       "Ask /v1/chat/completions or /v1/responses.", "/prompt");
    BodyEditor editor(body, members);
    editor.put("model", chat.model);
    if (!putWords(editor, "prompt", body, members, chat))
        return failure(Errc::Invalid, "bad_prompt",
                       "\"prompt\" is not a text, and this version has words to put before it.",
                       "Send the prompt as one text.", "/prompt");
    for (const auto& [key, value] : chat.members)
        editor.put(key, value);
    if (!chat.outputLimit.empty())
        editor.put("max_tokens", chat.outputLimit);
    return editor.finish();
}

} // namespace

Result<std::string> rewriteFor(models::Dialect dialect, std::string_view body, const Members& members,
                               const ChatTemplate& chat) {
    switch (dialect) {
    case models::Dialect::Chat:
        return rewriteChat(body, members, chat);
    case models::Dialect::Responses:
        return rewriteResponses(body, members, chat);
    case models::Dialect::Completions:
        return rewriteCompletion(body, members, chat);
    case models::Dialect::Embeddings:
    case models::Dialect::Any:
        break;
    }
    BodyEditor editor(body, members);
    editor.put("model", chat.model);
    return editor.finish();
}

} // namespace signalbox::gateway
