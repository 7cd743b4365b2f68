#include "core/models/said_error.h"

#include "core/models/failure_shapes.h"
#include "core/models/sse.h"

namespace signalbox::models {

namespace {

constexpr std::size_t longestSentence = 600;

std::string readFrom(std::string_view text) {
    return std::string(text.substr(0, longestSentence));
}

std::string_view messageIn(const Json& error) {
    if (const std::string_view sentence = textOf(&error); !sentence.empty())
        return sentence;
    for (const std::string_view key :
         {"message", "detail", "error_description", "title", "error_message", "error_msg", "status_msg", "msg"})
        if (const std::string_view sentence = textAt(error, key); !sentence.empty())
            return sentence;
    // What a framework says of the fields that it refuses.
    for (const std::string_view key : {"detail", "errors"})
        if (const Json* list = member(error, key); isFilled(list) && list->is_array())
            return messageIn(list->get_array().front());
    return {};
}

// An error can come as an event.
std::string firstEventIn(std::string_view body) {
    std::string data;
    if (body.starts_with("data:") || body.starts_with("event:") || body.starts_with("error:")) {
        SseReader reader([&data](const SseEvent& event) {
            if (data.empty())
                data = event.data;
        });
        reader.feed(body);
        reader.feed("\n\n");
    }
    return data;
}

} // namespace

SaidError saidIn(std::string_view body) {
    const std::string event = firstEventIn(body);
    if (!event.empty())
        body = event;
    JsonText text;
    if (text.read(body) == JsonText::Result::Good) {
        const Json* error = errorOf(text.value());
        const Json& said = error == nullptr ? text.value() : *error;
        return {.code = codeIn(said), .message = readFrom(messageIn(said))};
    }
    const bool isText = !body.contains('<') && !body.starts_with('{') && !body.starts_with('[');
    return {.code = {}, .message = isText ? readFrom(body) : std::string()};
}

} // namespace signalbox::models
