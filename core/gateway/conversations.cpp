#include "core/gateway/conversations.h"

#include <algorithm>
#include <span>
#include <utility>

#include "core/base/id.h"
#include "core/traffic/siphash.h"

namespace signalbox::gateway {

using namespace std::chrono_literals;

namespace {

constexpr auto keepEvery = 10s;

} // namespace

Conversations::Conversations() : m_salt(traffic::saltFrom(newId())) {}

Conversations::Seen* Conversations::find(Register& known, std::uint64_t unit, Monotonic now) {
    const std::span place(&known.seen[(unit % sets) * ways], ways);
    const auto found = std::ranges::find(place, unit, &Seen::unit);
    return found == place.end() || now - found->at > silence ? nullptr : &*found;
}

void Conversations::note(Register& known, std::uint64_t unit, Monotonic now) {
    const std::span place(&known.seen[(unit % sets) * ways], ways);
    auto found = std::ranges::find(place, unit, &Seen::unit);
    if (found == place.end())
        found = std::ranges::min_element(place, {}, &Seen::at);
    *found = {.unit = unit, .at = now};
    m_changed = true;
}

void Conversations::settle(const Routing& routing, std::string_view agent, const traffic::Unit& unit, Monotonic now,
                           Assigned& assigned) {
    if (!unit.isSticky())
        return; // never comes again
    const auto routed = routing.versions.find(agent);
    if (routed == routing.versions.end())
        return;
    const bool canary = assigned.role == traffic::Role::Canary && assigned.version != routed->second.leaving;
    if (!canary && !routed->second.leaving)
        return;
    const PreparedPtr& version = canary ? assigned.version : routed->second.leaving;
    const std::uint64_t hash = std::max<std::uint64_t>(traffic::sipHash24(m_salt, unit.key), 1);
    auto known = m_registers.find(agent);
    if (canary) {
        if (known == m_registers.end())
            known = m_registers.emplace(agent, Register{version->digest, std::vector<Seen>(sets * ways)}).first;
        if (known->second.version != version->digest)
            known->second = {version->digest, std::vector<Seen>(sets * ways)};
        note(known->second, hash, now);
        return;
    }
    if (known == m_registers.end() || known->second.version != version->digest)
        return;
    Seen* seen = find(known->second, hash, now);
    if (seen == nullptr)
        return;
    seen->at = now;
    m_changed = true;
    assigned.version = version;
    assigned.role = traffic::Role::Canary;
    assigned.weight = {};
    assigned.shadow = nullptr;
}

void Conversations::keepOnly(const Routing& routing) {
    const std::size_t ended = std::erase_if(m_registers, [&](const auto& entry) {
        const auto routed = routing.versions.find(entry.first);
        return routed == routing.versions.end() || (!routed->second.canary && !routed->second.leaving);
    });
    m_changed = m_changed || ended > 0;
    m_counted = {};
}

void Conversations::count(Monotonic now) {
    if (m_counted != Monotonic{} && now - m_counted < 2s)
        return;
    m_counted = now;
    std::map<std::string, std::uint64_t> counts;
    for (const auto& [agent, known] : m_registers)
        counts[agent] = static_cast<std::uint64_t>(std::ranges::count_if(
            known.seen, [&](const Seen& seen) { return seen.unit != 0 && now - seen.at <= window; }));
    {
        const std::scoped_lock lock(m_mutex);
        m_counts = std::move(counts);
    }
    if (now - m_kept >= keepEvery)
        keep(now);
}

void Conversations::keep(Monotonic now) {
    m_kept = now;
    if (!std::exchange(m_changed, false))
        return;
    auto kept = std::make_unique<KeptConversations>();
    kept->salt = m_salt;
    for (const auto& [agent, known] : m_registers) {
        KeptAgent& written =
            kept->agents.emplace_back(KeptAgent{.agent = agent, .version = known.version, .units = {}});
        const auto goesOn = [&](const Seen& seen) { return seen.unit != 0 && now - seen.at <= silence; };
        written.units.reserve(static_cast<std::size_t>(std::ranges::count_if(known.seen, goesOn)));
        for (const Seen& seen : known.seen)
            if (goesOn(seen))
                written.units.push_back({seen.unit, std::chrono::floor<std::chrono::seconds>(now - seen.at)});
    }
    const std::scoped_lock lock(m_mutex);
    m_published = std::move(kept);
}

void Conversations::take(const KeptConversations& kept, std::chrono::seconds ago, Monotonic now) {
    if (kept.agents.empty())
        return;
    m_salt = kept.salt;
    for (const KeptAgent& agent : kept.agents) {
        Register known{agent.version, std::vector<Seen>(sets * ways)};
        for (const KeptUnit& unit : agent.units)
            if (unit.hash != 0 && unit.silent + ago <= silence)
                note(known, unit.hash, now - unit.silent - ago);
        m_registers.insert_or_assign(agent.agent, std::move(known));
    }
}

std::unique_ptr<KeptConversations> Conversations::takeKept() {
    const std::scoped_lock lock(m_mutex);
    return std::move(m_published);
}

std::map<std::string, std::uint64_t> Conversations::counts() const {
    const std::scoped_lock lock(m_mutex);
    return m_counts;
}

} // namespace signalbox::gateway
