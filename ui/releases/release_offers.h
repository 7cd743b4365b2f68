// Which verbs an agent's release offers now, each with its words and the reason why it cannot be used. Pure; UI thread.
#pragma once

#include <array>

#include "ui/releases/release_view.h"

namespace signalbox::ui::releases {

[[nodiscard]] std::array<Offer, verbCount> offersOf(const Situation& situation);

} // namespace signalbox::ui::releases
