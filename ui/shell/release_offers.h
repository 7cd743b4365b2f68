// Which verbs an agent's release offers now, each with its words and the reason why it cannot be used. Pure; UI thread.
#pragma once

#include <array>

#include "ui/shell/release_view.h"

namespace signalbox::ui::shell {

[[nodiscard]] std::array<Offer, verbCount> offersOf(const Situation& situation);

} // namespace signalbox::ui::shell
