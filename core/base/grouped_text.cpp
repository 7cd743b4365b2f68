#include "core/base/grouped_text.h"

#include <cstddef>

namespace signalbox {

std::string groupedText(std::uint64_t number) {
    std::string text = std::to_string(number);
    for (std::ptrdiff_t place = static_cast<std::ptrdiff_t>(text.size()) - 3; place > 0; place -= 3)
        text.insert(static_cast<std::size_t>(place), ",");
    return text;
}

} // namespace signalbox
