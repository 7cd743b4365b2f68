#include "core/http/date.h"

#include <array>
#include <ctime>

namespace signalbox::http {

std::string_view dateNow() {
    thread_local std::array<char, 40> text;
    thread_local std::size_t size = 0;
    thread_local std::time_t second = 0;
    const std::time_t now = std::time(nullptr);
    if (size == 0 || now != second) {
        std::tm parts{};
        gmtime_r(&now, &parts);
        size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
        second = now;
    }
    return {text.data(), size};
}

} // namespace signalbox::http
