#include "core/metrics/shadow_counts.h"

namespace signalbox::metrics {

std::string_view toString(ShadowDrop reason) {
    static constexpr std::array<std::string_view, shadowDropKinds> words{
        "full", "late", "rate", "budget", "unavailable", "withdrawn", "unreachable"};
    return words.at(static_cast<std::size_t>(reason));
}

} // namespace signalbox::metrics
