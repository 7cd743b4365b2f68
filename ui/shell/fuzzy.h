// Fuzzy matching of what a person types with a list of things: the letters in order, words' beginnings and runs count
// more. Pure; any thread.
#pragma once

#include <optional>

#include <QStringView>

namespace signalbox::ui::shell {

// Higher is better; nullopt when the letters of `typed` are not in `text` in order. Case does not matter.
[[nodiscard]] std::optional<int> fuzzyScore(QStringView typed, QStringView text);

// The words of `typed` in any order, each by its letters as above; nullopt when one of them is not there.
[[nodiscard]] std::optional<int> wordsScore(QStringView typed, QStringView text);
// Whether one of the words typed, of three letters or more, begins a word of `name`: nobody types that by chance.
[[nodiscard]] bool namesIt(QStringView typed, QStringView name);

} // namespace signalbox::ui::shell
