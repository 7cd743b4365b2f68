#include "core/models/json_text.h"

#include <boost/json/parse.hpp>

namespace signalbox::models {

namespace {

namespace json = boost::json;

constexpr std::size_t maximumDepth = 256;
constexpr double largestNumber = 1e15;

bool isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool isSurrogate(std::string_view text, std::size_t at, char least, char most) {
    if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u' || (text[at + 2] | 0x20) != 'd' ||
        !isHex(text[at + 4]) || !isHex(text[at + 5]))
        return false;
    const char second = static_cast<char>(text[at + 3] | 0x20);
    return text[at + 3] >= '0' &&
           (text[at + 3] <= '9' ? text[at + 3] >= least && text[at + 3] <= most : second >= least && second <= most);
}

} // namespace

std::string withoutLoneSurrogates(std::string_view text) {
    std::string whole(text);
    for (std::size_t at = 0; at < whole.size(); ++at) {
        if (whole[at] != '\\')
            continue;
        const bool leading = isSurrogate(whole, at, '8', '9') || isSurrogate(whole, at, 'a', 'b');
        const bool trailing = isSurrogate(whole, at, 'c', 'f');
        const bool paired = leading && (isSurrogate(whole, at + 6, 'c', 'f'));
        if ((leading && !paired) || trailing)
            whole.replace(at, 6, "\\ufffd");
        at += paired ? 11 : leading || trailing ? 5 : 1; // the escaped character
    }
    return whole;
}

JsonText::Result JsonText::read(std::string_view text) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (text.starts_with(mark))
        text.remove_prefix(mark.size());
    json::parse_options options;
    options.max_depth = maximumDepth;
    options.allow_invalid_utf8 = true;
    boost::system::error_code error;
    m_value = json::parse(text, error, &m_memory, options);
    if (error && error != json::error::too_deep && text.contains("\\u"))
        m_value = json::parse(withoutLoneSurrogates(text), error, &m_memory, options);
    if (!error)
        return Result::Good;
    return error == json::error::too_deep ? Result::TooDeep : Result::Broken;
}

const Json* member(const Json& value, std::string_view key) {
    const json::object* object = value.if_object();
    return object == nullptr ? nullptr : object->if_contains(json::string_view(key.data(), key.size()));
}

const Json* member(const Json* value, std::string_view key) {
    return value == nullptr ? nullptr : member(*value, key);
}

std::string_view textOf(const Json* value) {
    const json::string* string = value == nullptr ? nullptr : value->if_string();
    return string == nullptr ? std::string_view{} : std::string_view(string->data(), string->size());
}

std::string_view textAt(const Json& value, std::string_view key) {
    return textOf(member(value, key));
}

std::optional<std::int64_t> numberAt(const Json& value, std::string_view key) {
    const Json* found = member(value, key);
    if (found == nullptr)
        return std::nullopt;
    if (found->is_int64() && found->get_int64() >= 0)
        return found->get_int64();
    if (found->is_double() && found->get_double() >= 0 && found->get_double() <= largestNumber)
        return static_cast<std::int64_t>(found->get_double());
    return std::nullopt;
}

bool isFilled(const Json* value) {
    if (value == nullptr)
        return false;
    if (const json::string* text = value->if_string())
        return !text->empty();
    if (const json::array* list = value->if_array())
        return !list->empty();
    const json::object* object = value->if_object();
    return object != nullptr && !object->empty();
}

bool isSomething(const Json* value) {
    if (value == nullptr || value->is_null())
        return false;
    if (const bool* flag = value->if_bool())
        return *flag;
    if (value->is_int64())
        return value->get_int64() != 0;
    const json::string* text = value->if_string();
    return text == nullptr || !text->empty();
}

} // namespace signalbox::models
