// An HTTP message as the control API's handlers see it: owned text, header names in the order they came. Values; any
// thread. The gateway's hot path does not use these; it works on views into the connection's buffer.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::http {

struct Header {
    std::string name;
    std::string value;

    bool operator==(const Header&) const = default;
};

using Headers = std::vector<Header>;

struct Request {
    std::string method; // upper case as sent: "GET"
    std::string target; // origin form as sent: "/api/v1/agents?x=1"
    Headers headers;
    std::string body;
    std::string peer; // address of the caller without port

    [[nodiscard]] std::string_view path() const;  // the target up to "?", not decoded
    [[nodiscard]] std::string_view query() const; // what follows "?", not decoded
    // The first header of this name (case does not matter); empty when there is none.
    [[nodiscard]] std::string_view header(std::string_view name) const;
    // A query parameter, decoded; nullopt when it is absent or not decodable.
    [[nodiscard]] std::optional<std::string> parameter(std::string_view name) const;
};

[[nodiscard]] std::string_view withoutBlanks(std::string_view text); // spaces and tabs at both ends
// The first element of a comma-separated list, which is taken off it together with its comma.
[[nodiscard]] std::string_view takeElement(std::string_view& list);
[[nodiscard]] bool equalNames(std::string_view a, std::string_view b); // ASCII case-insensitive
[[nodiscard]] std::string_view reasonPhrase(int status);
// nullopt for "%" without two hex digits.
[[nodiscard]] std::optional<std::string> percentDecode(std::string_view text);

} // namespace signalbox::http
