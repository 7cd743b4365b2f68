// A request and its answer, as those who judge and compare them read both: apart at the first line "--". Whatever they
// are, there is an end, and a judgement that its terms allow.
#include <QJsonDocument>
#include <QJsonObject>

#include "core/answers/answer_worth.h"
#include "core/answers/contract_check.h"
#include "core/answers/tool_check.h"
#include "core/models/conversation.h"
#include "core/shadow/pair_text.h"
#include "tests/fuzz/target.h"

namespace signalbox::fuzz {

namespace {

QJsonArray tools() {
    return QJsonDocument::fromJson(R"([{"type":"function","function":{"name":"lookup","parameters":{"type":"object",
        "properties":{"order_id":{"type":"string","pattern":"^[A-Z]-[0-9]+$"}},"required":["order_id"]}}},
        {"type":"function","name":"free"}])")
        .array();
}

void judge(std::string_view request, std::string_view answer, const char* type) {
    static const answers::ToolCheck check(tools());
    const metrics::AnswerCopy copy{.contentType = type, .request = std::string(request), .body = std::string(answer)};
    const answers::AnswerWorth worth = answers::worthOf(copy, {.tools = &check});
    claim(!worth.keepsContract, "without a contract none is kept or broken");
    claim(!worth.toolFailure.value_or(false) || worth.calls.size() <= 512, "calls are bounded");
    metrics::PairSide side;
    side.status = 200;
    side.contentType = type;
    side.body = answer;
    const shadow::ReadAnswer read = shadow::readAnswer(side);
    const shadow::ReadAnswer again = shadow::readAnswer(side);
    claim(read.text == again.text, "reading is one");
}

} // namespace

void run(std::string_view input) {
    constexpr std::string_view between = "\n--\n";
    const auto at = input.find(between);
    const std::string_view request = input.substr(0, at);
    const std::string_view answer =
        at == std::string_view::npos ? std::string_view{} : input.substr(at + between.size());
    for (const char* type : {"application/json", "text/event-stream", "text/plain"})
        judge(request, answer, type);
    const auto turns = models::conversationIn(request);
    claim(models::failedResultsIn(request).size() <= turns.size(), "a result is a turn");
    claim(!request.empty() || shadow::readRequest(request).empty(), "of nothing there is nothing to read");
    static_cast<void>(shadow::readRequest(answer));
}

std::vector<std::string_view> words() {
    return {"\n--\n",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}",
            "{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"{\\\"is_error\\\":true}\"}",
            "{\"input\":[{\"type\":\"function_call_output\",\"call_id\":\"a\",\"output\":\"x\"}]}",
            "{\"choices\":[{\"message\":{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"lookup\","
            "\"arguments\":\"{}\"}}]},\"finish_reason\":\"tool_calls\"}]}",
            "{\\\"order_id\\\":\\\"A-1\\\"}",
            "data: ",
            "data: [DONE]\n\n",
            "\"output\":[",
            "[[[[[[[[",
            "{\"a\":{\"a\":{\"a\":",
            "\\ud83d",
            "\xFF",
            "\xEF\xBB\xBF",
            "1e999",
            "9223372036854775808",
            "null"};
}

} // namespace signalbox::fuzz
