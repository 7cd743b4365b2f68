#include "core/traffic/unit_shares.h"

#include <algorithm>

namespace signalbox::traffic {

void UnitShares::fade(Monotonic now) {
    if (m_faded == Monotonic{})
        m_faded = now;
    for (; now - m_faded >= halfLife; m_faded += halfLife) {
        m_requests /= 2;
        m_unnamed /= 2;
        for (Place& place : m_places) {
            place.count /= 2;
            place.tooMany = (place.tooMany + 1) / 2;
        }
        if (m_requests == 0)
            m_faded = now; // nothing is left to fade
    }
}

void UnitShares::count(std::uint64_t unit, std::optional<std::uint8_t> field, Monotonic now) {
    fade(now);
    ++m_requests;
    if (!field) {
        ++m_unnamed;
        return;
    }
    const auto found = std::ranges::find(m_units, unit);
    auto index = static_cast<std::size_t>(found - m_units.begin());
    if (found == m_units.end()) {
        index = static_cast<std::size_t>(std::ranges::min_element(m_places, {}, &Place::count) - m_places.begin());
        m_units.at(index) = unit;
        m_places.at(index).tooMany = m_places.at(index).count;
    }
    m_places.at(index).field = *field;
    ++m_places.at(index).count;
}

UnitsSeen UnitShares::seen() const {
    const auto sure = [](const Place& place) { return place.count - std::min(place.count, place.tooMany); };
    const Place& heaviest = *std::ranges::max_element(m_places, {}, sure);
    return {.requests = m_requests, .unnamed = m_unnamed, .heaviest = sure(heaviest), .field = heaviest.field};
}

} // namespace signalbox::traffic
