#include "core/gateway/chat_body.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/gateway/body_editor.h"

namespace signalbox::gateway {

namespace {

bool isVariableName(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
               c == '.';
    });
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string escaped(std::string_view text) {
    const std::string value = jsonQuoted(text);
    return value.substr(1, value.size() - 2);
}

std::string numberText(double value) {
    char text[32];
    return {text, std::to_chars(text, text + sizeof(text), value).ptr};
}

// A definition as a request of chat completions carries it, and as one of responses does.
struct Tool {
    std::string nested; // {"type": "function", "function": {"name": …}}
    std::string flat;   // {"type": "function", "name": …}
};

std::string flattened(std::string_view function) {
    const std::string_view inner = trimmed(function.substr(1, function.size() - 2));
    return R"({"type":"function")" + std::string(inner.empty() ? "" : ",") + std::string(inner) + "}";
}

Tool toolOf(std::string_view definition) {
    const std::string text(definition);
    const auto members = scanObject(definition);
    if (!members)
        return {text, text};
    if (const Member* function = members->find("function"); function != nullptr && definition[function->begin] == '{')
        return {text, flattened(definition.substr(function->begin, function->end - function->begin))};
    if (members->find("function") != nullptr || members->find("type") != nullptr || members->find("name") == nullptr)
        return {text, text}; // a tool of another kind
    return {R"({"type":"function","function":)" + text + "}", flattened(definition)};
}

Result<std::vector<Tool>> toolsOf(const agents::Snapshot& snapshot) {
    std::vector<Tool> tools;
    for (const std::string& path : snapshot.manifest.tools) {
        const agents::File* file = snapshot.find(path);
        if (file == nullptr)
            continue; // makeSnapshot() has refused this already
        if (auto valid = checkJson(file->content); !valid)
            return failure(Errc::Invalid, "bad_tool", path + ": " + valid.error().message, "Correct the file.", path);
        for (const std::string_view definition : scanList(file->content)) {
            if (!definition.starts_with('{'))
                return failure(Errc::Invalid, "bad_tool", path + " holds no function definition.",
                               "Write one JSON object, or a list of them.", path);
            tools.push_back(toolOf(definition));
        }
    }
    return tools;
}

std::string listOf(const std::vector<Tool>& tools, std::string Tool::* form) {
    std::string list;
    for (const Tool& tool : tools)
        list += (list.empty() ? "[" : ",") + tool.*form;
    return list.empty() ? list : list + "]";
}

} // namespace

std::vector<PromptPiece> cutPrompt(std::string_view prompt) {
    std::vector<PromptPiece> pieces;
    std::string_view literal = prompt;
    for (std::size_t from = 0;;) {
        const auto open = literal.find("{{", from);
        const auto close = open == std::string_view::npos ? open : literal.find("}}", open + 2);
        if (close == std::string_view::npos)
            break;
        const std::string_view name = trimmed(literal.substr(open + 2, close - open - 2));
        if (!isVariableName(name)) {
            from = open + 1;
            continue;
        }
        pieces.push_back(
            {escaped(literal.substr(0, open)), std::string(name), escaped(literal.substr(open, close + 2 - open))});
        literal.remove_prefix(close + 2);
        from = 0;
    }
    if (!literal.empty() || pieces.empty())
        pieces.push_back({escaped(literal), {}, {}});
    return pieces;
}

std::string renderedPrompt(std::string_view body, const Members& members, const std::vector<PromptPiece>& pieces) {
    std::optional<Members> metadata;
    std::string_view values;
    if (const Member* member = members.find("metadata"); member != nullptr && pieces.size() > 1) {
        values = body.substr(member->begin, member->end - member->begin);
        if (auto scanned = scanObject(values))
            metadata = std::move(*scanned);
    }
    std::string text;
    for (const PromptPiece& piece : pieces) {
        text += piece.text;
        if (piece.variable.empty())
            continue;
        const Member* value = metadata ? metadata->find(piece.variable) : nullptr;
        const bool given = value != nullptr && values[value->begin] == '"';
        // What the caller wrote is escaped as JSON asks, so it goes in as it stands.
        text +=
            given ? rawString(values.substr(value->begin, value->end - value->begin)) : std::string_view(piece.written);
    }
    return text;
}

Result<ChatTemplate> makeChatTemplate(const agents::Snapshot& snapshot) {
    const agents::Configuration& configuration = snapshot.manifest.configuration;
    ChatTemplate chat;
    chat.model = jsonQuoted(snapshot.manifest.model.id);
    if (const std::string_view prompt = snapshot.prompt("system"); !prompt.empty())
        chat.system = cutPrompt(prompt);
    if (configuration.temperature)
        chat.members.emplace_back("temperature", numberText(*configuration.temperature));
    if (configuration.topP)
        chat.members.emplace_back("top_p", numberText(*configuration.topP));
    if (configuration.seed)
        chat.members.emplace_back("seed", std::to_string(*configuration.seed));
    if (configuration.maxOutputTokens)
        chat.outputLimit = std::to_string(*configuration.maxOutputTokens);
    if (!configuration.stop.empty()) {
        std::string list;
        for (const std::string& word : configuration.stop)
            list += (list.empty() ? "[" : ",") + jsonQuoted(word);
        chat.members.emplace_back("stop", list + "]");
    }
    auto tools = toolsOf(snapshot);
    if (!tools)
        return failure(tools.error());
    if (!tools->empty())
        chat.members.emplace_back("tools", listOf(*tools, &Tool::nested));
    chat.flatTools = listOf(*tools, &Tool::flat);
    return chat;
}

Result<std::string> rewriteChat(std::string_view body, const Members& members, const ChatTemplate& chat) {
    BodyEditor editor(body, members);
    editor.put("model", chat.model);
    if (!chat.system.empty()) {
        const Member* messages = members.find("messages");
        if (messages == nullptr || body[messages->begin] != '[')
            return failure(Errc::Invalid, "bad_messages", "\"messages\" is not a list.",
                           "Send the conversation as a list of messages.", "/messages");
        const std::string_view inner = body.substr(messages->begin + 1, messages->end - messages->begin - 2);
        std::string message = R"({"role":"system","content":")" + renderedPrompt(body, members, chat.system) + "\"}";
        editor.insert(messages->begin + 1, message + (trimmed(inner).empty() ? "" : ","));
    }
    for (const auto& [key, value] : chat.members)
        editor.put(key, value);
    if (!chat.outputLimit.empty()) {
        const bool older = editor.replace("max_tokens", chat.outputLimit);
        if (!editor.replace("max_completion_tokens", chat.outputLimit) && !older)
            editor.put("max_completion_tokens", chat.outputLimit);
    }
    return editor.finish();
}

} // namespace signalbox::gateway
