#include "core/suites/suite.h"

#include <algorithm>
#include <array>

namespace signalbox::suites {

namespace {

constexpr std::array<std::string_view, categoryCount> words{"happy", "edge", "error", "performance", "safety"};

} // namespace

std::string_view toString(Category category) {
    return words[static_cast<std::size_t>(category)];
}

std::optional<Category> categoryFrom(std::string_view word) {
    const auto* const found = std::ranges::find(words, word);
    return found == words.end() ? std::nullopt : std::optional(static_cast<Category>(found - words.begin()));
}

std::size_t Suite::count(Category category) const {
    return static_cast<std::size_t>(std::ranges::count(cases, category, &Case::category));
}

} // namespace signalbox::suites
