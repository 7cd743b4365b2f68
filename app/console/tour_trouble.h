// The part of the tour in which things go wrong: a model that is gone, the alert of it, a token that is refused, a
// backend that nothing is heard of. What is shown comes of what really happens. UI thread.
#pragma once

#include "app/console/tour.h"

namespace signalbox::console {

void addTrouble(std::vector<TourStop>& stops, ui::shell::MainWindow& window, const TourDeeds& deeds);

} // namespace signalbox::console
