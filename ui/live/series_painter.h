// Paints one plotted series: band, whiskers, steps in the role's colour and line style, marks on those of few requests.
// UI thread; takes the colours of the theme in force. Leaves pen and brush changed.
#pragma once

#include <QPainter>

#include "ui/live/chart_geometry.h"

namespace signalbox::ui::live {

enum class Freshness { Fresh, Stale }; // stale is grey

void paintSeries(QPainter& painter, const PlottedSeries& series, const PlotFrame& frame, Freshness freshness);

} // namespace signalbox::ui::live
