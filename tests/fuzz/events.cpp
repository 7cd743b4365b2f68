// Server-sent events: read alike however they arrive, and as a plain reading of the standard says.
#include <string>

#include "core/gateway/answer.h"
#include "core/gateway/sse.h"
#include "tests/fuzz/target.h"

namespace signalbox::fuzz {

namespace {

using Events = std::vector<std::pair<std::string, std::string>>;

Events readInSteps(std::string_view input, std::size_t step) {
    Events events;
    gateway::SseReader reader([&events](const gateway::SseEvent& e) { events.emplace_back(e.type, e.data); });
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
        if (field == "data")
            data.append(value).append("\n");
        else if (field == "event")
            type = value;
    }
    return events;
}

void readAnswer(std::string_view input, gateway::AnswerReader::Kind kind) {
    gateway::AnswerReader whole(kind);
    gateway::AnswerReader bytewise(kind);
    whole.feed(input, {});
    for (const char& byte : input)
        bytewise.feed({&byte, 1}, {});
    whole.finish();
    bytewise.finish();
    claim(whole.toolCalls() == bytewise.toolCalls() && whole.toolCalls() >= 0, "tool calls are counted alike");
    claim(whole.reportsError() == bytewise.reportsError(), "errors are seen alike");
    claim(whole.firstContent() == bytewise.firstContent(), "content is seen alike");
    claim(whole.usage().has_value() == bytewise.usage().has_value(), "usage is seen alike");
    if (!whole.usage())
        return;
    claim(whole.usage()->input >= 0 && whole.usage()->output >= 0 && whole.usage()->cached >= 0, "usage is no debt");
    const auto cost = gateway::costOf(*whole.usage(), {.input = 2'500'000, .output = 10'000'000, .cachedInput = 1});
    claim(!cost || *cost >= 0, "cost is no debt");
}

} // namespace

void run(std::string_view input) {
    const Events plain = readPlainly(input);
    for (const std::size_t step : {std::max<std::size_t>(input.size(), 1), std::size_t{1}, std::size_t{3}})
        claim(readInSteps(input, step) == plain, "events are what the standard says");
    readAnswer(input, gateway::AnswerReader::Kind::Events);
    readAnswer(input, gateway::AnswerReader::Kind::Json);
}

std::vector<std::string_view> words() {
    return {"data: ",
            "data",
            "event: ",
            "event: error",
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
            "null"};
}

} // namespace signalbox::fuzz
