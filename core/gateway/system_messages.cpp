#include "core/gateway/system_messages.h"

#include <optional>
#include <vector>

#include "core/gateway/prompt_text.h"

using namespace std::string_view_literals;

namespace signalbox::gateway {

namespace {

constexpr std::string_view developer = R"("developer")";

constexpr std::string_view messageBegin = R"({"role":"system","content":)";

std::string message(const std::string& content) {
    return std::string(messageBegin) + content + "}";
}

// The usual one: one text, and whether others come after it.
std::string firstMessage(std::string_view prompt, bool isFollowed) {
    std::string text;
    text.reserve(messageBegin.size() + prompt.size() + 4);
    return text.append(messageBegin).append("\"").append(prompt).append(isFollowed ? "\"}," : "\"}");
}

std::string textPart(std::string_view inside) {
    return R"({"type":"text","text":")" + std::string(inside) + "\"}";
}

bool isInstruction(std::string_view role) {
    return role == R"("system")" || role == developer;
}

// The content of a message that can be joined with others: a text or a list of parts.
std::optional<std::string_view> instructionIn(std::string_view element) {
    if (!isInstruction(valueIn(element, "role")))
        return std::nullopt;
    const std::string_view content = valueIn(element, "content");
    return content.starts_with('"') || content.starts_with('[') ? std::optional(content) : std::nullopt;
}

std::string joined(const std::string& prompt, const std::vector<std::string_view>& contents) {
    bool areTexts = true;
    for (const std::string_view content : contents)
        areTexts = areTexts && content.starts_with('"');
    if (areTexts) {
        std::string text = "\"" + prompt;
        for (const std::string_view content : contents)
            text.append(betweenWords).append(rawString(content));
        return text + "\"";
    }
    std::string parts = "[" + textPart(prompt);
    for (const std::string_view content : contents) {
        if (content.starts_with('"')) {
            parts += "," + textPart(rawString(content));
            continue;
        }
        for (const std::string_view part : scanList(content))
            parts.append(",").append(part);
    }
    return parts + "]";
}

// For providers that know no developer.
void renameDevelopers(BodyEditor& editor, std::string_view body, ListReader& rest) {
    while (const auto element = rest.next()) {
        const std::string_view role = valueIn(*element, "role");
        if (role != developer)
            continue;
        const auto at = static_cast<std::size_t>(role.data() - body.data());
        editor.replaceText(at, at + role.size(), R"("system")"sv);
    }
}

} // namespace

Result<void> putSystem(BodyEditor& editor, std::string_view body, const Members& members,
                       const agents::ProviderSettings& settings, const std::string& prompt) {
    const std::string_view messages = members.valueOf(body, "messages");
    if (!messages.starts_with('[')) {
        if (prompt.empty())
            return {};
        return failure(Errc::Invalid, "bad_messages", "\"messages\" is not a list.",
                       "Send the conversation as a list of messages.", "/messages");
    }
    const auto begin = static_cast<std::size_t>(messages.data() - body.data()) + 1;
    ListReader reader(messages);
    std::vector<std::string_view> contents;
    std::size_t end = begin;
    if (!prompt.empty() && settings.system == agents::SystemMessages::One) {
        ListReader ahead = reader;
        while (const auto element = ahead.next()) {
            const auto content = instructionIn(*element);
            if (!content)
                break;
            contents.push_back(*content);
            end = static_cast<std::size_t>(element->data() - body.data()) + element->size();
            reader = ahead;
        }
    }
    if (!contents.empty())
        editor.replaceText(begin, end, message(joined(prompt, contents)));
    else if (!prompt.empty())
        editor.insert(begin, firstMessage(prompt, ListReader(messages).hasMore()));
    if (settings.developer == agents::DeveloperRole::System && messages.contains(developer))
        renameDevelopers(editor, body, reader);
    return {};
}

} // namespace signalbox::gateway
