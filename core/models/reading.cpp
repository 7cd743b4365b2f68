// Chat completions, completions and embeddings.
#include "core/models/reading.h"

#include <algorithm>

#include "core/models/cleaned_text.h"
#include "core/models/failure_shapes.h"
#include "core/models/usage.h"

namespace signalbox::models {

namespace {

constexpr std::size_t longestText = 8 * 1024 * 1024;
constexpr std::size_t longestName = 200;

std::int64_t indexOf(const Json& value) {
    return numberAt(value, "index").value_or(0);
}

} // namespace

void Reading::fail(std::string code) {
    if (answer.errorCode.empty())
        answer.errorCode = std::move(code);
    hasFailed = true;
}

void Reading::addText(std::string_view text) {
    if (depth != Depth::Full)
        return;
    if (answer.text.size() + text.size() > longestText)
        answer.extent = Extent::TooLong;
    else
        answer.text += text;
}

void Reading::takeUsage(const Json& usage) {
    if (const auto read = usageIn(usage)) // zeros behind real numbers are no usage
        answer.usage = read;
}

void Reading::takeNames(const Json& value) {
    if (answer.model.empty())
        answer.model = textAt(value, "model").substr(0, longestName);
    if (answer.id.empty())
        answer.id = textAt(value, "id").substr(0, longestName);
}

void Reading::takeWhole(const Json& said) {
    if (auto code = failureIn(said))
        fail(std::move(*code));
    takeNames(said);
    if (const Json* usage = member(said, "usage"))
        takeUsage(*usage);
    if (const Json* list = member(said, "choices"); list != nullptr && dialect != Dialect::Responses)
        takeChoices(*list, false);
    const Json* output = member(said, "output");
    const bool items = isFilled(output) && output->is_array();
    if (accepts(Dialect::Responses) && (items || textAt(said, "object") == "response"))
        takeResponse(said);
    if (const Json* data = member(said, "data"); dialect == Dialect::Embeddings && isFilled(data))
        answer.isKnown = hasSaid = data->is_array();
    if (auto code = answer.isKnown || dialect == Dialect::Any ? std::nullopt : bareFailureIn(said))
        fail(std::move(*code));
    answer.refused = answer.refused.value_or(false);
}

void Reading::takeEvent(const Json& event, std::string_view type) {
    hasContent = false;
    if (auto code = failureIn(event))
        fail(std::move(*code));
    else if (type == "error")
        fail(codeIn(event));
    takeNames(event);
    if (const Json* usage = member(event, "usage"))
        takeUsage(*usage);
    if (const Json* usage = member(member(event, "x_groq"), "usage"))
        takeUsage(*usage);
    const std::string_view named = textAt(event, "type");
    if (const Json* list = member(event, "choices"); list != nullptr && dialect != Dialect::Responses)
        takeChoices(*list, true);
    else if (accepts(Dialect::Responses) && named.starts_with("response."))
        takeResponseEvent(event, named);
    else if (dialect != Dialect::Any && !event.is_array() && member(event, "object") == nullptr && named.empty())
        if (auto code = bareFailureIn(event))
            fail(std::move(*code));
    answer.refused = answer.refused.value_or(false);
}

void Reading::takeChoices(const Json& list, bool streamed) {
    const boost::json::array* items = list.if_array();
    if (items == nullptr)
        return;
    for (const Json& choice : *items)
        if (choice.is_object())
            takeChoice(choice, streamed);
    answer.choices = static_cast<int>(choices.count());
}

void Reading::takeChoice(const Json& choice, bool streamed) {
    const std::int64_t index = streamed ? indexOf(choice) : static_cast<std::int64_t>(choices.count());
    const std::size_t slot = std::min(static_cast<std::size_t>(index), choices.size() - 1);
    const Json* said = member(choice, streamed ? "delta" : "message");
    const Json* text = member(choice, "text");
    const std::string_view reason = textAt(choice, "finish_reason");
    const bool known = (accepts(Dialect::Chat) && said != nullptr && said->is_object()) ||
                       (accepts(Dialect::Completions) && text != nullptr) ||
                       // A piece may hold nothing but its ending, and a filter leaves nothing else.
                       (dialect != Dialect::Embeddings && (streamed || endingOf(reason) == Ending::Filter));
    answer.isKnown = answer.isKnown || known;
    choices.set(slot);
    if (const Json* error = member(choice, "error"); isSomething(error))
        fail(codeIn(*error));
    if (const Json* usage = member(choice, "usage"))
        takeUsage(*usage);
    if (const std::string_view words = textOf(text); !words.empty() && accepts(Dialect::Completions)) {
        hasSaid = hasContent = true;
        addText(words);
    }
    if (said != nullptr && said->is_object() && accepts(Dialect::Chat))
        takeSaid(*said, index, streamed);
    if (!reason.empty())
        takeEnding(reason, slot);
}

void Reading::takeEnding(std::string_view reason, std::size_t choice) {
    answer.finish = reason.substr(0, longestName);
    ended.set(choice);
    const Ending ending = endingOf(reason);
    if (ending == Ending::Failure)
        fail(cleanedCode(reason));
    if (ending == Ending::Filter) {
        filtered.set(choice);
        answer.refused = true;
    }
}

// Of a message or a delta. Most are small, so it is gone through once.
void Reading::takeSaid(const Json& said, std::int64_t choice, bool streamed) {
    for (const auto& [name, value] : said.get_object()) {
        const std::string_view key(name.data(), name.size());
        if (key == "role" || !isFilled(&value))
            continue;
        if (key == "content" && value.is_string()) {
            hasSaid = hasContent = true;
            addText(textOf(&value));
        } else if (key == "content" && value.is_array()) {
            for (const Json& part : value.get_array())
                takePart(part);
        } else if (key == "refusal") {
            hasSaid = hasContent = true;
            answer.refused = true;
            addText(textOf(&value));
        } else if (key == "tool_calls") {
            takeCalls(value, choice, streamed);
        } else if (key == "function_call") {
            hasSaid = hasContent = true;
            calls.take({.choice = choice,
                        .index = -1,
                        .name = textAt(value, "name"),
                        .arguments = textAt(value, "arguments")});
        } else if (key == "reasoning_content" || key == "reasoning" || key == "reasoning_details") {
            hasContent = true; // a thought is content, but no answer
        } else if (key == "audio" || key == "images" || key == "annotations") {
            hasSaid = hasContent = true;
        }
    }
}

void Reading::takeCalls(const Json& list, std::int64_t choice, bool streamed) {
    if (!list.is_array())
        return;
    hasSaid = hasContent = true;
    for (const Json& call : list.get_array()) {
        const Json* function = member(call, "function");
        const CallPiece piece{.choice = choice,
                              .index = numberAt(call, "index"),
                              .id = textAt(call, "id"),
                              .name = function == nullptr ? std::string_view{} : textAt(*function, "name"),
                              .arguments = function == nullptr ? std::string_view{} : textAt(*function, "arguments"),
                              .isFunction = (function != nullptr && function->is_object()) ||
                                            (streamed && textAt(call, "type").empty())};
        if (streamed)
            calls.take(piece);
        else
            calls.whole(piece);
    }
}

// A part of a list of content, of either dialect.
void Reading::takePart(const Json& part) {
    const std::string_view type = textAt(part, "type");
    if (type == "thinking" || type == "reasoning") {
        hasContent = true;
        return;
    }
    if (type == "refusal")
        answer.refused = true;
    const std::string_view text = textAt(part, "text");
    addText(text);
    if (!text.empty() || isFilled(member(part, "refusal")) || (!type.empty() && !type.ends_with("text")))
        hasSaid = hasContent = true;
}

} // namespace signalbox::models
