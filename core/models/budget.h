// What may be asked of models: money and requests within an hour, requests within a second, so many at once. Whoever
// asks models besides callers (shadows, the judge, embeddings) asks within one. One owner each, no lock.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "core/agents/workspace.h"
#include "core/base/time.h"

namespace signalbox::models {

struct BudgetLimits { // nullopt: none
    std::optional<agents::PicoUsd> moneyPerHour = {};
    std::optional<std::uint64_t> requestsPerHour = {};
    std::size_t atOnce = std::numeric_limits<std::size_t>::max();
};

// What an hour has used; may outlive a restart.
struct BudgetHour {
    std::chrono::milliseconds began{0}; // by the clock that the owner asks with
    std::uint64_t requests = 0;
    agents::PicoUsd spent = 0;

    bool operator==(const BudgetHour&) const = default;
};

enum class Shortage : std::uint8_t { None, Requests, Money };
[[nodiscard]] std::string_view toString(Shortage shortage); // "", "requests", "money"

class Budget {
public:
    explicit Budget(BudgetLimits limits, BudgetHour hour = {}) : m_limits(limits), m_hour(hour) {}

    // Whether `requests` that may cost `most` in all fit into this hour. A clock that was set back begins a new one.
    [[nodiscard]] Shortage shortage(std::chrono::milliseconds now, std::uint64_t requests, agents::PicoUsd most);

    [[nodiscard]] bool hasPlace() const { return m_running < m_limits.atOnce; }

    // One request is on its way and may cost `most`; it is over, and has cost `spent`.
    void begin(agents::PicoUsd most);
    void end(agents::PicoUsd most, agents::PicoUsd spent);

    [[nodiscard]] std::size_t running() const { return m_running; }

    [[nodiscard]] const BudgetHour& hour() const { return m_hour; }

private:
    BudgetLimits m_limits;
    BudgetHour m_hour;
    std::size_t m_running = 0;
    agents::PicoUsd m_reserved = 0; // by what is running
};

// So many a second, at most a second's worth at once.
class Rate {
public:
    Rate(double perSecond, Monotonic now) : m_perSecond(perSecond), m_turns(perSecond), m_at(now) {}

    [[nodiscard]] bool hasTurn(Monotonic now);

    void take() { m_turns -= 1; }

private:
    double m_perSecond;
    double m_turns;
    Monotonic m_at;
};

} // namespace signalbox::models
