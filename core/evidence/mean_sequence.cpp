#include "core/evidence/mean_sequence.h"

#include <algorithm>
#include <cmath>

namespace signalbox::evidence {

void Moments::add(double value) {
    ++count;
    const double before = value - mean;
    mean += before / static_cast<double>(count);
    squares += before * (value - mean);
}

double Moments::variance() const {
    return count < 2 ? 0 : squares / static_cast<double>(count - 1);
}

double sequenceScale(double alpha, Sides sides, double horizon) {
    const double x = -2 * std::log(sides == Sides::One ? 2 * alpha : alpha);
    return std::sqrt((x + std::log(x + 1)) / horizon);
}

double sequenceHalfWidth(double variance, double n, double alpha, Sides sides, double horizon) {
    const double scale = sequenceScale(alpha, sides, horizon);
    const double spread = n * scale * scale + 1;
    const double inside = sides == Sides::One ? 1 + std::sqrt(spread) / (2 * alpha) : std::sqrt(spread) / alpha;
    return std::sqrt(variance * 2 * spread / (n * scale * n * scale) * std::log(inside));
}

std::optional<MeanDifference> compareMeans(const Both<Moments>& arms, double alpha, Sides sides, std::uint64_t least,
                                           double margin) {
    if (std::min(arms.stable.count, arms.canary.count) < std::max<std::uint64_t>(least, 2))
        return {};
    const auto canary = static_cast<double>(arms.canary.count);
    const auto stable = static_cast<double>(arms.stable.count);
    const double error = arms.canary.variance() / canary + margin * margin * arms.stable.variance() / stable;
    const double n = canary + stable;
    const double horizon = sides == Sides::One ? oneSidedHorizon : twoSidedHorizon;
    return MeanDifference{arms.canary.mean - margin * arms.stable.mean,
                          sequenceHalfWidth(n * error, n, alpha, sides, horizon)};
}

Both<Moments> steadied(const Both<Moments>& arms) {
    Both<Moments> steady = arms;
    if (arms.canary.count > 1)
        steady.canary.squares =
            std::max(arms.canary.squares, arms.stable.variance() * static_cast<double>(arms.canary.count - 1));
    return steady;
}

std::optional<double> lowerMean(const Moments& arm, double alpha, std::uint64_t least) {
    if (arm.count < std::max<std::uint64_t>(least, 2))
        return {};
    return arm.mean -
           sequenceHalfWidth(arm.variance(), static_cast<double>(arm.count), alpha, Sides::One, oneSidedHorizon);
}

} // namespace signalbox::evidence
