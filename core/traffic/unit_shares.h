// How the requests of one agent spread over its units: how many say nothing of whose they are, and whether one unit
// carries more than its part of them. Bounded: the units that come most often are counted, by the space-saving method,
// so that none with more than 1 of 32 requests is missed and no share is said to be larger than it is. What is older
// fades: every ten minutes all counts are halved. One owner, one thread; UnitsSeen is a value.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "core/base/time.h"
#include "core/traffic/unit.h"

namespace signalbox::traffic {

struct UnitsSeen {
    std::uint64_t requests = 0;
    std::uint64_t unnamed = 0;  // of them, that say nothing of whose they are
    std::uint64_t heaviest = 0; // of them, at least so many from one unit
    std::uint8_t field = 0;     // that named this unit: its place in the workspace's order

    static constexpr std::uint64_t fewest = 200; // requests, before anything is said of them

    // One value stands for more than a fifth of all: it names something else than a conversation or a user.
    [[nodiscard]] bool isDegenerate() const { return requests >= fewest && heaviest * 5 > requests; }

    // Most requests cannot be told apart: each may meet another version than the one before it.
    [[nodiscard]] bool isUnnamed() const { return requests >= fewest && unnamed * 2 > requests; }

    bool operator==(const UnitsSeen&) const = default;
};

struct AgentUnits {
    UnitsSeen seen;
    std::string field = {}; // that named the heaviest unit: "body.user"; empty: none did

    bool operator==(const AgentUnits&) const = default;
};

class UnitShares {
public:
    static constexpr std::chrono::minutes halfLife{10};

    // `unit`: hash of the key.
    void count(std::uint64_t unit, std::optional<std::uint8_t> field, Monotonic now);
    [[nodiscard]] UnitsSeen seen() const;

private:
    static constexpr std::size_t places = 32;

    struct Place {
        std::uint64_t count = 0;
        std::uint64_t tooMany = 0; // at most, of `count`: from the unit that had the place before
        std::uint8_t field = 0;
    };

    void fade(Monotonic now);

    std::array<std::uint64_t, places> m_units{}; // apart: they are looked through at every request
    std::array<Place, places> m_places{};
    std::uint64_t m_requests = 0;
    std::uint64_t m_unnamed = 0;
    Monotonic m_faded{};
};

} // namespace signalbox::traffic
