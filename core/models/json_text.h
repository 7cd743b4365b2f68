// Reading of JSON that a model's endpoint wrote: liberal where no ambiguity can arise (a byte order mark, half an emoji
// escape, bytes that are no UTF-8), nested at most 256 deep. Pure; one thread; what is read lives as long as its
// reader.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value.hpp>

namespace signalbox::models {

using Json = boost::json::value;

// The same text with U+FFFD escaped in place of each half of a surrogate pair, as every client that decodes it does; no
// byte moves.
[[nodiscard]] std::string withoutLoneSurrogates(std::string_view text);

class JsonText {
public:
    enum class Result : std::uint8_t { Good, Broken, TooDeep };

    // Once only.
    [[nodiscard]] Result read(std::string_view text);

    [[nodiscard]] const Json& value() const { return m_value; }

private:
    std::array<unsigned char, 8 * 1024> m_space;
    boost::json::monotonic_resource m_memory{m_space.data(), m_space.size()};
    Json m_value = Json(boost::json::storage_ptr(&m_memory)); // where its parts are, so that none is copied
};

// Null: not an object, or no such member.
[[nodiscard]] const Json* member(const Json& value, std::string_view key);
[[nodiscard]] const Json* member(const Json* value, std::string_view key);
// Empty: there is none, or it is no text.
[[nodiscard]] std::string_view textOf(const Json* value);
[[nodiscard]] std::string_view textAt(const Json& value, std::string_view key);
// A whole number that is not negative, also when it was written as 12.0.
[[nodiscard]] std::optional<std::int64_t> numberAt(const Json& value, std::string_view key);
[[nodiscard]] bool isFilled(const Json* value);    // text, list or object with something in it
[[nodiscard]] bool isSomething(const Json* value); // neither missing, null, false, 0 nor ""

} // namespace signalbox::models
