// What an alert says to people: one sentence first, what was done, who has it and for how long it was open; statistics
// apart. Pure; UI thread (translated). Everything that came from outside is made visible.
#pragma once

#include <QString>

#include "core/protocol/alert_message.h"

namespace signalbox::ui::alerts {

struct AlertWords {
    QString headline;   // what a person would say aloud
    QString done;       // "Rolled back to 2.1.0."
    QString statistics; // how it was judged, behind "Why?"; empty: the headline says it all
};

[[nodiscard]] AlertWords wordsOf(const protocol::Alert& alert);

// "rolled back", "paused": what was done about it.
[[nodiscard]] QString deedText(protocol::AlertDeed deed);
// "open" and "for 12 min", or "ana has it" and "after 3 min": who has it, and how long it was nobody's.
[[nodiscard]] QString holderText(const protocol::Alert& alert);
[[nodiscard]] QString openText(const protocol::Alert& alert, WallTime now);

} // namespace signalbox::ui::alerts
