#include "ui/live/chart_scale.h"

#include <cmath>

namespace signalbox::ui::live {

double roundUp(double value) {
    if (!(value > 0) || !std::isfinite(value))
        return 1;
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0, 10.0})
        if (value <= factor * power * (1 + 1e-9))
            return factor * power;
    return 10 * power;
}

ValueScale scaleFor(double largest, std::optional<double> limit) {
    const double values = largest > 0 && std::isfinite(largest) ? largest * 1.05 : 0;
    if (limit && *limit > 0 && (values == 0 || values >= *limit / 4))
        return {.top = roundUp(std::max(values, *limit * 1.15)), .showsLimit = true};
    return {.top = roundUp(values), .showsLimit = false};
}

} // namespace signalbox::ui::live
