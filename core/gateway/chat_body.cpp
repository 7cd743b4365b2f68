#include "core/gateway/chat_body.h"

#include <charconv>

#include "core/gateway/provider_members.h"
#include "core/gateway/system_messages.h"

namespace signalbox::gateway {

namespace {

std::string numberText(double value) {
    char text[32];
    return {text, std::to_chars(text, text + sizeof(text), value).ptr};
}

void putConfiguration(ChatTemplate& chat, const agents::Configuration& configuration) {
    if (configuration.temperature)
        chat.members.emplace_back("temperature", numberText(*configuration.temperature));
    if (configuration.topP)
        chat.members.emplace_back("top_p", numberText(*configuration.topP));
    if (configuration.seed)
        chat.seed = std::to_string(*configuration.seed);
    if (configuration.maxOutputTokens)
        chat.outputLimit = std::to_string(*configuration.maxOutputTokens);
    if (configuration.stop.empty())
        return;
    std::string list;
    for (const std::string& word : configuration.stop)
        list += (list.empty() ? "[" : ",") + jsonQuoted(word);
    chat.members.emplace_back("stop", list + "]");
}

} // namespace

Result<ChatTemplate> makeChatTemplate(const agents::Snapshot& snapshot, const agents::ProviderSettings& settings) {
    ChatTemplate chat;
    chat.model = jsonQuoted(snapshot.manifest.model.id);
    chat.api = snapshot.manifest.model.api;
    chat.settings = settings;
    if (const std::string_view prompt = snapshot.prompt("system"); !prompt.empty())
        chat.system = cutPrompt(prompt, snapshot.manifest.variables);
    for (const PromptPiece& piece : chat.system)
        if (!piece.variable.empty())
            chat.placeholders.insert(piece.variable);
    putConfiguration(chat, snapshot.manifest.configuration);
    auto tools = toolOfferOf(snapshot);
    if (!tools)
        return failure(tools.error());
    chat.tools = std::move(*tools);
    return chat;
}

Result<VersionRequest> rewriteChat(std::string_view body, const Members& members, const ChatTemplate& chat) {
    constexpr models::Dialect dialect = models::Dialect::Chat;
    BodyEditor editor(body, members);
    editor.put("model", chat.model);
    std::string prompt;
    if (!chat.system.empty()) {
        auto rendered = renderedPrompt(body, members, chat.system);
        if (!rendered)
            return failure(std::move(rendered.error()));
        prompt = std::move(*rendered);
    }
    if (auto put = putSystem(editor, body, members, chat.settings, prompt); !put)
        return failure(std::move(put.error()));
    for (const auto& [key, value] : chat.members)
        editor.put(key, value);
    putSeed(editor, chat.settings, chat.seed);
    putLimit(editor, members, dialect, chat.settings, chat.outputLimit);
    if (auto put = putTools(editor, body, members, chat.tools, chat.tools.nested); !put)
        return failure(std::move(put.error()));
    putMetadata(editor, body, members, dialect, chat.settings, chat.placeholders);
    const bool asks = askForUsage(editor, body, members, dialect, chat.settings);
    return VersionRequest{editor.finish(), asks};
}

} // namespace signalbox::gateway
