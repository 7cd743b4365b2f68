#include "core/http/strict_head.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "core/http/message.h"

namespace signalbox::http {

namespace {

constexpr std::size_t maximumFields = 100;

constexpr bool isAlphaNumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr auto makeTable(std::string_view extra) {
    std::array<bool, 256> table{};
    for (int c = 0; c < 128; ++c)
        table[static_cast<std::size_t>(c)] = isAlphaNumeric(static_cast<char>(c));
    for (const char c : extra)
        table[static_cast<unsigned char>(c)] = true;
    return table;
}

constexpr auto tokenTable = makeTable("!#$%&'*+-.^_`|~");
constexpr auto hostTable = makeTable("-._~");
constexpr auto addressTable = makeTable(":.");

bool consistsOf(std::string_view text, const std::array<bool, 256>& table) {
    return std::ranges::all_of(text, [&table](char c) { return table[static_cast<unsigned char>(c)]; });
}

bool hasControl(std::string_view line) {
    return std::ranges::any_of(line, isControl);
}

std::string_view trimmed(std::string_view value) {
    const auto first = value.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return value.substr(first, value.find_last_not_of(" \t") - first + 1);
}

// name or [address], with an optional port. Less than RFC 3986 allows, all that is in use.
bool isHost(std::string_view value) {
    const bool bracketed = value.starts_with('[');
    const auto close = bracketed ? value.find(']') : std::string_view::npos;
    const std::string_view host = bracketed ? value.substr(1, close - 1) : value.substr(0, value.find(':'));
    if (host.empty() || (bracketed && (close == std::string_view::npos || !host.contains(':'))) ||
        !consistsOf(host, bracketed ? addressTable : hostTable))
        return false;
    const std::string_view port = value.substr(bracketed ? close + 1 : host.size());
    if (port.empty())
        return true;
    std::uint16_t number = 0;
    const char* end = port.data() + port.size();
    return port.front() == ':' && port.size() <= 6 &&
           std::from_chars(port.data() + 1, end, number) == std::from_chars_result{end, std::errc{}};
}

std::optional<Refusal> checkRequestLine(std::string_view line, bool& http11) {
    static constexpr std::array<std::string_view, 7> methods{"GET",  "POST",    "PUT",  "DELETE",
                                                             "HEAD", "OPTIONS", "PATCH"};
    const auto first = line.find(' ');
    const auto second = first == std::string_view::npos ? first : line.find(' ', first + 1);
    if (second == std::string_view::npos || line.find_first_of(" \t", second + 1) != std::string_view::npos)
        return Refusal{400, "The request line is not METHOD SP target SP version."};
    const std::string_view method = line.substr(0, first);
    const std::string_view target = line.substr(first + 1, second - first - 1);
    const std::string_view version = line.substr(second + 1);
    if (!isToken(method))
        return Refusal{400, "The method is not a token."};
    http11 = version == "HTTP/1.1";
    if (!http11 && version != "HTTP/1.0")
        return Refusal{400, "Only HTTP/1.1 and HTTP/1.0 are spoken here."};
    if (std::ranges::find(methods, method) == methods.end())
        return Refusal{501, "This method is not served."};
    const bool printable = std::ranges::all_of(target, [](char c) { return c > 0x20 && c < 0x7f && c != '#'; });
    if (!target.starts_with('/') || !printable)
        return Refusal{400, "The target must be an absolute path of printable ASCII."};
    return std::nullopt;
}

struct Framing {
    int hosts = 0;
    int lengths = 0;
    int encodings = 0;
};

std::optional<Refusal> checkField(std::string_view line, Framing& seen) {
    if (line.front() == ' ' || line.front() == '\t')
        return Refusal{400, "Folded header lines are refused."};
    const auto colon = line.find(':');
    if (colon == std::string_view::npos)
        return Refusal{400, "A header line has no colon."};
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (!isToken(name))
        return Refusal{400, "A header name is not a token."};
    if (equalNames(name, "content_length") || equalNames(name, "transfer_encoding"))
        return Refusal{400, "A header name imitates one that frames the message."};
    if (equalNames(name, "content-length")) {
        const bool digits = std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
        if (++seen.lengths > 1 || value.empty() || value.size() > 15 || !digits)
            return Refusal{400, "content-length must be one decimal number."};
    } else if (equalNames(name, "transfer-encoding")) {
        if (++seen.encodings > 1 || !equalNames(value, "chunked"))
            return Refusal{400, "The only transfer-encoding is chunked."};
    } else if (equalNames(name, "host")) {
        if (++seen.hosts > 1 || !isHost(value))
            return Refusal{400, "host must be one name with an optional port."};
    } else if (equalNames(name, "expect") && !equalNames(value, "100-continue")) {
        return Refusal{417, "The only expectation met here is 100-continue."};
    }
    return std::nullopt;
}

std::optional<Refusal> checkFraming(const Framing& seen, bool http11) {
    if (seen.lengths > 0 && seen.encodings > 0)
        return Refusal{400, "content-length and transfer-encoding exclude each other."};
    if (!http11 && seen.encodings > 0)
        return Refusal{400, "HTTP/1.0 has no transfer-encoding."};
    if (http11 && seen.hosts == 0)
        return Refusal{400, "HTTP/1.1 needs a host header."};
    return std::nullopt;
}

} // namespace

bool isControl(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
}

bool isTrailer(std::string_view line) {
    static constexpr std::array<std::string_view, 3> never{"content-length", "transfer-encoding", "host"};
    const auto colon = line.find(':');
    const std::string_view name = line.substr(0, colon);
    return colon != std::string_view::npos && isToken(name) && !hasControl(line) &&
           std::ranges::none_of(never, [name](std::string_view other) { return equalNames(name, other); });
}

bool isToken(std::string_view text) {
    return !text.empty() && consistsOf(text, tokenTable);
}

HeadScanner::State HeadScanner::refuse(std::string_view reason) {
    m_refusal = {400, reason};
    return State::Refused;
}

HeadScanner::State HeadScanner::feed(std::string_view bytes) {
    for (;;) {
        const auto feedPosition = bytes.find('\n', m_position);
        if (feedPosition == std::string_view::npos) {
            // A lone CR is only known to be wrong once the next byte is there.
            const auto carriage = bytes.find('\r', m_position);
            if (carriage != std::string_view::npos && carriage + 1 < bytes.size())
                return refuse("A carriage return without a line feed.");
            return State::NeedMore;
        }
        if (feedPosition == m_position || bytes[feedPosition - 1] != '\r')
            return refuse("A line feed without a carriage return.");
        const std::string_view line = bytes.substr(m_position, feedPosition - 1 - m_position);
        if (hasControl(line))
            return refuse("A control character in the head.");
        const bool first = m_position == 0;
        m_position = feedPosition + 1;
        if (line.empty())
            return first ? refuse("An empty line before the request line.") : State::Complete;
    }
}

std::optional<Refusal> checkRequestHead(std::string_view head) {
    bool http11 = true;
    Framing seen;
    std::size_t lines = 0;
    for (std::size_t start = 0; start < head.size(); ++lines) {
        const auto end = head.find("\r\n", start);
        const std::string_view line = head.substr(start, end - start);
        start = end + 2;
        if (line.empty())
            break;
        if (lines > maximumFields)
            return Refusal{431, "More than 100 header fields."};
        if (auto refusal = lines == 0 ? checkRequestLine(line, http11) : checkField(line, seen))
            return refusal;
    }
    return checkFraming(seen, http11);
}

} // namespace signalbox::http
