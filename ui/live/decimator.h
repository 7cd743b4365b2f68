// Cuts a line of samples down to what a chart of given width can show: at most two points per pixel column, its minimum
// and maximum in time order, so that no spike is lost. Pure; any thread. x is in the samples' own unit.
#pragma once

#include <span>
#include <vector>

#include <QPointF>

namespace signalbox::ui::live {

// `samples` have rising x. Those outside [from, to] are left out, but for the one just before and just after, so that
// the line runs to the edges. `columns` <= 0 yields nothing.
[[nodiscard]] std::vector<QPointF> decimate(std::span<const QPointF> samples, double from, double to, int columns);

} // namespace signalbox::ui::live
