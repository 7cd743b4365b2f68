#include "core/http/request_target.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "core/http/message.h"

namespace signalbox::http {

namespace {

constexpr std::string_view asterisk = "*";

bool isNameCharacter(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

bool isAddressCharacter(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ':' || c == '.';
}

bool isTargetCharacter(char c) {
    return c > 0x20 && c < 0x7f && c != '#';
}

// What stands behind "http://" or "https://"; nullopt: neither is there.
std::optional<std::string_view> behindScheme(std::string_view text) {
    for (const std::string_view scheme : {"http://", "https://"})
        if (equalNames(text.substr(0, scheme.size()), scheme))
            return text.substr(scheme.size());
    return std::nullopt;
}

} // namespace

bool isHost(std::string_view text) {
    const bool bracketed = text.starts_with('[');
    const auto close = bracketed ? text.find(']') : std::string_view::npos;
    const std::string_view host = bracketed ? text.substr(1, close - 1) : text.substr(0, text.find(':'));
    if (host.empty() || (bracketed && (close == std::string_view::npos || !host.contains(':'))) ||
        !std::ranges::all_of(host, bracketed ? isAddressCharacter : isNameCharacter))
        return false;
    const std::string_view port = text.substr(bracketed ? close + 1 : host.size());
    if (port.empty())
        return true;
    std::uint16_t number = 0;
    const char* end = port.data() + port.size();
    return port.front() == ':' && port.size() <= 6 &&
           std::from_chars(port.data() + 1, end, number) == std::from_chars_result{end, std::errc{}};
}

std::optional<RequestTarget> requestTargetIn(std::string_view method, std::string_view text) {
    if (!std::ranges::all_of(text, isTargetCharacter))
        return std::nullopt;
    if (text.starts_with('/'))
        return RequestTarget{.authority = {}, .path = text};
    const bool options = method == "OPTIONS";
    if (text == asterisk && options)
        return RequestTarget{.authority = {}, .path = text};
    const auto rest = behindScheme(text);
    if (!rest)
        return std::nullopt;
    RequestTarget target{.authority = rest->substr(0, rest->find_first_of("/?")), .path = {}};
    if (!isHost(target.authority))
        return std::nullopt;
    target.path = rest->substr(target.authority.size());
    if (target.path.empty() && options) // of the server, as the last proxy on the way would say it
        target.path = asterisk;
    return target;
}

} // namespace signalbox::http
