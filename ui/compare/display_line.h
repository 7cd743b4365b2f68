// A line of text as the compare page shows it: hostile characters visible, tabs as "⇥" up to four columns, lines over
// 10,000 bytes cut down to what differs. Knows which byte of the line every shown character stands for. Pure; any
// thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <QString>

#include "core/diff/text_diff.h"

namespace signalbox::ui::compare {

struct DisplayLine {
    QString text;
    std::vector<std::uint32_t> bytes; // of each UTF-16 unit, and the end; empty: unit and byte are the same

    [[nodiscard]] int byteAt(int unit) const;
    [[nodiscard]] int unitAt(int byte) const;
};

// `focus`: the part of an over-long line that must stay visible.
[[nodiscard]] DisplayLine displayLine(std::string_view line, diff::Span focus = {});
// Only characters that are shown as they are, one column each.
[[nodiscard]] bool isPlain(std::string_view line);

// UTF-16 units of the line as displayed; 0 when that depends on what must stay visible of it, or it has none.
[[nodiscard]] std::uint32_t displayLength(std::string_view line);

// Where the visual lines of a text begin when it is wrapped at words; the first is 0, there is at least one.
[[nodiscard]] std::vector<int> wrapStarts(QStringView text, int columns);
// How many there are, without making the text. Over-long lines count as they are shown.
[[nodiscard]] int wrapCount(std::string_view line, int columns, diff::Span focus = {});

} // namespace signalbox::ui::compare
