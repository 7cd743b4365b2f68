// The pieces of a regular expression on its way from JavaScript to PCRE2. Pure. Private to core/suites.
#pragma once

#include <map>
#include <optional>

#include <QString>

namespace signalbox::suites {

// White space, and everything else, as the inside of a class.
inline constexpr QLatin1StringView
    spaces("\\t-\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}");
inline constexpr QLatin1StringView
    otherThanSpaces("\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{"
                    "200b}-\\x{2027}\\x{202a}-\\x{202e}"
                    "\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}");

[[nodiscard]] bool isHalf(char16_t unit);                     // of a surrogate pair
[[nodiscard]] char32_t placeOf(char16_t unit);                // where it stands for itself
[[nodiscard]] QString escaped(char32_t place);                // "\\x{…}"
[[nodiscard]] QString rangeOf(char16_t least, char16_t most); // as the inside of a class

struct Groups {
    int count = 0;
    std::map<QString, int> names = {};
};

[[nodiscard]] Groups groupsOf(const QString& script);
// What stands between "(?<" and ">" at this place; nullopt: it is no name.
[[nodiscard]] std::optional<QString> nameAt(const QString& script, qsizetype at);

} // namespace signalbox::suites
