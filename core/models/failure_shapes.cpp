#include "core/models/failure_shapes.h"

#include <algorithm>
#include <array>

#include "core/models/cleaned_text.h"

namespace signalbox::models {

namespace {

constexpr std::size_t longestReason = 64;

std::string lowered(std::string_view word) {
    std::string text(word.substr(0, longestReason));
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c | 0x20) : c; });
    return text;
}

std::string numberWord(const Json* value) {
    if (value == nullptr || !value->is_int64())
        return {};
    return cleanedCode(std::to_string(value->get_int64()));
}

const Json* baseOf(const Json& said) {
    const Json* base = member(said, "base_resp");
    return base != nullptr && isSomething(member(*base, "status_code")) ? base : nullptr;
}

} // namespace

std::string codeIn(const Json& error) {
    if (const std::string_view word = textOf(&error); !word.empty())
        return cleanedCode(word);
    for (const std::string_view key : {"code", "status", "type", "reason"})
        if (std::string word = cleanedCode(textAt(error, key)); !word.empty() && word != "error")
            return word;
    for (const std::string_view key : {"code", "status_code"})
        if (std::string word = numberWord(member(error, key)); !word.empty())
            return word;
    return {};
}

std::optional<std::string> failureIn(const Json& said) {
    if (const boost::json::array* list = said.if_array()) // one door of a provider gives its errors as a list
        return list->empty() ? std::nullopt : failureIn(list->front());
    if (const Json* error = member(said, "error"); isSomething(error))
        return error->is_object() || error->is_string() ? codeIn(*error) : codeIn(said);
    if (textAt(said, "object") == "error" || textAt(said, "type") == "error")
        return codeIn(said);
    if (const Json* base = baseOf(said))
        return codeIn(*base);
    return std::nullopt;
}

const Json* errorOf(const Json& said) {
    if (const boost::json::array* list = said.if_array())
        return list->empty() ? nullptr : errorOf(list->front());
    const Json* choices = member(said, "choices");
    const boost::json::array* list = choices == nullptr ? nullptr : choices->if_array();
    const Json* error = member(said, "error");
    if (!isSomething(error))
        error = member(member(said, "response"), "error");
    for (std::size_t i = 0; list != nullptr && i < list->size() && !isSomething(error); ++i)
        error = member((*list)[i], "error");
    return isSomething(error) ? error : baseOf(said);
}

std::optional<std::string> bareFailureIn(const Json& said) {
    if (!said.is_object())
        return std::nullopt;
    for (const std::string_view key : {"message", "detail", "error_message", "error_msg", "msg", "errors"})
        if (isSomething(member(said, key)))
            return codeIn(said);
    return std::nullopt;
}

Ending endingOf(std::string_view finishReason) {
    static constexpr std::array<std::string_view, 8> filters{
        "content_filter", "safety", "sensitive", "recitation", "prohibited_content", "blocklist", "spii", "refusal"};
    static constexpr std::array<std::string_view, 4> usual{"stop", "length", "tool_calls", "function_call"};
    static constexpr std::array<std::string_view, 5> failures{
        "abort", "failed", "cancelled", "insufficient_system_resource", "malformed_function_call"};
    if (std::ranges::contains(usual, finishReason))
        return Ending::Usual;
    const std::string word = lowered(finishReason);
    std::string_view kind = std::string_view(word).substr(0, word.find(':')); // "content_filter: RECITATION"
    if (constexpr std::string_view picture = "image_"; kind.starts_with(picture))
        kind.remove_prefix(picture.size());
    if (std::ranges::contains(filters, kind))
        return Ending::Filter;
    return word.contains("error") || std::ranges::contains(failures, word) ? Ending::Failure : Ending::Usual;
}

} // namespace signalbox::models
