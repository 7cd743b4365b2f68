#include "core/base/time.h"

#include <array>
#include <charconv>
#include <format>

namespace signalbox {

std::string toIso(WallTime time) {
    return std::format("{:%Y-%m-%dT%H:%M:%S}Z", time);
}

Result<WallTime> fromIso(std::string_view text) {
    const auto bad = [&] {
        return failure(Errc::Invalid, "bad_time",
                       std::format("\"{}\" is not a time like 2026-03-01T14:02:11.042Z.", text));
    };
    if (text.size() != 20 && text.size() != 24)
        return bad();
    constexpr std::string_view shape = "dddd-dd-ddTdd:dd:dd";
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (shape[i] == 'd' ? !digit : text[i] != shape[i])
            return bad();
    }
    if (text.back() != 'Z' || (text.size() == 24 && text[19] != '.'))
        return bad();
    const auto number = [&](std::size_t at, std::size_t length) {
        int value = -1;
        std::from_chars(text.data() + at, text.data() + at + length, value);
        return value;
    };
    const int milliseconds = text.size() == 24 ? number(20, 3) : 0;
    const std::chrono::year_month_day day{std::chrono::year{number(0, 4)},
                                          std::chrono::month{static_cast<unsigned>(number(5, 2))},
                                          std::chrono::day{static_cast<unsigned>(number(8, 2))}};
    if (!day.ok() || milliseconds < 0 || number(11, 2) > 23 || number(14, 2) > 59 || number(17, 2) > 59)
        return bad();
    return WallTime{std::chrono::sys_days{day}} + std::chrono::hours{number(11, 2)} +
           std::chrono::minutes{number(14, 2)} + std::chrono::seconds{number(17, 2)} +
           std::chrono::milliseconds{milliseconds};
}

Monotonic SystemClock::monotonic() const {
    return std::chrono::steady_clock::now();
}

WallTime SystemClock::wall() const {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

Monotonic ManualClock::monotonic() const {
    return Monotonic{} + std::chrono::milliseconds{m_elapsed.load()};
}

WallTime ManualClock::wall() const {
    return WallTime{std::chrono::milliseconds{m_wall.load()}};
}

void ManualClock::advance(std::chrono::milliseconds by) {
    m_elapsed += by.count();
    m_wall += by.count();
}

void ManualClock::setWall(WallTime wall) {
    m_wall = wall.time_since_epoch().count();
}

} // namespace signalbox
