#include "core/gateway/version_body.h"

#include "core/gateway/body_editor.h"
#include "core/gateway/provider_members.h"

namespace signalbox::gateway {

namespace {

// The member that holds the words, with the version's in front. `refusal`: it holds something else than one text.
Result<void> putWords(BodyEditor& editor, const std::string& key, std::string_view body, const Members& members,
                      const ChatTemplate& chat, Error refusal) {
    if (chat.system.empty())
        return {};
    const std::string_view given = members.valueOf(body, key);
    if (!given.empty() && given != "null" && !given.starts_with('"'))
        return failure(std::move(refusal));
    const auto prompt = renderedPrompt(body, members, chat.system);
    if (!prompt)
        return failure(prompt.error());
    std::string words = "\"" + *prompt;
    if (const std::string_view own = rawString(given); !own.empty())
        words.append(betweenWords).append(own);
    editor.put(key, words + "\"");
    return {};
}

bool isKnownToResponses(std::string_view key) {
    return key == "temperature" || key == "top_p"; // neither seed nor stop
}

Result<VersionRequest> rewriteResponses(std::string_view body, const Members& members, const ChatTemplate& chat) {
    constexpr models::Dialect dialect = models::Dialect::Responses;
    BodyEditor editor(body, members);
    editor.put("model", chat.model);
    if (auto put = putWords(editor, "instructions", body, members, chat,
                            {Errc::Invalid, "bad_instructions", "\"instructions\" is not a text.",
                             "Send instructions as one text, or none.", "/instructions"});
        !put)
        return failure(std::move(put.error()));
    for (const auto& [key, value] : chat.members)
        if (isKnownToResponses(key))
            editor.put(key, value);
    putLimit(editor, members, dialect, chat.settings, chat.outputLimit);
    if (auto put = putTools(editor, body, members, chat.tools, chat.tools.flat); !put)
        return failure(std::move(put.error()));
    putMetadata(editor, body, members, dialect, chat.settings, chat.placeholders);
    return VersionRequest{editor.finish()};
}

Result<VersionRequest> rewriteCompletion(std::string_view body, const Members& members, const ChatTemplate& chat) {
    constexpr models::Dialect dialect = models::Dialect::Completions;
    if (!chat.tools.names.empty())
        return failure(Errc::Invalid, "not_carried", "This version has tools, which a completion cannot carry.",
                       "Ask /v1/chat/completions or /v1/responses.", "/prompt");
    BodyEditor editor(body, members);
    editor.put("model", chat.model);
    if (auto put = putWords(editor, "prompt", body, members, chat,
                            {Errc::Invalid, "bad_prompt",
                             "\"prompt\" is not a text, and this version has words to put before it.",
                             "Send the prompt as one text.", "/prompt"});
        !put)
        return failure(std::move(put.error()));
    for (const auto& [key, value] : chat.members)
        editor.put(key, value);
    putSeed(editor, chat.settings, chat.seed);
    putLimit(editor, members, dialect, chat.settings, chat.outputLimit);
    putMetadata(editor, body, members, dialect, chat.settings, chat.placeholders);
    const bool asks = askForUsage(editor, body, members, dialect, chat.settings);
    return VersionRequest{editor.finish(), asks};
}

} // namespace

Result<VersionRequest> rewriteFor(models::Dialect dialect, std::string_view body, const Members& members,
                                  const ChatTemplate& chat) {
    if (chat.api == agents::ModelApi::Responses && dialect != models::Dialect::Responses)
        return failure(Errc::Invalid, "wrong_endpoint", "This version answers at /v1/responses only (model.api).",
                       "Ask /v1/responses.", "/model");
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
    return VersionRequest{editor.finish()};
}

} // namespace signalbox::gateway
