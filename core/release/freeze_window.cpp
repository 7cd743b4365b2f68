#include "core/release/freeze_window.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <format>
#include <stdexcept>

#include "core/release/plan_mistakes.h"

namespace signalbox::release {

using namespace std::chrono_literals;

namespace {

using Days = std::chrono::local_days;
using Minutes = std::chrono::minutes;

constexpr std::array<std::string_view, 7> dayNames{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}; // as in C
constexpr std::size_t mostWindows = 50;
constexpr std::size_t longestName = 100;

std::optional<int> numberIn(std::string_view text) {
    int value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    return code == std::errc{} && end == text.data() + text.size() && digits ? std::optional(value) : std::nullopt;
}

// "08:30"; "24:00" is the end of the day.
std::optional<Minutes> timeIn(std::string_view text) {
    if (text.size() != 5 || text[2] != ':')
        return std::nullopt;
    const auto hours = numberIn(text.substr(0, 2));
    const auto minutes = numberIn(text.substr(3));
    if (!hours || !minutes || *minutes > 59)
        return std::nullopt;
    const Minutes time = std::chrono::hours{*hours} + Minutes{*minutes};
    return time <= 24h ? std::optional(time) : std::nullopt;
}

// "2026-12-20"
std::optional<Days> dateIn(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return std::nullopt;
    const auto year = numberIn(text.substr(0, 4));
    const auto month = numberIn(text.substr(5, 2));
    const auto day = numberIn(text.substr(8));
    if (!year || !month || !day)
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    return date.ok() ? std::optional(Days{date}) : std::nullopt;
}

void checkWindow(const FreezeWindow& window, const std::string& field, PlanMistakes& mistakes) {
    if (window.name.empty() || window.name.size() > longestName)
        mistakes.add("A freeze window has no name, or a very long one.", field + "/name",
                     "Say what it is, such as weekend.", "name: weekend");
    for (std::size_t i = 0; i < window.days.size(); ++i) {
        if (!std::ranges::contains(dayNames, window.days[i]))
            mistakes.add(std::format("\"{}\" is not a day of the week.", window.days[i]),
                         std::format("{}/days/{}", field, i), "Use mon, tue, wed, thu, fri, sat, sun.", "- sat");
    }
    const auto from = timeIn(window.from);
    if (!from || *from == 24h)
        mistakes.add(std::format("\"{}\" is not a time of day.", window.from), field + "/from", "Write it like 18:30.",
                     "from: \"00:00\"");
    if (!timeIn(window.until))
        mistakes.add(std::format("\"{}\" is not a time of day.", window.until), field + "/until",
                     "Write it like 08:00; 24:00 is midnight.", "until: \"24:00\"");
    if (window.firstDate.empty() && window.lastDate.empty())
        return;
    const auto first = dateIn(window.firstDate);
    const auto last = dateIn(window.lastDate);
    if (!first || !last || *last < *first)
        mistakes.add(std::format("\"{}\" to \"{}\" are not two dates in order.", window.firstDate, window.lastDate),
                     field + (first ? "/last_date" : "/first_date"), "Write them like 2026-12-20; give both or none.",
                     first ? "last_date: " + window.firstDate
                           : "first_date: " + (last ? window.lastDate : "2026-12-20"));
}

using Local = std::chrono::local_time<Minutes>;

using Zone = const std::chrono::time_zone*; // null: UTC, which needs no database

std::optional<Zone> zoneNamed(const std::string& name) {
    if (name == "UTC")
        return nullptr;
    try {
        return std::chrono::locate_zone(name);
    } catch (const std::runtime_error&) {
        return std::nullopt;
    }
}

// What a clock on the wall may mean: two moments where it is set back, none where it is set forward.
struct Reading {
    WallTime earliest;
    WallTime latest;
};

Reading readingOf(Zone zone, Local local) {
    if (zone == nullptr)
        return {WallTime{local.time_since_epoch()}, WallTime{local.time_since_epoch()}};
    const auto info = zone->get_info(local);
    const auto at = [&](const std::chrono::sys_info& offset) {
        return WallTime{local.time_since_epoch() - offset.offset};
    };
    if (info.result == std::chrono::local_info::ambiguous)
        return {at(info.first), at(info.second)};
    if (info.result == std::chrono::local_info::nonexistent)
        return {WallTime{info.first.end.time_since_epoch()}, at(info.first)};
    return {at(info.first), at(info.first)};
}

bool isOn(const FreezeWindow& window, Days day) {
    const std::string_view name = dayNames[std::chrono::weekday{day}.c_encoding()];
    if (!window.days.empty() && !std::ranges::contains(window.days, name))
        return false;
    const auto first = dateIn(window.firstDate);
    const auto last = dateIn(window.lastDate);
    return (!first || day >= *first) && (!last || day <= *last);
}

// Where the window that begins on `day` ends, if there is one and `now` is in it.
std::optional<WallTime> endOf(const FreezeWindow& window, Zone zone, Days day, WallTime now) {
    if (!isOn(window, day))
        return std::nullopt;
    const Minutes from = timeIn(window.from).value_or(0min);
    const Minutes until = timeIn(window.until).value_or(24h);
    const WallTime begin = readingOf(zone, day + from).earliest;
    const WallTime end = readingOf(zone, day + until + (until <= from ? Minutes{24h} : 0min)).latest;
    return begin <= now && now < end ? std::optional(end) : std::nullopt;
}

// "2026-10-25 02:30", and " CET" where the clock shows that time twice.
std::string wordsOf(Zone zone, WallTime time) {
    if (zone == nullptr)
        return std::format("{:%F %R}", time);
    const std::chrono::zoned_time local{zone, time};
    const bool twice = zone->get_info(std::chrono::floor<Minutes>(local.get_local_time())).result ==
                       std::chrono::local_info::ambiguous;
    return twice ? std::format("{:%F %R %Z}", local) : std::format("{:%F %R}", local);
}

} // namespace

bool isKnownZone(std::string_view zone) {
    return zoneNamed(std::string(zone)).has_value();
}

Result<void> checkCalendar(const Calendar& calendar) {
    PlanMistakes mistakes;
    if (calendar.windows.size() > mostWindows)
        mistakes.add(std::format("The plan has {} freeze windows.", calendar.windows.size()), "/freeze",
                     "Use at most 50.");
    for (std::size_t i = 0; i < calendar.windows.size(); ++i)
        checkWindow(calendar.windows[i], std::format("/freeze/{}", i), mistakes);
    return mistakes.result();
}

std::optional<std::string> freezeAt(const Calendar& calendar, WallTime now) {
    if (calendar.windows.empty())
        return std::nullopt;
    const auto zone = zoneNamed(calendar.zone);
    if (!zone)
        return std::format("the time zone {} is not known here, so nobody can tell", calendar.zone);
    const auto local = *zone == nullptr ? std::chrono::local_time<std::chrono::milliseconds>{now.time_since_epoch()}
                                        : (*zone)->to_local(now);
    const Days today{std::chrono::floor<std::chrono::days>(local)};
    for (const FreezeWindow& window : calendar.windows) {
        for (const int back : {0, 1, 2}) { // over midnight, and an hour more where the clock is set back then
            if (const auto end = endOf(window, *zone, today - std::chrono::days{back}, now))
                return std::format("{}, until {} ({})", window.name, wordsOf(*zone, *end), calendar.zone);
        }
    }
    return std::nullopt;
}

} // namespace signalbox::release
