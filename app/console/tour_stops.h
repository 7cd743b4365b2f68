// Where the tour stops: what it does there as a person would, and what it waits for. UI thread.
#pragma once

#include "app/console/tour.h"

namespace signalbox::console {

// `open` opens the backend that the command line asked for.
[[nodiscard]] std::vector<TourStop> tourStops(ui::shell::MainWindow& window, const TourDeeds& deeds);

} // namespace signalbox::console
