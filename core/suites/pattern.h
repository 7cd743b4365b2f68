// A regular expression as JavaScript has it without flags (white space, line ends, lone escapes, empty classes, halves
// of surrogate pairs as characters of their own), in bounded time: what explodes ends at a match limit and is left
// open. Immutable once made; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <QRegularExpression>

#include "core/base/result.h"

namespace signalbox::suites {

class Pattern {
public:
    enum class Match : std::uint8_t { Yes, No, Open };

    // Errors: Invalid "bad_pattern" (JavaScript would refuse it too) and "pattern_not_run" (valid there, and nothing
    // that can be run here).
    [[nodiscard]] static Result<std::shared_ptr<const Pattern>> of(std::string_view script);
    // Anywhere in the text. Open: it takes too many steps, or the text is too long.
    [[nodiscard]] Match in(std::string_view text) const;

    static constexpr std::size_t longestPattern = 4 * 1024; // bytes

    // The matcher begins to count anew at every place of the text, so that a longer text gets fewer steps a place.
    struct Reach {
        std::size_t text; // bytes
        int steps;
    };

    static constexpr std::array reaches{Reach{4 * 1024, 200'000}, Reach{64 * 1024, 20'000}, Reach{1024 * 1024, 2'000}};

private:
    explicit Pattern(std::array<QRegularExpression, reaches.size()> expressions)
        : m_expressions(std::move(expressions)) {}

    std::array<QRegularExpression, reaches.size()> m_expressions;
};

// The pattern in the words of PCRE2, with every half of a surrogate pair moved to where it stands for itself (and so
// must the text be). Errors as above.
[[nodiscard]] Result<QString> portablePattern(const QString& script);
[[nodiscard]] QString portableText(const QString& text);

} // namespace signalbox::suites
