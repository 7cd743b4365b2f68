// Which version answers which unit of each agent. A RouteTable is immutable after it is built and is swapped whole;
// threads share it as std::shared_ptr<const RouteTable>. choose() takes no lock and allocates nothing.
//
// Assignment: SipHash-2-4 of the unit under the agent's salt, reduced to 0 … 99,999; the canary takes the units below
// its weight. So raising the weight moves units only towards the canary, lowering it only back. Which units a shadow
// gets copies of is drawn apart from that, so that it sees the same mix as stable.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/agents/snapshot.h"
#include "core/agents/version.h"
#include "core/traffic/weight.h"

namespace signalbox::traffic {

enum class Role { Stable, Canary, Shadow };
[[nodiscard]] std::string_view toString(Role role); // "stable", "canary", "shadow"
[[nodiscard]] std::optional<Role> roleFrom(std::string_view text);

using Salt = std::array<std::uint8_t, 16>;
[[nodiscard]] Salt saltFrom(std::string_view text); // the first 16 bytes of its SHA-256

struct Arm {
    agents::VersionRef version;
    agents::SnapshotPtr snapshot; // never null in a table that is applied
};

struct AgentRoute {
    std::string agent;
    Salt salt{};
    Arm stable;
    std::optional<Arm> canary;
    Weight canaryWeight; // 0 when there is no canary
    std::optional<Arm> shadow;
    Weight shadowShare;
    Weight noiseShare = {}; // of the copies that stable answers a second time
    // Was taken out of traffic and answers only the conversations that began on it; the data plane knows which those
    // are.
    std::optional<Arm> leaving = {};
};

struct Choice {
    const AgentRoute* route = nullptr; // lives as long as the table
    const Arm* arm = nullptr;
    Role role = Role::Stable;
    Weight weight;               // of the chosen role when it was chosen
    const Arm* shadow = nullptr; // gets a copy of this request; never beside a canary's answer
};

class RouteTable {
public:
    RouteTable(std::uint64_t revision, std::map<std::string, AgentRoute, std::less<>> routes);

    [[nodiscard]] std::uint64_t revision() const { return m_revision; }

    [[nodiscard]] const std::map<std::string, AgentRoute, std::less<>>& routes() const { return m_routes; }

    // nullopt: no agent of this name is routed.
    [[nodiscard]] std::optional<Choice> choose(std::string_view agent, std::string_view unit) const;

private:
    std::uint64_t m_revision;
    std::map<std::string, AgentRoute, std::less<>> m_routes;
};

using RouteTablePtr = std::shared_ptr<const RouteTable>;

// 0 … 99,999, uniform over units for a random salt.
[[nodiscard]] std::uint32_t bucketOf(const Salt& salt, std::string_view unit);

} // namespace signalbox::traffic
