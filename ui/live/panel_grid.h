// Which metrics the Live page shows, and how wide. Pure; any thread.
#pragma once

#include "ui/live/picture.h"

namespace signalbox::ui::live {

// How many of the grid's columns (1 … 3) the panel of a metric takes when so many panels are shown.
[[nodiscard]] int panelSpan(Metric metric, int columns, int panels);
// Contracts, tools and refusals are shown where something is known of them, or where the plan guards them.
[[nodiscard]] bool isShown(Metric metric, const Picture& picture);

} // namespace signalbox::ui::live
