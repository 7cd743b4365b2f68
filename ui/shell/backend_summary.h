// What goes on in a backend, in a few words: the releases that run and the alerts that nobody has acknowledged. A pure
// function of the mirror's values; UI thread (translations).
#pragma once

#include "ui/shell/recent_backends.h"

namespace signalbox::client {
class BackendMirror;
}

namespace signalbox::ui::shell {

// Empty text: nothing is known yet.
[[nodiscard]] BackendSummary summaryOf(const client::BackendMirror& mirror);

} // namespace signalbox::ui::shell
