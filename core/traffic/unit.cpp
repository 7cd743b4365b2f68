#include "core/traffic/unit.h"

namespace signalbox::traffic {

std::string_view keyIn(std::string_view text) {
    constexpr std::string_view white = " \t\r\n";
    const auto first = text.find_first_not_of(white);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(white) - first + 1);
}

} // namespace signalbox::traffic
