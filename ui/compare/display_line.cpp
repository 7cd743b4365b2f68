#include "ui/compare/display_line.h"

#include <algorithm>

#include "core/base/visible_text.h"

namespace signalbox::ui::compare {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t shownAround = 240; // bytes of an over-long line before and after what differs
constexpr std::size_t shownInside = 2'000;

bool continuesCharacter(std::string_view text, std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80;
}

std::size_t characterSize(std::string_view text, std::size_t at) {
    std::size_t end = at + 1;
    while (end - at < 4 && continuesCharacter(text, end))
        ++end;
    return end - at;
}

class Builder {
public:
    explicit Builder(std::string_view line) : m_line(line) {}

    void take(std::size_t begin, std::size_t end) {
        for (std::size_t at = begin; at < end;) {
            const std::size_t size = std::min(characterSize(m_line, at), end - at);
            const std::string_view character = m_line.substr(at, size);
            if (character == "\t")
                add(u"⇥   "_s, at);
            else
                add(QString::fromStdString(visibleText(character, Lines::Visible)), at);
            at += size;
        }
    }

    void skip(std::size_t begin, std::size_t end) {
        if (begin < end)
            add(u" ⟨… %1 bytes …⟩ "_s.arg(end - begin), begin);
    }

    DisplayLine finish() {
        m_result.bytes.push_back(static_cast<std::uint32_t>(m_line.size()));
        return std::move(m_result);
    }

private:
    void add(const QString& text, std::size_t byte) {
        m_result.text += text;
        m_result.bytes.insert(m_result.bytes.end(), static_cast<std::size_t>(text.size()),
                              static_cast<std::uint32_t>(byte));
    }

    std::string_view m_line;
    DisplayLine m_result;
};

std::size_t characterStart(std::string_view line, std::size_t at) {
    at = std::min(at, line.size());
    while (at > 0 && continuesCharacter(line, at))
        --at;
    return at;
}

DisplayLine cutLine(std::string_view line, diff::Span focus) {
    Builder builder(line);
    const std::size_t headEnd = characterStart(line, shownAround);
    const std::size_t from =
        std::max(headEnd, characterStart(line, focus.begin > shownAround ? focus.begin - shownAround : 0));
    const std::size_t until =
        std::max(from, characterStart(line, std::min<std::size_t>(focus.end, focus.begin + shownInside) + shownAround));
    builder.take(0, headEnd);
    builder.skip(headEnd, from);
    builder.take(from, until);
    builder.skip(until, line.size());
    return builder.finish();
}

int columnsOf(char32_t unit) {
    if (unit < 0x300)
        return 1;
    if (unit <= 0x36F || (unit >= 0xFE00 && unit <= 0xFE0F) || unit == 0x200D)
        return 0;
    const bool wide = (unit >= 0x1100 && unit <= 0x115F) || (unit >= 0x2E80 && unit <= 0xD7A3) ||
                      (unit >= 0xF900 && unit <= 0xFAFF) || (unit >= 0xFF00 && unit <= 0xFF60);
    return wide ? 2 : 1; // both halves of a surrogate pair count, so emoji are two wide
}

// Calls `begin` with the start of every visual line. Breaks after white space, inside words only where they are longer
// than a line; never between the halves of a surrogate pair.
template <class At> void wrap(std::size_t size, int columns, const At& at, const auto& begin) {
    begin(std::size_t{0});
    std::size_t start = 0;
    std::size_t breakAt = 0; // after the last white space of this visual line
    int used = 0;
    for (std::size_t i = 0; i < size; ++i) {
        const char32_t unit = at(i);
        used += columnsOf(unit);
        if (used > columns && i > start && unit != ' ' && !(unit >= 0xDC00 && unit <= 0xDFFF)) {
            start = breakAt > start ? breakAt : i;
            begin(start);
            used = 0;
            for (std::size_t k = start; k <= i; ++k)
                used += columnsOf(at(k));
        }
        if (unit == ' ')
            breakAt = i + 1;
    }
}

} // namespace

int DisplayLine::byteAt(int unit) const {
    if (bytes.empty())
        return std::clamp(unit, 0, static_cast<int>(text.size()));
    return static_cast<int>(bytes[static_cast<std::size_t>(std::clamp(unit, 0, static_cast<int>(text.size())))]);
}

int DisplayLine::unitAt(int byte) const {
    if (bytes.empty())
        return std::clamp(byte, 0, static_cast<int>(text.size()));
    const auto found = std::ranges::lower_bound(bytes, static_cast<std::uint32_t>(std::max(byte, 0)));
    return static_cast<int>(std::min<std::ptrdiff_t>(found - bytes.begin(), text.size()));
}

bool isPlain(std::string_view line) {
    return line.size() <= diff::longestWordLine &&
           std::ranges::all_of(line, [](char c) { return c >= ' ' && c < 0x7F; });
}

DisplayLine displayLine(std::string_view line, diff::Span focus) {
    if (isPlain(line))
        return {QString::fromLatin1(line), {}};
    if (line.size() > diff::longestWordLine)
        return cutLine(line, focus);
    Builder builder(line);
    builder.take(0, line.size());
    return builder.finish();
}

std::uint32_t displayLength(std::string_view line) {
    if (isPlain(line))
        return static_cast<std::uint32_t>(line.size());
    return line.size() > diff::longestWordLine ? 0 : static_cast<std::uint32_t>(displayLine(line).text.size());
}

std::vector<int> wrapStarts(QStringView text, int columns) {
    std::vector<int> starts;
    wrap(
        static_cast<std::size_t>(text.size()), std::max(columns, 8),
        [&](std::size_t i) { return static_cast<char32_t>(text[static_cast<qsizetype>(i)].unicode()); },
        [&](std::size_t start) { starts.push_back(static_cast<int>(start)); });
    return starts;
}

int wrapCount(std::string_view line, int columns, diff::Span focus) {
    constexpr std::size_t widest = 8; // columns that a single byte can become
    if (line.size() * widest <= static_cast<std::size_t>(std::max(columns, 0)))
        return 1;
    if (!isPlain(line))
        return static_cast<int>(wrapStarts(displayLine(line, focus).text, columns).size());
    if (line.size() <= static_cast<std::size_t>(std::max(columns, 0)))
        return 1;
    int count = 0;
    wrap(
        line.size(), std::max(columns, 8), [&](std::size_t i) { return static_cast<char32_t>(line[i]); },
        [&](std::size_t) { ++count; });
    return count;
}

} // namespace signalbox::ui::compare
