#include "core/traffic/route_table.h"

#include <algorithm>
#include <utility>

#include "core/base/digest.h"
#include "core/traffic/siphash.h"

namespace signalbox::traffic {

namespace {

constexpr std::uint32_t buckets = 100'000;
constexpr std::uint32_t bucketsPerThousandth = buckets / Weight::whole;

bool isShadowed(const AgentRoute& route, std::string_view unit) {
    if (!route.shadow || route.shadowShare == Weight{})
        return false;
    Salt salt = route.salt; // another draw than the canary's
    for (std::uint8_t& byte : salt)
        byte ^= 0xa5U;
    return bucketOf(salt, unit) < route.shadowShare.thousandths() * bucketsPerThousandth;
}

} // namespace

std::string_view toString(Role role) {
    switch (role) {
    case Role::Stable:
        return "stable";
    case Role::Canary:
        return "canary";
    case Role::Shadow:
        return "shadow";
    }
    std::unreachable();
}

std::optional<Role> roleFrom(std::string_view text) {
    for (const Role role : {Role::Stable, Role::Canary, Role::Shadow}) {
        if (toString(role) == text)
            return role;
    }
    return std::nullopt;
}

Salt saltFrom(std::string_view text) {
    const Digest digest = sha256(text);
    Salt salt{};
    std::copy_n(digest.bytes.begin(), salt.size(), salt.begin());
    return salt;
}

std::uint32_t bucketOf(const Salt& salt, std::string_view unit) {
    // The upper half of hash × buckets: uniform to 1 part in 10^14, without the division of a remainder.
    const std::uint64_t hash = sipHash24(salt, unit);
    const std::uint64_t high = (hash >> 32U) * buckets;
    const std::uint64_t low = ((hash & 0xffffffffU) * buckets) >> 32U;
    return static_cast<std::uint32_t>((high + low) >> 32U);
}

RouteTable::RouteTable(std::uint64_t revision, std::map<std::string, AgentRoute, std::less<>> routes)
    : m_revision(revision),
      m_routes(std::move(routes)) {}

std::optional<Choice> RouteTable::choose(std::string_view agent, std::string_view unit) const {
    const auto found = m_routes.find(agent);
    if (found == m_routes.end())
        return std::nullopt;
    const AgentRoute& route = found->second;
    const Weight canary = route.canary ? route.canaryWeight : Weight{};
    if (canary > Weight{} && bucketOf(route.salt, unit) < canary.thousandths() * bucketsPerThousandth)
        return Choice{.route = &route, .arm = &*route.canary, .role = Role::Canary, .weight = canary};
    return Choice{.route = &route,
                  .arm = &route.stable,
                  .role = Role::Stable,
                  .weight = canary.rest(),
                  .shadow = isShadowed(route, unit) ? &*route.shadow : nullptr};
}

} // namespace signalbox::traffic
