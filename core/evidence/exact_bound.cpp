#include "core/evidence/exact_bound.h"

#include <algorithm>

#include <boost/math/special_functions/beta.hpp>

namespace signalbox::evidence {

double lowerShare(std::uint64_t events, std::uint64_t units, double confidence) {
    const std::uint64_t k = std::min(events, units);
    if (k == 0)
        return 0;
    return boost::math::ibeta_inv(static_cast<double>(k), static_cast<double>(units - k + 1), 1 - confidence);
}

double upperShare(std::uint64_t events, std::uint64_t units, double confidence) {
    const std::uint64_t k = std::min(events, units);
    return 1 - lowerShare(units - k, units, confidence);
}

double chanceOfAtLeast(std::uint64_t events, std::uint64_t units, double chance) {
    if (events == 0)
        return 1;
    if (events > units)
        return 0;
    return boost::math::ibeta(static_cast<double>(events), static_cast<double>(units - events + 1), chance);
}

} // namespace signalbox::evidence
