#include "core/gateway/answer.h"

#include <array>
#include <limits>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace signalbox::gateway {

namespace {

namespace json = boost::json;

constexpr std::size_t maximumCopy = 8 * 1024 * 1024;
constexpr std::size_t longestSaid = 8 * 1024; // of an error

const json::value* member(const json::value& value, std::string_view key) {
    const json::object* object = value.if_object();
    return object == nullptr ? nullptr : object->if_contains(json::string_view(key.data(), key.size()));
}

std::optional<std::int64_t> number(const json::value& value, std::string_view key) {
    const json::value* found = member(value, key);
    if (found == nullptr || !found->is_int64() || found->get_int64() < 0)
        return std::nullopt;
    return found->get_int64();
}

bool isFilled(const json::value* value) {
    if (value == nullptr)
        return false;
    if (const json::string* text = value->if_string())
        return !text->empty();
    if (const json::array* list = value->if_array())
        return !list->empty();
    return false;
}

std::string_view text(const json::value& value, std::string_view key) {
    const json::value* found = member(value, key);
    const json::string* string = found == nullptr ? nullptr : found->if_string();
    return string == nullptr ? std::string_view{} : std::string_view(string->data(), string->size());
}

std::optional<Usage> usageOf(const json::value& answer) {
    const json::value* usage = member(answer, "usage");
    if (usage == nullptr)
        return std::nullopt;
    const bool chat = member(*usage, "prompt_tokens") != nullptr;
    const auto input = number(*usage, chat ? "prompt_tokens" : "input_tokens");
    if (!input)
        return std::nullopt;
    Usage result{.input = *input};
    result.output = number(*usage, chat ? "completion_tokens" : "output_tokens").value_or(0);
    if (const json::value* details = member(*usage, chat ? "prompt_tokens_details" : "input_tokens_details"))
        result.cached = number(*details, "cached_tokens").value_or(0);
    return result;
}

int countCalls(const json::value& answer) {
    std::size_t calls = 0;
    if (const json::value* choices = member(answer, "choices"); choices != nullptr && choices->is_array()) {
        for (const json::value& choice : choices->get_array()) {
            const json::value* message = member(choice, "message");
            const json::value* list = message == nullptr ? nullptr : member(*message, "tool_calls");
            calls += list != nullptr && list->is_array() ? list->get_array().size() : 0;
        }
    }
    if (const json::value* output = member(answer, "output"); output != nullptr && output->is_array()) {
        for (const json::value& item : output->get_array())
            calls += text(item, "type") == "function_call" ? 1 : 0;
    }
    return static_cast<int>(calls);
}

// Of a part of a chat answer: its message or its delta.
bool refuses(const json::value& choice, std::string_view part) {
    const json::value* said = member(choice, part);
    return text(choice, "finish_reason") == "content_filter" || (said != nullptr && isFilled(member(*said, "refusal")));
}

bool anyRefuses(const json::value& answer, std::string_view part) {
    const json::value* choices = member(answer, "choices");
    if (choices != nullptr && choices->is_array())
        for (const json::value& choice : choices->get_array())
            if (refuses(choice, part))
                return true;
    const json::value* details = member(answer, "incomplete_details"); // of the responses API, like what follows
    if (details != nullptr && text(*details, "reason") == "content_filter")
        return true;
    const json::value* output = member(answer, "output");
    if (output == nullptr || !output->is_array())
        return false;
    for (const json::value& item : output->get_array())
        if (const json::value* content = member(item, "content"); content != nullptr && content->is_array())
            for (const json::value& piece : content->get_array())
                if (text(piece, "type") == "refusal")
                    return true;
    return false;
}

// Calls that begin in this event, and whether it carries content.
struct Delta {
    int calls = 0;
    bool content = false;
};

Delta deltaOf(const json::value& event) {
    Delta result;
    const std::string_view type = text(event, "type"); // of the responses API
    result.content = type.ends_with(".delta") && isFilled(member(event, "delta"));
    if (type == "response.output_item.added") {
        const json::value* item = member(event, "item");
        result.calls += item != nullptr && text(*item, "type") == "function_call" ? 1 : 0;
    }
    const json::value* choices = member(event, "choices");
    if (choices == nullptr || !choices->is_array())
        return result;
    for (const json::value& choice : choices->get_array()) {
        result.content = result.content || isFilled(member(choice, "text"));
        const json::value* delta = member(choice, "delta");
        if (delta == nullptr)
            continue;
        for (const std::string_view key : {"content", "tool_calls", "reasoning_content", "reasoning", "refusal"})
            result.content = result.content || isFilled(member(*delta, key));
        const json::value* calls = member(*delta, "tool_calls");
        if (calls == nullptr || !calls->is_array())
            continue;
        for (const json::value& call : calls->get_array())
            result.calls += isFilled(member(call, "id")) ? 1 : 0;
    }
    return result;
}

} // namespace

