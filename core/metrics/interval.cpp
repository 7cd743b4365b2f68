#include "core/metrics/interval.h"

#include <algorithm>
#include <cmath>

namespace signalbox::metrics {

namespace {

constexpr double z95 = 1.959963984540054;

} // namespace

Interval shareInterval(std::uint64_t events, std::uint64_t of) {
    if (of == 0)
        return {.low = 0, .high = 1};
    const auto n = static_cast<double>(of);
    const double share = static_cast<double>(std::min(events, of)) / n;
    const double square = z95 * z95;
    const double middle = (share + square / (2 * n)) / (1 + square / n);
    const double half = z95 * std::sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n);
    // At the ends the formula meets 0 and 1 but for the last digit.
    return {.low = events == 0 ? 0 : std::clamp(middle - half, 0.0, share),
            .high = events >= of ? 1 : std::clamp(middle + half, share, 1.0)};
}

Interval quantileInterval(const Histogram& values, double quantile) {
    const auto n = static_cast<double>(values.count());
    const double middle = quantile * n;
    const double half = z95 * std::sqrt(middle * (1 - quantile));
    const double value = values.quantile(quantile).value_or(0);
    const double low = values.quantile((middle - half) / n).value_or(value);
    const double high = values.quantile((middle + half + 1) / n).value_or(value);
    return {.low = std::min(low, value), .high = std::max(high, value)};
}

Interval countInterval(std::uint64_t events) {
    const auto n = static_cast<double>(events);
    const auto bound = [](double count, double z) {
        return count * std::pow(1 - 1 / (9 * count) + z / (3 * std::sqrt(count)), 3);
    };
    return {.low = events == 0 ? 0 : std::max(0.0, bound(n, -z95)), .high = bound(n + 1, z95)};
}

} // namespace signalbox::metrics
