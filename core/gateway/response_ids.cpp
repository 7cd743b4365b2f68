#include "core/gateway/response_ids.h"

#include <algorithm>
#include <span>
#include <utility>

#include "core/base/id.h"
#include "core/traffic/siphash.h"

namespace signalbox::gateway {

using namespace std::chrono_literals;

namespace {

constexpr auto publishCountsEvery = 2s;
constexpr auto keepIdsEvery = 10s;

} // namespace

Followed follow(const ResponseOrigin& origin, const Routing& routing, std::string_view agent, Assigned& assigned) {
    const Routed& routed = routing.versions.find(agent)->second;
    const auto gave = [&](const PreparedPtr& version) { return version && version->digest == origin.version; };
    const bool leaves = !gave(routed.stable) && !gave(routed.canary) && gave(routed.leaving);
    if (!gave(routed.stable) && !gave(routed.canary) && !leaves)
        return Followed::Moved;
    const bool stable = gave(routed.stable);
    const traffic::Role role = stable ? traffic::Role::Stable : traffic::Role::Canary;
    const bool sameDraw = assigned.draw == origin.draw;
    assigned.version = stable ? routed.stable : leaves ? routed.leaving : routed.canary;
    assigned.role = role;
    assigned.weight = leaves                            ? traffic::Weight{}
                      : sameDraw && role == origin.role ? origin.weight
                                                        : traffic::Weight::all();
    if (sameDraw)
        assigned.unit = origin.unit;
    if (!stable)
        assigned.shadow = nullptr;
    return Followed::Kept;
}

ResponseIds::ResponseIds() : m_salt(traffic::saltFrom(newId())) {}

std::uint64_t ResponseIds::hashOf(std::string_view id) const {
    return std::max<std::uint64_t>(traffic::sipHash24(m_salt, id), 1);
}

ResponseIds::Register& ResponseIds::registerOf(std::string_view agent) {
    auto found = m_registers.find(agent);
    if (found == m_registers.end())
        found = m_registers.emplace(agent, Register{.versions = {}, .given = std::vector<Given>(sets * ways)}).first;
    return found->second;
}

void ResponseIds::put(Register& known, Given given) {
    const std::span place(&known.given[(given.id % sets) * ways], ways);
    auto found = std::ranges::find(place, given.id, &Given::id);
    if (found == place.end())
        found = std::ranges::min_element(place, {}, &Given::at);
    *found = given;
}

void ResponseIds::note(std::string_view agent, std::string_view id, const ResponseOrigin& origin, Monotonic now) {
    if (id.empty())
        return;
    Register& known = registerOf(agent);
    auto version = std::ranges::find(known.versions, origin.version);
    if (version == known.versions.end()) {
        if (known.versions.size() == mostVersions)
            known = {.versions = {}, .given = std::vector<Given>(sets * ways)};
        version = known.versions.insert(known.versions.end(), origin.version);
    }
    put(known, {.id = hashOf(id),
                .unit = origin.unit,
                .at = now,
                .draw = origin.draw,
                .weight = origin.weight.thousandths(),
                .version = static_cast<std::uint8_t>(version - known.versions.begin()),
                .isCanary = origin.role == traffic::Role::Canary});
    m_changed = true;
}

std::optional<ResponseOrigin> ResponseIds::find(std::string_view agent, std::string_view id, Monotonic now) {
    const auto known = m_registers.find(agent);
    if (known == m_registers.end() || id.empty())
        return std::nullopt;
    const std::uint64_t hash = hashOf(id);
    const std::span place(&known->second.given[(hash % sets) * ways], ways);
    const auto found = std::ranges::find(place, hash, &Given::id);
    if (found == place.end() || now - found->at > silence)
        return std::nullopt;
    found->at = now;
    return ResponseOrigin{.version = known->second.versions[found->version],
                          .role = found->isCanary ? traffic::Role::Canary : traffic::Role::Stable,
                          .weight = traffic::Weight::thousandths(found->weight),
                          .unit = found->unit,
                          .draw = found->draw};
}

void ResponseIds::count(std::string_view agent, Followed followed) {
    auto found = m_followed.find(agent);
    if (found == m_followed.end())
        found = m_followed.emplace(agent, FollowedCounts::mapped_type{}).first;
    ++found->second.at(static_cast<std::size_t>(followed));
}

void ResponseIds::publish(Monotonic now) {
    if (now - m_counted >= publishCountsEvery) {
        m_counted = now;
        const std::scoped_lock lock(m_mutex);
        m_counts = m_followed;
    }
    if (now - m_kept >= keepIdsEvery)
        keep(now);
}

void ResponseIds::keep(Monotonic now) {
    m_kept = now;
    if (!std::exchange(m_changed, false))
        return;
    auto kept = std::make_unique<KeptResponses>();
    kept->salt = m_salt;
    for (const auto& [agent, known] : m_registers) {
        KeptGiver& giver = kept->givers.emplace_back(KeptGiver{.agent = agent, .versions = known.versions, .ids = {}});
        for (const Given& given : known.given)
            if (given.id != 0 && now - given.at <= silence)
                giver.ids.push_back({.hash = given.id,
                                     .unit = given.unit,
                                     .draw = given.draw,
                                     .weight = given.weight,
                                     .version = given.version,
                                     .isCanary = given.isCanary,
                                     .silent = std::chrono::floor<std::chrono::seconds>(now - given.at)});
    }
    const std::scoped_lock lock(m_mutex);
    m_published = std::move(kept);
}

void ResponseIds::take(const KeptResponses& kept, std::chrono::seconds ago, Monotonic now) {
    if (kept.givers.empty())
        return;
    m_salt = kept.salt;
    for (const KeptGiver& giver : kept.givers) {
        Register& known = registerOf(giver.agent);
        known.versions = giver.versions;
        for (const KeptId& id : giver.ids)
            if (id.hash != 0 && id.silent + ago <= silence)
                put(known, {.id = id.hash,
                            .unit = id.unit,
                            .at = now - id.silent - ago,
                            .draw = id.draw,
                            .weight = id.weight,
                            .version = id.version,
                            .isCanary = id.isCanary});
    }
    m_changed = true;
}

FollowedCounts ResponseIds::counts() const {
    const std::scoped_lock lock(m_mutex);
    return m_counts;
}

std::unique_ptr<KeptResponses> ResponseIds::takeKept() {
    const std::scoped_lock lock(m_mutex);
    return std::move(m_published);
}

} // namespace signalbox::gateway
