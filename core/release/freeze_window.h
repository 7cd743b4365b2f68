// Times in which a release does not move forward by itself and a person must say why: nights, weekends, the last days
// of the year. They are on the calendar, so they are the one thing here that looks at wall time, and it can only hold.
// Pure but for the time zones of the system; any thread. File form: release.yaml, freeze: […].
// In doubt it holds: where the clock is set back, a time that it shows twice begins a window the first time and ends it
// the second; where it is set forward, a time that it leaves out begins a window at the change and ends it as if the
// clock had not been changed yet. So a window is never open, closed and open again, and nothing moves at a time at
// which the clock on the wall says that nothing may. (Calendars read an end that comes twice as the first one: RFC
// 5545, 3.3.5; that would let automation move while the clock shows the frozen hour again.)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <QJsonArray>

#include "core/base/result.h"
#include "core/base/time.h"

namespace signalbox::release {

struct FreezeWindow {
    std::string name;                // "weekend"
    std::vector<std::string> days{}; // "mon" … "sun", on which it begins; none: every day
    std::string from = "00:00";      // of the day
    std::string until = "24:00";     // of the same day, or of the next one when it is not later than `from`
    std::string firstDate = {};      // "2026-12-20": only on dates from this one …
    std::string lastDate = {};       // … to this one, included; both or none

    bool operator==(const FreezeWindow&) const = default;
};

struct Calendar {
    std::string zone = "UTC"; // "Europe/Berlin": a name of the IANA time zone database
    std::vector<FreezeWindow> windows = {};

    bool operator==(const Calendar&) const = default;
};

// The window that `now` is in: "weekend, until 2026-03-02 08:00 (Europe/Berlin)". A zone that is not known here is a
// freeze as well, for then nobody can tell.
[[nodiscard]] std::optional<std::string> freezeAt(const Calendar& calendar, WallTime now);
// The form of everything; `field` of the error begins with /freeze. Whether the zone is known: isKnownZone().
[[nodiscard]] Result<void> checkCalendar(const Calendar& calendar);
[[nodiscard]] bool isKnownZone(std::string_view zone);

} // namespace signalbox::release
