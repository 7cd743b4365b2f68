// Where the members of a JSON object lie in its text, so that some can be replaced while every other byte stays as it
// was. checkJson() must have accepted the text first; the scanner trusts its grammar and never recurses. Pure.
// Errors: Invalid "bad_json", "duplicate_key".
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace signalbox::gateway {

// Half of a surrogate pair is within JSON's grammar, and readers do not agree on what it says. What is sent on as it
// came need not be agreed on: whoever reads it decides.
enum class Surrogates { Paired, Any };

// Strict JSON (RFC 8259, UTF-8), nested at most 64 deep.
[[nodiscard]] Result<void> checkJson(std::string_view text, Surrogates surrogates = Surrogates::Paired);

struct Member {
    std::string key;          // unescaped
    std::size_t keyBegin = 0; // of the key, quotes included
    std::size_t keyEnd = 0;
    std::size_t begin = 0; // of the value
    std::size_t end = 0;   // one past its last byte
};

struct Members {
    std::vector<Member> list; // in the order of the text
    std::size_t close = 0;    // position of the closing brace

    [[nodiscard]] const Member* find(std::string_view key) const;
    // The text of a member's value in `text`, which was scanned; empty: there is no such member.
    [[nodiscard]] std::string_view valueOf(std::string_view text, std::string_view key) const;
};

// `text` must be one object. Keys that are equal after unescaping are an error: readers would not agree on the winner.
[[nodiscard]] Result<Members> scanObject(std::string_view text);

// The text of one member's value in an object that checkJson() accepted, without a list of them all; empty: there is no
// such member, or it is there twice. `key` is of plain letters.
[[nodiscard]] std::string_view valueIn(std::string_view text, std::string_view key);

// The elements of a list one after the other, or the one value that is no list; without the space around them. The text
// was accepted by checkJson() and outlives the reader.
class ListReader {
public:
    explicit ListReader(std::string_view text);

    [[nodiscard]] std::optional<std::string_view> next();
    [[nodiscard]] bool hasMore() const;

private:
    [[nodiscard]] std::optional<std::size_t> nextBegin() const;

    std::string_view m_text;
    std::size_t m_at = 0;
    bool m_isList = false;
};

// All of them.
[[nodiscard]] std::vector<std::string_view> scanList(std::string_view text);

// The content of a JSON string value, unescaped, U+FFFD for half of a surrogate pair; empty when the value is not a
// string.
[[nodiscard]] std::string stringValue(std::string_view value);
// The text between the quotes of a JSON string value as it stands, escapes included; empty when it is not a string.
[[nodiscard]] std::string_view rawString(std::string_view value);
// The text as a JSON string, quotes included.
[[nodiscard]] std::string jsonQuoted(std::string_view text);

} // namespace signalbox::gateway
