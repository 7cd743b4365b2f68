// The offers of break-glass, freeze, gates, queue and conversations that still end, and what a freeze forbids. Pure; UI
// thread. Inside ui/releases.
#pragma once

#include <array>

#include "ui/releases/release_view.h"

namespace signalbox::ui::releases {

void addCautionOffers(const Situation& situation, std::array<Offer, verbCount>& offers);
// Why a frozen agent does not take this verb; empty: it does.
[[nodiscard]] QString freezeObstacle(Verb verb, const protocol::AgentStatus& status);

} // namespace signalbox::ui::releases
