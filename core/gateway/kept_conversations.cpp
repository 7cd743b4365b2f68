#include "core/gateway/kept_conversations.h"

#include <algorithm>

#include "core/gateway/kept_bytes.h"

namespace signalbox::gateway {

namespace {

constexpr std::string_view mark = "signalbox conversations 1\n";
constexpr std::size_t mostUnits = 90'000;
constexpr std::size_t unitSize = 10;

std::size_t unitsOf(const KeptConversations& kept) {
    return std::ranges::fold_left(kept.agents, std::size_t{0},
                                  [](std::size_t sum, const KeptAgent& agent) { return sum + agent.units.size(); });
}

// How long a unit may have been silent so that no more than the bound are kept.
std::chrono::seconds longestSilence(const KeptConversations& kept) {
    if (unitsOf(kept) <= mostUnits)
        return std::chrono::seconds::max();
    std::vector<std::chrono::seconds> silences;
    for (const KeptAgent& agent : kept.agents)
        for (const KeptUnit& unit : agent.units)
            silences.push_back(unit.silent);
    const auto last = silences.begin() + mostUnits;
    std::ranges::nth_element(silences, last);
    return *last;
}

KeptAgent agentIn(Bytes& bytes) {
    KeptAgent agent;
    const auto length = bytes.number<std::uint16_t>();
    agent.agent = bytes.take(std::min<std::size_t>(length, longestName));
    bytes.into(agent.version.bytes);
    const auto count = bytes.number<std::uint32_t>();
    for (std::uint32_t i = 0; i < count && bytes.isGood(); ++i) {
        const auto hash = bytes.number<std::uint64_t>();
        agent.units.push_back({hash, std::chrono::seconds(bytes.number<std::uint16_t>())});
    }
    return agent;
}

} // namespace

std::string bytesOf(const KeptConversations& kept) {
    const auto longest = longestSilence(kept);
    const auto isWritten = [&](const KeptUnit& unit) { return unit.silent < longest; };
    std::string bytes(mark);
    bytes.reserve(unitsOf(kept) * unitSize + 4'096);
    bytes += viewOf(kept.salt);
    put(bytes, static_cast<std::uint64_t>(kept.at.time_since_epoch().count()));
    put(bytes, static_cast<std::uint32_t>(kept.agents.size()));
    for (const KeptAgent& agent : kept.agents) {
        put(bytes, static_cast<std::uint16_t>(agent.agent.size()));
        bytes += agent.agent;
        bytes += viewOf(agent.version.bytes);
        put(bytes, static_cast<std::uint32_t>(std::ranges::count_if(agent.units, isWritten)));
        for (const KeptUnit& unit : agent.units) {
            if (!isWritten(unit))
                continue;
            put(bytes, unit.hash);
            put(bytes, static_cast<std::uint16_t>(std::clamp<std::int64_t>(unit.silent.count(), 0, 0xFFFF)));
        }
    }
    return sealed(std::move(bytes));
}

Result<KeptConversations> keptIn(std::string_view bytes) {
    const auto content = unsealed(bytes, mark);
    if (!content)
        return damaged();
    Bytes from(*content);
    KeptConversations kept;
    from.into(kept.salt);
    kept.at = WallTime{std::chrono::milliseconds(static_cast<std::int64_t>(from.number<std::uint64_t>()))};
    const auto agents = from.number<std::uint32_t>();
    for (std::uint32_t i = 0; i < std::min<std::size_t>(agents, mostAgents) && from.isGood(); ++i)
        kept.agents.push_back(agentIn(from));
    if (!from.isAtEnd())
        return damaged();
    return kept;
}

} // namespace signalbox::gateway
