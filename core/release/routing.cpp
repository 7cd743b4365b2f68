#include <format>
#include <set>

#include "core/release/coordinator.h"

namespace signalbox::release {

namespace {

std::string contentKey(const agents::VersionRef& version) {
    return version.name() + "@" + version.digest.hex();
}

// One release keeps its units through every step, a crash and an undo; the next release draws others.
traffic::Salt saltOf(const AgentState& state) {
    return traffic::saltFrom(std::format("{}/{}", state.agent, state.release ? state.release->id : ""));
}

} // namespace

Result<traffic::Arm> Coordinator::armOf(const std::string& agent, const agents::VersionRef& version) {
    const auto key = std::pair(agent, contentKey(version));
    if (const auto kept = m_kept.find(key); kept != m_kept.end())
        return traffic::Arm{.version = version, .snapshot = kept->second};
    auto snapshot = m_snapshots(agent, version);
    if (!snapshot)
        return failure(std::move(snapshot.error()));
    if (!*snapshot)
        return failure(Errc::NotFound, "no_content",
                       std::format("The content of {} {} is missing.", agent, version.name()),
                       "Check the version store.");
    m_kept[key] = *snapshot;
    return traffic::Arm{.version = version, .snapshot = std::move(*snapshot)};
}

Result<traffic::AgentRoute> Coordinator::routeOf(const AgentState& state) {
    const Routing routing = routingOf(state);
    auto stable = armOf(state.agent, routing.stable);
    if (!stable)
        return failure(std::move(stable.error()));
    traffic::AgentRoute route{.agent = state.agent,
                              .salt = saltOf(state),
                              .stable = std::move(*stable),
                              .canary = {},
                              .canaryWeight = routing.canaryWeight,
                              .shadow = {},
                              .shadowShare = routing.shadowShare,
                              .noiseShare = routing.shadow ? state.release->plan.comparison.noise : traffic::Weight{}};
    const auto fill = [&](const std::optional<agents::VersionRef>& version, std::optional<traffic::Arm>& arm) {
        if (!version)
            return Result<void>{};
        auto found = armOf(state.agent, *version);
        if (!found)
            return Result<void>{failure(std::move(found.error()))};
        arm = std::move(*found);
        return Result<void>{};
    };
    if (auto canary = fill(routing.canary, route.canary); !canary)
        return failure(std::move(canary.error()));
    if (auto shadow = fill(routing.shadow, route.shadow); !shadow)
        return failure(std::move(shadow.error()));
    // A roll back must not fail for the sake of what is leaving: without its content the conversations move at once.
    static_cast<void>(fill(routing.leaving, route.leaving));
    return route;
}

// The agent that changes must be complete. What is wrong with another agent must not stand in its way.
Result<traffic::RouteTablePtr> Coordinator::tableWith(const AgentState& changed) {
    std::map<std::string, traffic::AgentRoute, std::less<>> routes;
    if (!changed.agent.empty()) {
        auto route = routeOf(changed);
        if (!route)
            return failure(std::move(route.error()));
        routes.emplace(changed.agent, std::move(*route));
    }
    for (const auto& [name, state] : m_states) {
        if (name == changed.agent)
            continue;
        auto route = routeOf(state);
        if (!route) {
            AgentState stableOnly = state;
            stableOnly.release.reset();
            route = routeOf(stableOnly);
        }
        if (route)
            routes.emplace(name, std::move(*route));
    }
    return std::make_shared<const traffic::RouteTable>(++m_madeRevision, std::move(routes));
}

bool Coordinator::isInEffect() const {
    const auto observed = m_plane.observed();
    return observed && observed->revision() == m_intendedRevision;
}

// What counts is what the data path says it uses, not what the call answered.
Result<void> Coordinator::put(const traffic::RouteTablePtr& table) {
    const auto applied = m_plane.apply(table);
    const auto observed = m_plane.observed();
    if (observed && observed->revision() == table->revision()) {
        m_intendedRevision = table->revision();
        return {};
    }
    if (!applied)
        return failure(applied.error());
    return failure(Errc::Unavailable, "not_in_effect",
                   "The data path still uses another table than the one it was given.",
                   "Give the command again; look at the gateway if it stays so.");
}

Result<void> Coordinator::repair() {
    auto table = tableWith({});
    if (!table)
        return failure(std::move(table.error()));
    return put(*table);
}

void Coordinator::keepWhatIsNeeded() {
    std::set<std::pair<std::string, std::string>> needed;
    const auto need = [&](const std::string& agent, const agents::VersionRef& version) {
        // A version that cannot be read now is tried again when it is really wanted.
        if (armOf(agent, version))
            needed.emplace(agent, contentKey(version));
    };
    const auto needRelease = [&](const std::string& agent, const std::optional<Release>& release) {
        if (!release)
            return;
        need(agent, release->candidate);
        need(agent, release->baseline);
    };
    for (const auto& [agent, state] : m_states) {
        need(agent, state.stable);
        needRelease(agent, state.release);
        if (state.leaving)
            need(agent, state.leaving->version);
        if (const auto target = rollBackTarget(state))
            need(agent, *target);
        if (state.undo) {
            need(agent, state.undo->stable);
            needRelease(agent, state.undo->release);
        }
    }
    std::erase_if(m_kept, [&](const auto& entry) { return !needed.contains(entry.first); });
}

} // namespace signalbox::release
