// The responses dialect: a list of items, and events that tell how they come about.
#include "core/models/failure_shapes.h"
#include "core/models/reading.h"

namespace signalbox::models {

namespace {

constexpr std::size_t longestStatus = 40;

} // namespace

void Reading::takeItem(const Json& item, std::optional<std::int64_t> index) {
    const std::string_view type = textAt(item, "type");
    if (type == "function_call") {
        hasSaid = true;
        calls.put({.index = index,
                   .id = textAt(item, "call_id"),
                   .name = textAt(item, "name"),
                   .arguments = textAt(item, "arguments")});
    } else if (type == "message" || type.empty()) {
        if (const Json* content = member(item, "content"); content != nullptr && content->is_array())
            for (const Json& part : content->get_array())
                takePart(part);
    } else if (type != "reasoning") {
        hasSaid = true; // what the provider itself carries out: a search, a picture
    }
}

void Reading::takeResponse(const Json& response) {
    answer.isKnown = true;
    answer.choices = 1;
    choices.set(0);
    takeNames(response);
    if (auto code = failureIn(response))
        fail(std::move(*code));
    if (const Json* usage = member(response, "usage"))
        takeUsage(*usage);
    if (const Json* items = member(response, "output"); isFilled(items) && items->is_array()) {
        // The whole answer stands in place of its pieces.
        calls.clear();
        answer.text.clear();
        for (const Json& item : items->get_array())
            takeItem(item, std::nullopt);
    }
    const std::string_view status = textAt(response, "status");
    answer.finish = status.substr(0, longestStatus);
    isPending = status == "queued" || status == "in_progress";
    if (status == "failed" || status == "cancelled")
        fail(std::string(status));
    if (const Json* details = member(response, "incomplete_details");
        details != nullptr && textAt(*details, "reason") == "content_filter") {
        filtered.set(0);
        answer.refused = true;
    }
}

void Reading::takeResponseEvent(const Json& event, std::string_view type) {
    answer.isKnown = true;
    answer.choices = 1;
    choices.set(0);
    const bool last = type == "response.completed" || type == "response.incomplete" || type == "response.failed" ||
                      type == "response.cancelled";
    if (const Json* response = member(event, "response"); response != nullptr && response->is_object()) {
        if (last)
            takeResponse(*response);
        else
            takeNames(*response);
    }
    if (type == "response.failed" || type == "response.cancelled")
        fail(std::string(type.substr(std::string_view("response.").size())));
    isDone = isDone || last;
    if (type.ends_with(".delta") && isFilled(member(event, "delta"))) {
        hasContent = true;
        hasSaid = hasSaid || !type.starts_with("response.reasoning");
    }
    if (type == "response.output_text.delta")
        addText(textAt(event, "delta"));
    if (type.starts_with("response.refusal"))
        answer.refused = true;
    const bool item = type == "response.output_item.added" || type == "response.output_item.done";
    if (const Json* made = item ? member(event, "item") : nullptr;
        made != nullptr && textAt(*made, "type") == "function_call")
        takeItem(*made, numberAt(event, "output_index"));
}

} // namespace signalbox::models