std::optional<agents::PicoUsd> costOf(const Usage& usage, const agents::Price& price) {
    if (usage.cached > usage.input)
        return std::nullopt;
    __extension__ using Wide = __int128; // a sum of three products may pass 63 bits
    const Wide cost = Wide(usage.input - usage.cached) * price.input +
                      Wide(usage.cached) * price.cachedInput.value_or(price.input) + Wide(usage.output) * price.output;
    if (cost < 0 || cost > std::numeric_limits<agents::PicoUsd>::max())
        return std::nullopt;
    return static_cast<agents::PicoUsd>(cost);
}

AnswerReader::AnswerReader(Kind kind) : m_kind(kind), m_events([this](const SseEvent& e) { event(e); }) {}

void AnswerReader::feed(std::string_view body, Monotonic now) {
    m_now = now;
    if (m_keepsBeginning)
        m_said.append(body.substr(0, longestSaid - std::min(longestSaid, m_said.size())));
    if (m_kind == Kind::Events) {
        m_events.feed(body);
    } else if (m_kind == Kind::Json && !m_tooLong) {
        m_tooLong = m_copy.size() + body.size() > maximumCopy;
        if (m_tooLong)
            std::string().swap(m_copy);
        else
            m_copy += body;
    }
}

void AnswerReader::finish() {
    if (m_kind != Kind::Json || m_copy.empty())
        return;
    std::array<unsigned char, 8 * 1024> space;
    json::monotonic_resource memory(space.data(), space.size());
    boost::system::error_code error;
    const json::value answer = json::parse(m_copy, error, &memory);
    if (error)
        return;
    m_usage = usageOf(answer);
    m_toolCalls = countCalls(answer);
    m_refused = anyRefuses(answer, "message");
}

void AnswerReader::event(const SseEvent& event) {
    const std::string_view data = event.data;
    // Most events of a long stream carry nothing that is not known already.
    const bool interesting = !m_firstContent || data.contains("\"usage\"") || data.contains("\"id\"") ||
                             data.contains("\"error\"") || data.contains("function_call") || data.contains("refusal") ||
                             data.contains("content_filter");
    if (!interesting || data.starts_with("[DONE]"))
        return;
    std::array<unsigned char, 8 * 1024> space;
    json::monotonic_resource memory(space.data(), space.size());
    boost::system::error_code error;
    const json::value value = json::parse(data, error, &memory);
    if (error)
        return;
    const Delta delta = deltaOf(value);
    m_toolCalls += delta.calls;
    if (delta.content && !m_firstContent)
        m_firstContent = m_now;
    if (const json::value* failure = member(value, "error"); failure != nullptr && !failure->is_null())
        m_error = true;
    m_error = m_error || event.type == "error" || text(value, "type") == "response.failed";
    if (m_error && m_said.empty())
        m_said = data.substr(0, longestSaid);
    const json::value* response = member(value, "response");
    m_refused = m_refused.value_or(false) || anyRefuses(value, "delta") ||
                text(value, "type").starts_with("response.refusal") ||
                (response != nullptr && anyRefuses(*response, "message"));
    if (auto usage = usageOf(response != nullptr ? *response : value))
        m_usage = usage;
}

} // namespace signalbox::gateway
