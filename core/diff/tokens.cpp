#include "core/diff/tokens.h"

#include <algorithm>
#include <cstdint>

namespace signalbox::diff {
namespace {

struct Point {
    char32_t code = 0;
    std::size_t size = 1; // bytes
};

// Broken UTF-8 is taken byte by byte: every byte is then its own point, so cuts stay where they are.
Point pointAt(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    const unsigned char first = byte(0);
    const std::size_t size = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1;
    if (size == 1 || first > 0xF4 || at + size > text.size())
        return {first < 0x80 ? first : char32_t{0xFFFD}, 1};
    char32_t code = first & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xC0U) != 0x80)
            return {0xFFFD, 1};
        code = (code << 6U) | (byte(i) & 0x3FU);
    }
    return {code, size};
}

enum class Class { Blank, Digit, Word, Single, Joining };

bool isIn(char32_t code, char32_t first, char32_t last) {
    return code >= first && code <= last;
}

Class classOf(char32_t code) {
    if (code == ' ' || code == '\t' || code == '\r' || code == 0xA0)
        return Class::Blank;
    if (isIn(code, '0', '9'))
        return Class::Digit;
    if (isIn(code, 'a', 'z') || isIn(code, 'A', 'Z') || code == '_')
        return Class::Word;
    if (code < 0x80)
        return Class::Single;
    // Combining marks, joiners, variation selectors and skin tones belong to what stands before them.
    if (isIn(code, 0x300, 0x36F) || code == 0x200D || isIn(code, 0xFE00, 0xFE0F) || isIn(code, 0x1F3FB, 0x1F3FF) ||
        isIn(code, 0x1AB0, 0x1AFF) || isIn(code, 0x20D0, 0x20FF))
        return Class::Joining;
    if (isIn(code, 0x80, 0xBF) || isIn(code, 0x2000, 0x2BFF))
        return Class::Single;
    return code < 0x2E80 || isIn(code, 0xAC00, 0xD7A3) ? Class::Word : Class::Single; // ideographs stand alone
}

std::size_t placeholderSize(std::string_view rest) {
    constexpr std::size_t longest = 120;
    if (!rest.starts_with("{{"))
        return 0;
    const auto end = rest.substr(0, longest).find("}}", 2);
    if (end == std::string_view::npos || rest.substr(2, end - 2).find('{') != std::string_view::npos)
        return 0;
    return end + 2;
}

// "1,000.50" is one number; a full stop after it is not part of it.
bool continuesNumber(std::string_view line, std::size_t at) {
    return (line[at] == '.' || line[at] == ',') && at + 1 < line.size() && line[at + 1] >= '0' && line[at + 1] <= '9';
}

std::size_t tokenEnd(std::string_view line, std::size_t begin) {
    if (const auto size = placeholderSize(line.substr(begin)))
        return begin + size;
    const Point first = pointAt(line, begin);
    const Class kind = classOf(first.code);
    std::size_t end = begin + first.size;
    char32_t last = first.code;
    while (end < line.size()) {
        const Point next = pointAt(line, end);
        const Class nextKind = classOf(next.code);
        const bool wordLike = kind == Class::Word || kind == Class::Digit;
        const bool joins = nextKind == Class::Joining || last == 0x200D || (kind == Class::Blank && nextKind == kind) ||
                           (wordLike && (nextKind == Class::Word || nextKind == Class::Digit)) ||
                           (kind == Class::Digit && continuesNumber(line, end));
        if (!joins)
            break;
        end += next.size;
        last = next.code;
    }
    return end;
}

} // namespace

std::vector<std::string_view> cutIntoTokens(std::string_view line) {
    std::vector<std::string_view> tokens;
    tokens.reserve(line.size() / 3 + 1);
    for (std::size_t at = 0; at < line.size();) {
        const std::size_t end = tokenEnd(line, at);
        tokens.push_back(line.substr(at, end - at));
        at = end;
    }
    return tokens;
}

bool isBlank(std::string_view token) {
    return token.find_first_not_of(" \t\r") == std::string_view::npos;
}

} // namespace signalbox::diff
