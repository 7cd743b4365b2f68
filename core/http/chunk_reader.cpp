#include "core/http/chunk_reader.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/http/strict_head.h"

namespace signalbox::http {

namespace {

constexpr std::size_t mostDigits = 16;

// Behind the opening quote; what follows the closing one. nullopt: it does not close, or holds a control character.
std::optional<std::string_view> afterQuoted(std::string_view text) {
    while (!text.empty() && text.front() != '"') {
        if (text.front() == '\\')
            text.remove_prefix(1);
        if (text.empty() || isControl(text.front()))
            return std::nullopt;
        text.remove_prefix(1);
    }
    return text.empty() ? std::nullopt : std::optional(text.substr(1));
}

std::string_view behindBlanks(std::string_view text) {
    return text.substr(std::min(text.find_first_not_of(" \t"), text.size()));
}

// *( BWS ";" BWS name [ BWS "=" BWS value ] )
bool areExtensions(std::string_view text) {
    while (!text.empty()) {
        text = behindBlanks(text);
        if (!text.starts_with(';'))
            return false;
        text = behindBlanks(text.substr(1));
        const std::string_view name = text.substr(0, text.find_first_of(";= \t"));
        text.remove_prefix(name.size());
        if (!isToken(name))
            return false;
        if (!behindBlanks(text).starts_with('='))
            continue;
        text = behindBlanks(behindBlanks(text).substr(1));
        if (text.starts_with('"')) {
            const auto rest = afterQuoted(text.substr(1));
            if (!rest)
                return false;
            text = *rest;
        } else {
            const std::string_view value = text.substr(0, text.find_first_of("; \t"));
            text.remove_prefix(value.size());
            if (!isToken(value))
                return false;
        }
    }
    return true;
}

// Blanks, and whatever stands behind a semicolon.
bool areIgnored(std::string_view text) {
    text = behindBlanks(text);
    return (text.empty() || text.front() == ';') && std::ranges::none_of(text, isControl);
}

} // namespace

ChunkReader::State ChunkReader::feed(std::string_view bytes, std::string& body, std::size_t& used) {
    for (used = 0;;) {
        const std::string_view rest = bytes.substr(used);
        if (m_part == Part::Data) {
            const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(m_chunkLeft, rest.size()));
            body.append(rest.substr(0, count));
            used += count;
            m_chunkLeft -= count;
            if (m_chunkLeft > 0)
                return State::NeedMore;
            m_part = Part::DataEnd;
        } else if (m_part == Part::DataEnd) {
            if (!rest.starts_with(lineEnd))
                return lineEnd.starts_with(rest) ? State::NeedMore : State::Malformed;
            used += lineEnd.size();
            m_part = Part::Size;
        } else {
            const std::size_t longest = m_part == Part::Size ? mostDigits + m_extensionsLeft : m_trailersLeft;
            const auto end = rest.find_first_of(lineEnd);
            if (std::min(end, rest.size()) > longest)
                return State::Malformed;
            if (end == std::string_view::npos || rest.substr(end) == "\r")
                return State::NeedMore;
            if (!rest.substr(end).starts_with(lineEnd))
                return State::Malformed;
            used += end + lineEnd.size();
            const std::string_view line = rest.substr(0, end);
            const State state = m_part == Part::Size ? sizeLine(line) : trailerLine(line);
            if (state != State::NeedMore)
                return state;
        }
    }
}

ChunkReader::State ChunkReader::sizeLine(std::string_view line) {
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), m_chunkLeft, 16);
    const auto digits = static_cast<std::size_t>(end - line.data());
    const std::string_view extensions = line.substr(digits);
    if (error != std::errc{} || digits > mostDigits || extensions.size() > m_extensionsLeft ||
        !(m_of == Of::Caller ? areExtensions(extensions) : areIgnored(extensions)))
        return State::Malformed;
    if (m_of == Of::Caller)
        m_extensionsLeft -= extensions.size();
    if (m_chunkLeft > m_bodyLeft)
        return State::TooLong;
    m_bodyLeft -= static_cast<std::size_t>(m_chunkLeft);
    m_part = m_chunkLeft == 0 ? Part::Trailer : Part::Data;
    return State::NeedMore;
}

ChunkReader::State ChunkReader::trailerLine(std::string_view line) {
    if (line.empty())
        return State::Done;
    if (line.size() + lineEnd.size() > m_trailersLeft || !isTrailer(line))
        return State::Malformed;
    m_trailersLeft -= line.size() + lineEnd.size();
    return State::NeedMore;
}

} // namespace signalbox::http
