// Server-sent events: read alike however they arrive, and as a plain reading of the standard says, but for the field
// "error".
#include <string>

#include "core/models/answer_reader.h"
#include "core/models/conversation.h"
#include "core/models/sse.h"
#include "tests/fuzz/target.h"

namespace signalbox::fuzz {

namespace {

using Events = std::vector<std::pair<std::string, std::string>>;

Events readInSteps(std::string_view input, std::size_t step) {
    Events events;
    models::SseReader reader([&events](const models::SseEvent& e) { events.emplace_back(e.type, e.data); });
    for (std::size_t at = 0; at < input.size(); at += step)
        reader.feed(input.substr(at, step));
    return events;
}

// The standard, word by word, on the whole text.
Events readPlainly(std::string_view input) {
    if (input.starts_with("\xEF\xBB\xBF"))
        input.remove_prefix(3);
    Events events;
    std::string type;
    std::string data;
    for (std::size_t at = 0; at < input.size();) {
        const auto end = input.find_first_of("\r\n", at);
        if (end == std::string_view::npos)
            break;
        const std::string_view line = input.substr(at, end - at);
        at = end + (input.substr(end).starts_with("\r\n") ? 2 : 1);
        if (line.empty()) {
            if (!data.empty())
                events.emplace_back(type.empty() ? "message" : type, data.substr(0, data.size() - 1));
            type.clear();
            data.clear();
            continue;
        }
        const auto colon = line.find(':');
        const std::string_view field = line.substr(0, colon);
        std::string_view value = colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1);
        if (value.starts_with(' '))
            value.remove_prefix(1);
        const bool failure = field == "error" && value.starts_with('{');
        if (field == "data" || failure)
            data.append(value).append("\n");
        if (field == "event" || failure)
            type = failure ? field : value;
    }
    return events;
}

void readAnswer(std::string_view input, models::Dialect dialect, std::string_view type) {
    const models::AnswerHead head{.contentType = type};
    models::AnswerReader whole({.dialect = dialect, .depth = models::Depth::Full}, head);
    models::AnswerReader bytewise({.dialect = dialect, .depth = models::Depth::Full}, head);
    models::AnswerReader signs({.dialect = dialect}, head);
    whole.feed(input, {});
    signs.feed(input, {});
    for (const char& byte : input)
        bytewise.feed({&byte, 1}, {});
    for (models::AnswerReader* reader : {&whole, &bytewise, &signs})
        reader->finish();
    const models::Answer& said = whole.answer();
    for (const models::Answer* other : {&bytewise.answer(), &signs.answer()}) {
        claim(said.outcome == other->outcome && said.errorCode == other->errorCode, "outcomes are seen alike");
        claim(said.toolCalls == other->toolCalls && said.toolCalls >= 0, "tool calls are counted alike");
        claim(said.refused == other->refused && said.choices == other->choices, "refusals are seen alike");
        claim(said.usage == other->usage, "usage is seen alike");
    }
    claim(said.text == bytewise.answer().text && said.calls == bytewise.answer().calls, "the same is said");
    claim(whole.firstContent() == bytewise.firstContent(), "content is seen alike");
    claim(said.errorCode.size() <= 64 && said.calls.size() <= 512, "what is kept is bounded");
    if (!said.usage)
        return;
    claim(said.usage->input >= 0 && said.usage->output >= 0 && said.usage->cached >= 0, "usage is no debt");
    const auto cost = models::costOf(*said.usage, {.input = 2'500'000, .output = 10'000'000, .cachedInput = 1});
    claim(!cost || *cost >= 0, "cost is no debt");
}

} // namespace

void run(std::string_view input) {
    const Events plain = readPlainly(input);
    for (const std::size_t step : {std::max<std::size_t>(input.size(), 1), std::size_t{1}, std::size_t{3}})
        claim(readInSteps(input, step) == plain, "events are what the standard says");
    for (const models::Dialect dialect :
         {models::Dialect::Chat, models::Dialect::Completions, models::Dialect::Responses, models::Dialect::Embeddings,
          models::Dialect::Any})
        for (const std::string_view type : {"text/event-stream", "application/json", ""})
            readAnswer(input, dialect, type);
    claim(models::failedResultsIn(input).size() <= models::conversationIn(input).size(), "a result is a turn");
}

std::vector<std::string_view> words() {
    return {"data: ",
            "data",
            "event: ",
            "event: error",
            "error: {\"code\":1}",
            "\n\n",
            "\r\n\r\n",
            "\r",
            ": ",
            "id: 1",
            "[DONE]",
            "retry: 1",
            "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}",
            "\"prompt_tokens_details\":{\"cached_tokens\":9}",
            "{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}",
            "\"tool_calls\":[{\"id\":\"a\"}]",
            "\"error\":{}",
            "9223372036854775807",
            "-1",
            "\xEF\xBB\xBF",
            "\"type\":\"response.failed\"",
            "\"output\":[]",
            "\"finish_reason\":\"stop\"",
            "\\ud83d",
            "{\"messages\":[{\"role\":\"tool\",\"tool_call_id\":\"a\"}]}",
            "null"};
}

} // namespace signalbox::fuzz
