#include "core/models/budget.h"

#include <algorithm>
#include <array>

namespace signalbox::models {

std::string_view toString(Shortage shortage) {
    constexpr std::array<std::string_view, 3> words{"", "requests", "money"};
    return words.at(static_cast<std::size_t>(shortage));
}

Shortage Budget::shortage(std::chrono::milliseconds now, std::uint64_t requests, agents::PicoUsd most) {
    if (now - m_hour.began >= std::chrono::hours{1} || now < m_hour.began)
        m_hour = {.began = now};
    if (m_limits.requestsPerHour && m_hour.requests + requests > *m_limits.requestsPerHour)
        return Shortage::Requests;
    if (m_limits.moneyPerHour && m_hour.spent + m_reserved + most > *m_limits.moneyPerHour)
        return Shortage::Money;
    return Shortage::None;
}

void Budget::begin(agents::PicoUsd most) {
    ++m_hour.requests;
    ++m_running;
    m_reserved += most;
}

void Budget::end(agents::PicoUsd most, agents::PicoUsd spent) {
    --m_running;
    m_reserved -= most;
    m_hour.spent += spent;
}

bool Rate::hasTurn(Monotonic now) {
    const double seconds = std::chrono::duration<double>(now - m_at).count();
    m_at = now;
    m_turns = std::min(std::max(1.0, m_perSecond), m_turns + seconds * m_perSecond);
    return m_turns >= 1;
}

} // namespace signalbox::models
