#include "core/http/response_reader.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "core/http/message.h"
#include "core/http/strict_head.h"

namespace signalbox::http {

namespace {

constexpr std::size_t trailerBytes = 16UL * 1024;

std::optional<std::uint64_t> numberIn(std::string_view text) {
    std::uint64_t number = 0;
    const char* end = text.data() + text.size();
    const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    const auto [last, error] = std::from_chars(text.data(), end, number);
    return digits && error == std::errc{} && last == end ? std::optional(number) : std::nullopt;
}

} // namespace

ResponseReader::ResponseReader(To to, std::vector<FieldView>& fields, std::string& body)
    : m_to(to),
      m_fields(fields),
      m_body(body),
      m_chunks(ChunkReader::Of::Upstream, std::numeric_limits<std::size_t>::max(), trailerBytes) {
    m_fields.clear();
    m_body.clear();
}

bool ResponseReader::takeHead(std::string_view head) {
    m_fields.clear();
    m_length.reset();
    m_chunked = false;
    const auto first = head.find(lineEnd);
    if (first == std::string_view::npos || !takeStatusLine(head.substr(0, first)))
        return false;
    for (std::size_t start = first + lineEnd.size(); start < head.size();) {
        const auto end = head.find(lineEnd, start);
        const std::string_view line = head.substr(start, end - start);
        if (line.empty())
            break;
        if (end == std::string_view::npos || !takeField(line))
            return false;
        start = end + lineEnd.size();
    }
    if (m_chunked && m_length)
        return false;
    m_bare = m_to == To::Head || isInformational() || m_status == 204 || m_status == 304;
    m_left = m_length.value_or(0);
    m_done = m_bare || m_length == 0U;
    return true;
}

// Some leave out the reason, some the space before it.
bool ResponseReader::takeStatusLine(std::string_view line) {
    constexpr std::string_view version = "HTTP/1.x ";
    constexpr std::size_t digits = 3;
    if (line.size() < version.size() + digits || !line.starts_with("HTTP/1.") || (line[7] != '0' && line[7] != '1') ||
        line[8] != ' ')
        return false;
    m_http11 = line[7] == '1';
    m_keepsAlive = m_http11;
    const auto status = numberIn(line.substr(version.size(), digits));
    const std::string_view rest = line.substr(version.size() + digits);
    if (!status || *status < 100 || (!rest.empty() && rest.front() != ' '))
        return false;
    m_status = static_cast<int>(*status);
    m_reason = rest.substr(std::min<std::size_t>(rest.size(), 1));
    return true;
}

bool ResponseReader::takeField(std::string_view line) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !isToken(line.substr(0, colon))) // a folded line begins with a blank
        return false;
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = withoutBlanks(line.substr(colon + 1));
    const auto known = beast::http::string_to_field({name.data(), name.size()});
    if (known == beast::http::field::content_length && !takeLengths(value))
        return false;
    if (known == beast::http::field::transfer_encoding) {
        if (!takeEncodings(value))
            return false;
        m_chunked = true;
    } else if (known == beast::http::field::connection) {
        takeConnection(value);
    }
    m_fields.push_back({known, name, value});
    return true;
}

// One number, or the same one several times.
bool ResponseReader::takeLengths(std::string_view list) {
    if (list.ends_with(','))
        return false;
    do {
        const auto number = numberIn(takeElement(list));
        if (!number || (m_length && *m_length != *number))
            return false;
        m_length = number;
    } while (!list.empty());
    return true;
}

// However often it says so: nobody applies it twice, and the outer chunks end where they end.
bool ResponseReader::takeEncodings(std::string_view list) const {
    do {
        if (!equalNames(takeElement(list), "chunked"))
            return false;
    } while (!list.empty());
    return m_http11;
}

void ResponseReader::takeConnection(std::string_view list) {
    while (!list.empty()) {
        const std::string_view option = takeElement(list);
        if (equalNames(option, "close"))
            m_keepsAlive = false;
        else if (!m_http11 && equalNames(option, "keep-alive"))
            m_keepsAlive = true;
    }
}

bool ResponseReader::takeBody(std::string_view bytes, std::size_t& used) {
    used = 0;
    if (m_done)
        return true;
    if (m_chunked) {
        const auto state = m_chunks.feed(bytes, m_body, used);
        m_done = state == ChunkReader::State::Done;
        return m_done || state == ChunkReader::State::NeedMore;
    }
    used = m_length ? static_cast<std::size_t>(std::min<std::uint64_t>(m_left, bytes.size())) : bytes.size();
    m_body.append(bytes.substr(0, used));
    m_left -= m_length ? used : 0;
    m_done = m_length && m_left == 0;
    return true;
}

} // namespace signalbox::http
