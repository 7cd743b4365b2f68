#include "core/base/visible_text.h"

#include <cstdint>
#include <format>

namespace signalbox {

namespace {

struct Decoded {
    char32_t code;
    std::size_t length; // bytes used
    bool valid;
};

Decoded decode(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const std::uint8_t lead = byte(0);
    if (lead < 0x80)
        return {lead, 1, true};
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < length)
        return {0xFFFD, 1, false};
    char32_t code = lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U)
            return {0xFFFD, 1, false};
        code = (code << 6U) | (byte(i) & 0x3FU);
    }
    const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    if (overlong || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        return {0xFFFD, 1, false};
    return {code, length, true};
}

// Characters that change how others look, or cannot be seen at all.
bool isDeceptive(char32_t c) {
    return c == 0x00AD || c == 0x034F || c == 0x061C || c == 0x115F || c == 0x1160 || c == 0x180E ||
           (c >= 0x200B && c <= 0x200C) || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0x3164 || c == 0xFEFF || c == 0xFFA0 || (c >= 0xFFF9 && c <= 0xFFFB) ||
           (c >= 0xE0000 && c <= 0xE0FFF) || (c >= 0x80 && c <= 0x9F);
}

void append(char32_t c, std::string& out) {
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0U | (c >> 6U));
        out += static_cast<char>(0x80U | (c & 0x3FU));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0U | (c >> 12U));
        out += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
        out += static_cast<char>(0x80U | (c & 0x3FU));
    } else {
        out += static_cast<char>(0xF0U | (c >> 18U));
        out += static_cast<char>(0x80U | ((c >> 12U) & 0x3FU));
        out += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
        out += static_cast<char>(0x80U | (c & 0x3FU));
    }
}

void appendVisible(char32_t c, Lines lines, std::string& out) {
    if ((c == '\n' || c == '\t') && lines == Lines::Keep)
        out += static_cast<char>(c);
    else if (c == '\n')
        out += "⏎";
    else if (c == '\t')
        out += "⇥";
    else if (c < 0x20)
        append(0x2400 + c, out); // the control pictures block
    else if (c == 0x7F)
        out += "␡";
    else if (isDeceptive(c))
        out += std::format("⟨U+{:04X}⟩", static_cast<std::uint32_t>(c));
    else
        append(c, out);
}

} // namespace

std::string visibleText(std::string_view utf8, Lines lines, std::size_t limit) {
    std::string out;
    out.reserve(utf8.size());
    std::size_t count = 0;
    while (!utf8.empty()) {
        if (limit != 0 && ++count > limit) {
            out += "…";
            break;
        }
        const Decoded next = decode(utf8);
        appendVisible(next.code, lines, out);
        utf8.remove_prefix(next.length);
    }
    return out;
}

} // namespace signalbox
