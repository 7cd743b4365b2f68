#include "core/http/strict_head.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/http/message.h"
#include "core/http/request_target.h"

namespace signalbox::http {

namespace {

constexpr std::size_t maximumFields = 100;
constexpr std::size_t mostLengthDigits = 15;
constexpr std::size_t longestMethod = 7;

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

bool consistsOf(std::string_view text, const std::array<bool, 256>& table) {
    return std::ranges::all_of(text, [&table](char c) { return table[static_cast<unsigned char>(c)]; });
}

// Looks at all of it, which compilers do sixteen bytes at a time: lines that hold one are rare.
bool hasControl(std::string_view line) {
    std::uint8_t found = 0;
    for (const char c : line) {
        const auto byte = static_cast<std::uint8_t>(c);
        const auto low = static_cast<std::uint8_t>(byte < 0x20);
        const auto other = static_cast<std::uint8_t>(byte != '\t');
        found = static_cast<std::uint8_t>(found | (low & other) | static_cast<std::uint8_t>(byte == 0x7f));
    }
    return found != 0;
}

// DIGIT "." DIGIT behind the name, whatever the digits are.
bool isVersion(std::string_view text) {
    const auto digit = [text](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    return text.size() == 8 && text.starts_with("HTTP/") && digit(5) && text[6] == '.' && digit(7);
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
        return Refusal{isVersion(version) ? 505 : 400, "Only HTTP/1.1 and HTTP/1.0 are spoken here."};
    if (std::ranges::find(methods, method) == methods.end())
        return Refusal{501, "This method is not served."};
    if (!requestTargetIn(method, target))
        return Refusal{400, "The target must be a path or an http URL, of printable ASCII."};
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
    const std::string_view value = withoutBlanks(line.substr(colon + 1));
    if (!isToken(name))
        return Refusal{400, "A header name is not a token."};
    if (equalNames(name, "content_length") || equalNames(name, "transfer_encoding"))
        return Refusal{400, "A header name imitates one that frames the message."};
    if (equalNames(name, "content-length")) {
        const bool digits = std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
        const auto zeros = std::min(value.find_first_not_of('0'), value.size());
        if (++seen.lengths == 1 && digits && value.size() - zeros > mostLengthDigits)
            return Refusal{413, "The body of the request is too large."};
        if (seen.lengths > 1 || value.empty() || value.size() > mostLengthDigits || !digits)
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

Refusal tooLargeHead(std::string_view begun) {
    const auto line = begun.substr(0, begun.find("\r\n"));
    if (line.size() < begun.size())
        return {431, "The header fields are too large."};
    if (line.find(' ') > longestMethod)
        return {501, "This method is not served."};
    return {414, "The target is too long."};
}

} // namespace signalbox::http
