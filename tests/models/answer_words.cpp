#include "tests/models/answer_words.h"

#include <format>

namespace signalbox::models {

namespace {

std::string wordsOf(const std::optional<Usage>& usage) {
    return usage ? std::format("{} {} {}", usage->input, usage->output, usage->cached) : std::string("unknown");
}

std::string wordsOf(const std::vector<ToolCall>& calls) {
    std::string words;
    for (const ToolCall& call : calls)
        words += (words.empty() ? "" : " | ") + std::format("{} {} {}", call.id, call.name, call.arguments);
    return words;
}

std::string wordOf(Extent extent) {
    return extent == Extent::Whole ? "whole" : extent == Extent::Packed ? "packed" : "cut";
}

} // namespace

Answer readInSteps(const TableRow& row, std::string_view body, std::size_t first, std::size_t step, Depth depth) {
    AnswerReader reader(row.asked(depth), row.head());
    reader.feed(body.substr(0, first), {});
    for (std::size_t at = first; at < body.size(); at += step)
        reader.feed(body.substr(at, step), {});
    reader.finish();
    return reader.takeAnswer();
}

std::string signsOf(const Answer& answer) {
    return std::format("{} code={} finish={} model={} id={} choices={} calls={} refused={} usage={} {} {} {}",
                       toString(answer.outcome), answer.errorCode, answer.finish, answer.model, answer.id,
                       answer.choices, answer.toolCalls, answer.refused ? (*answer.refused ? "yes" : "no") : "unknown",
                       wordsOf(answer.usage), answer.isKnown, answer.isEnded, answer.isBroken);
}

std::string allOf(const Answer& answer) {
    return signsOf(answer) + " text=" + answer.text + " " + wordsOf(answer.calls);
}

std::string saidBy(const Answer& answer, const std::string& field) {
    const std::map<std::string, std::string> said{
        {"code", answer.errorCode},
        {"finish", answer.finish},
        {"model", answer.model},
        {"id", answer.id},
        {"text", answer.text},
        {"choices", std::to_string(answer.choices)},
        {"calls", std::to_string(answer.toolCalls)},
        {"call", wordsOf(answer.calls)},
        {"refused", answer.refused ? (*answer.refused ? "yes" : "no") : "unknown"},
        {"usage", wordsOf(answer.usage)},
        {"extent", wordOf(answer.extent)}};
    const auto found = said.find(field);
    return found == said.end() ? "no such field" : found->second;
}

} // namespace signalbox::models
