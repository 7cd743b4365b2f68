#include "core/gateway/chat_body.h"

#include <algorithm>
#include <charconv>
#include <optional>

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

Result<std::string> toolsOf(const agents::Snapshot& snapshot) {
    std::string tools;
    for (const std::string& path : snapshot.manifest.tools) {
        const agents::File* file = snapshot.find(path);
        if (file == nullptr)
            continue; // makeSnapshot() has refused this already
        if (auto valid = checkJson(file->content); !valid)
            return failure(Errc::Invalid, "bad_tool", path + ": " + valid.error().message, "Correct the file.", path);
        std::string_view content = trimmed(file->content);
        if (content.starts_with('['))
            content = trimmed(content.substr(1, content.size() - 2));
        if (content.empty())
            continue;
        if (!content.starts_with('{'))
            return failure(Errc::Invalid, "bad_tool", path + " holds no function definition.",
                           "Write one JSON object, or a list of them.", path);
        tools += tools.empty() ? "" : ",";
        // A bare function definition becomes a tool as the wire wants it.
        const auto members = scanObject(content);
        const bool wrapped = members && (members->find("function") != nullptr || members->find("type") != nullptr);
        const bool bare = members && members->find("name") != nullptr && !wrapped;
        tools += bare ? R"({"type":"function","function":)" + std::string(content) + "}" : std::string(content);
    }
    return tools.empty() ? tools : "[" + tools + "]";
}

struct Edit {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string text;
};

std::string applied(std::string_view body, std::vector<Edit> edits) {
    std::ranges::stable_sort(edits, {}, &Edit::begin);
    std::size_t size = body.size();
    for (const Edit& edit : edits)
        size += edit.text.size();
    std::string result;
    result.reserve(size);
    std::size_t at = 0;
    for (const Edit& edit : edits) {
        result.append(body.substr(at, edit.begin - at)).append(edit.text);
        at = edit.end;
    }
    return result.append(body.substr(at));
}

std::string rendered(std::string_view body, const Members& members, const std::vector<PromptPiece>& pieces) {
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

class Editor {
public:
    Editor(std::string_view body, const Members& members)
        : m_body(body),
          m_members(members),
          m_hasMembers(!members.list.empty()) {}

    bool replace(std::string_view key, const std::string& value) {
        const Member* member = m_members.find(key);
        if (member != nullptr)
            m_edits.push_back({member->begin, member->end, value});
        return member != nullptr;
    }

    void put(const std::string& key, const std::string& value) {
        if (replace(key, value))
            return;
        m_added += m_hasMembers || !m_added.empty() ? "," : "";
        m_added += jsonQuoted(key) + ":" + value;
    }

    void insert(std::size_t at, std::string text) { m_edits.push_back({at, at, std::move(text)}); }

    std::string finish() {
        m_edits.push_back({m_members.close, m_members.close, std::move(m_added)});
        return applied(m_body, std::move(m_edits));
    }

private:
    std::string_view m_body;
    const Members& m_members;
    bool m_hasMembers;
    std::vector<Edit> m_edits;
    std::string m_added;
};

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
        chat.members.emplace_back("tools", std::move(*tools));
    return chat;
}

Result<std::string> rewriteChat(std::string_view body, const Members& members, const ChatTemplate& chat) {
    Editor editor(body, members);
    editor.put("model", chat.model);
    if (!chat.system.empty()) {
        const Member* messages = members.find("messages");
        if (messages == nullptr || body[messages->begin] != '[')
            return failure(Errc::Invalid, "bad_messages", "\"messages\" is not a list.",
                           "Send the conversation as a list of messages.", "/messages");
        const std::string_view inner = body.substr(messages->begin + 1, messages->end - messages->begin - 2);
        std::string message = R"({"role":"system","content":")" + rendered(body, members, chat.system) + "\"}";
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

std::string rewriteModel(std::string_view body, const Members& members, const ChatTemplate& chat) {
    Editor editor(body, members);
    editor.put("model", chat.model);
    return editor.finish();
}

} // namespace signalbox::gateway
