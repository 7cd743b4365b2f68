#include "ui/live/panel_grid.h"

#include <algorithm>

namespace signalbox::ui::live {

// Every row is full: where cells are left over one or two panels are wide, those that people are paged for.
int panelSpan(Metric metric, int columns, int panels) {
    const int left = (columns - panels % columns) % columns;
    const bool wide = metric == Metric::ErrorRate ? left > 0 : metric == Metric::Latency && left > 1;
    return wide ? 2 : 1;
}

bool isShown(Metric metric, const Picture& picture) {
    const bool isOccasional =
        metric == Metric::ContractViolations || metric == Metric::ToolFailures || metric == Metric::Refusals;
    return !isOccasional || guardrailOf({metric}, picture.guardrails) != nullptr ||
           std::ranges::any_of(picture.lines, [&](const RoleLine& line) { return baseOf(metric, line.total) > 0; });
}

} // namespace signalbox::ui::live
