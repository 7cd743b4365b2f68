// What a person is told about the link to a backend: one sentence that says what and since when, one that says what to
// do, and the one button that helps. Pure functions of values; UI thread (translations).
#pragma once

#include <optional>

#include <QString>

#include "core/client/link.h"
#include "ui/base/chip.h"

namespace signalbox::ui {

enum class LinkRemedy { None, RetryNow, GiveToken, StartAgain, GoOn };

// Everything that the words depend on.
struct LinkFacts {
    client::Link link;
    QString address;                            // "127.0.0.1:7420"
    std::optional<Error> ended = {};            // a backend of this console's own that ended by itself, and why
    std::optional<WallTime> otherSince = {};    // another backend answers there since, and nobody has seen that yet
    std::optional<Error> workspaceProblem = {}; // as the backend says
};

struct LinkNotice {
    Tone tone = Tone::Bad;
    QString text; // what, and since when
    QString hint; // what to do
    LinkRemedy remedy = LinkRemedy::None;
    bool stale = true; // what is shown may be wrong

    bool operator==(const LinkNotice&) const = default;
};

// Nothing while all is well.
[[nodiscard]] std::optional<LinkNotice> linkNotice(const LinkFacts& facts);
// Why nothing can be done now: the reason of disabled buttons. Empty while connected.
[[nodiscard]] QString staleText(const client::Link& link);
// "again in 3 s", "trying now"; empty while connected.
[[nodiscard]] QString retryText(const client::Link& link, WallTime now);

} // namespace signalbox::ui
