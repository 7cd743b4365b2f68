// Fuzzy matching of what a person types with a list of things: the letters in order, words' beginnings and runs count
// more. Pure; any thread.
#pragma once

#include <optional>

#include <QStringView>

namespace signalbox::ui::shell {

// Higher is better; nullopt when the letters of `typed` are not in `text` in order. Case does not matter.
[[nodiscard]] std::optional<int> fuzzyScore(QStringView typed, QStringView text);

} // namespace signalbox::ui::shell
