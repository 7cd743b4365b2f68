// What signalbox.yaml says: providers, model prices, teams, what tells callers apart. Values; any thread.
// Prices are in pico-USD per token (2.5e-6 USD = 2,500,000), sums in int64 pico-USD (limit 9.2 million USD).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/agents/adoption.h"
#include "core/agents/provider.h"
#include "core/agents/unit_field.h"
#include "core/base/result.h"

namespace signalbox::agents {

using PicoUsd = std::int64_t;
inline constexpr double picoPerUsd = 1e12;

struct Price { // per token
    PicoUsd input = 0;
    PicoUsd output = 0;
    std::optional<PicoUsd> cachedInput;
};

struct Team {
    std::string name;
    std::string title;
    std::vector<std::string> agents; // in the order in which they hand work to each other
};

struct Workspace {
    std::string name;
    std::map<std::string, Provider> providers;
    std::map<std::string, Provider> upstreams; // agent services: where requests and their credentials may go besides
    std::map<std::string, Price> prices;       // by model id
    std::vector<Team> teams;
    std::map<std::string, std::string> stable; // agent → the version that serves it when nothing was recorded yet
    std::map<std::string, Adoption> adopted;   // by agent
    std::vector<UnitField> units = usualUnitFields(); // in this order; the first that says something counts
};

// Whether some provider is the rehearsal server.
[[nodiscard]] bool isSimulated(const Workspace& workspace);

// An error holds every mistake of the file as a finding.
[[nodiscard]] Result<Workspace> readWorkspace(std::string_view yaml);

} // namespace signalbox::agents
