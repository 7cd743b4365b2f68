#include "core/models/conversation.h"

#include <ranges>

#include "core/models/json_text.h"

namespace signalbox::models {

namespace {

bool isMarked(const Json& value) {
    for (const std::string_view key : {"is_error", "isError"})
        if (const Json* flag = member(value, key); flag != nullptr && flag->is_bool() && flag->get_bool())
            return true;
    return false;
}

std::string wordsOf(const Json* content) {
    if (content == nullptr)
        return {};
    std::string words(textOf(content));
    if (const boost::json::array* parts = content->if_array())
        for (const Json& part : *parts)
            words += textAt(part, "text");
    return words;
}

ToolCall callIn(const Json& call) {
    const Json* function = member(call, "function");
    const Json& named = function == nullptr ? call : *function;
    const Json* id = member(call, "call_id");
    return {.id = std::string(textOf(id == nullptr ? member(call, "id") : id)),
            .name = std::string(textAt(named, "name")),
            .arguments = std::string(textAt(named, "arguments"))};
}

Turn turnOf(const Json& item) {
    Turn turn;
    if (item.is_string()) {
        turn.text = textOf(&item);
        return turn;
    }
    const std::string_view type = textAt(item, "type");
    turn.role = textAt(item, "role");
    turn.text = wordsOf(member(item, "content"));
    turn.text += textAt(item, "refusal");
    turn.isMarkedError = isMarked(item);
    turn.isSaidByModel = turn.role == "assistant" || type == "function_call";
    if (type == "function_call")
        turn.calls.push_back(callIn(item));
    if (const Json* calls = member(item, "tool_calls"); calls != nullptr && calls->is_array())
        for (const Json& call : calls->get_array())
            turn.calls.push_back(callIn(call));
    if (turn.role == "tool") {
        turn.resultOf = textAt(item, "tool_call_id");
    } else if (type == "function_call_output") {
        turn.resultOf = textAt(item, "call_id");
        turn.text = wordsOf(member(item, "output"));
    }
    return turn;
}

bool isFailure(const Turn& turn) {
    if (turn.isMarkedError)
        return true;
    if (!turn.text.contains('{'))
        return false;
    JsonText result;
    if (result.read(turn.text) != JsonText::Result::Good)
        return false;
    const Json* error = member(result.value(), "error");
    const bool failed = isFilled(error) || (error != nullptr && error->is_bool() && error->get_bool());
    return failed || isMarked(result.value()) || textAt(result.value(), "status") == "error";
}

} // namespace

std::vector<Turn> conversationIn(std::string_view request) {
    JsonText text;
    std::vector<Turn> turns;
    if (text.read(request) != JsonText::Result::Good)
        return turns;
    const Json* said = nullptr;
    for (const std::string_view key : {"messages", "input", "prompt"})
        if (said == nullptr)
            said = member(text.value(), key);
    if (said == nullptr)
        return turns;
    if (said->is_string())
        turns.push_back(turnOf(*said));
    if (const boost::json::array* items = said->if_array())
        for (const Json& item : *items)
            turns.push_back(turnOf(item));
    return turns;
}

std::vector<std::string> failedResultsIn(std::string_view request) {
    std::vector<std::string> failed;
    const std::vector<Turn> turns = conversationIn(request);
    for (const Turn& turn : std::views::reverse(turns)) {
        if (turn.isSaidByModel)
            break;
        if (!turn.resultOf.empty() && isFailure(turn))
            failed.push_back(turn.resultOf);
    }
    return failed;
}

} // namespace signalbox::models
