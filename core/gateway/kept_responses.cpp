#include "core/gateway/kept_responses.h"

#include <algorithm>

#include "core/gateway/kept_bytes.h"

namespace signalbox::gateway {

namespace {

constexpr std::string_view responsesMark = "signalbox responses 1\n";
constexpr std::size_t mostIds = 30'000;
constexpr std::size_t idSize = 28;

std::size_t idsOf(const KeptResponses& kept) {
    return std::ranges::fold_left(kept.givers, std::size_t{0},
                                  [](std::size_t sum, const KeptGiver& giver) { return sum + giver.ids.size(); });
}

// How long an id may have been silent so that no more than the bound are kept.
std::chrono::seconds silenceOf(const KeptResponses& kept) {
    if (idsOf(kept) <= mostIds)
        return std::chrono::seconds::max();
    std::vector<std::chrono::seconds> silences;
    for (const KeptGiver& giver : kept.givers)
        for (const KeptId& id : giver.ids)
            silences.push_back(id.silent);
    const auto last = silences.begin() + mostIds;
    std::ranges::nth_element(silences, last);
    return *last;
}

void putId(std::string& bytes, const KeptId& id) {
    put(bytes, id.hash);
    put(bytes, id.unit);
    put(bytes, id.draw);
    put(bytes, id.weight);
    put(bytes, id.version);
    put(bytes, static_cast<std::uint8_t>(id.isCanary ? 1 : 0));
    put(bytes, static_cast<std::uint32_t>(std::clamp<std::int64_t>(id.silent.count(), 0, 0xFFFF'FFFF)));
}

KeptId idIn(Bytes& bytes) {
    KeptId id;
    id.hash = bytes.number<std::uint64_t>();
    id.unit = bytes.number<std::uint64_t>();
    id.draw = bytes.number<std::uint32_t>();
    id.weight = bytes.number<std::uint16_t>();
    id.version = bytes.number<std::uint8_t>();
    id.isCanary = bytes.number<std::uint8_t>() != 0;
    id.silent = std::chrono::seconds(bytes.number<std::uint32_t>());
    return id;
}

// False: an id names a version that is not there.
bool giverIn(Bytes& bytes, KeptGiver& giver) {
    giver.agent = bytes.take(std::min<std::size_t>(bytes.number<std::uint16_t>(), longestName));
    const auto versions = bytes.number<std::uint8_t>();
    for (std::uint8_t i = 0; i < versions && bytes.isGood(); ++i)
        bytes.into(giver.versions.emplace_back().bytes);
    const auto count = bytes.number<std::uint32_t>();
    for (std::uint32_t i = 0; i < count && bytes.isGood(); ++i)
        giver.ids.push_back(idIn(bytes));
    return std::ranges::all_of(giver.ids, [&](const KeptId& id) { return id.version < giver.versions.size(); });
}

} // namespace

std::string bytesOf(const KeptResponses& kept) {
    const auto longest = silenceOf(kept);
    const auto isWritten = [&](const KeptId& id) { return id.silent < longest; };
    std::string bytes(responsesMark);
    bytes.reserve(std::min(idsOf(kept), mostIds) * idSize + 4'096);
    bytes += viewOf(kept.salt);
    put(bytes, static_cast<std::uint64_t>(kept.at.time_since_epoch().count()));
    put(bytes, static_cast<std::uint32_t>(kept.givers.size()));
    for (const KeptGiver& giver : kept.givers) {
        put(bytes, static_cast<std::uint16_t>(giver.agent.size()));
        bytes += giver.agent;
        put(bytes, static_cast<std::uint8_t>(giver.versions.size()));
        for (const Digest& version : giver.versions)
            bytes += viewOf(version.bytes);
        put(bytes, static_cast<std::uint32_t>(std::ranges::count_if(giver.ids, isWritten)));
        for (const KeptId& id : giver.ids)
            if (isWritten(id))
                putId(bytes, id);
    }
    return sealed(std::move(bytes));
}

Result<KeptResponses> keptResponsesIn(std::string_view bytes) {
    const auto content = unsealed(bytes, responsesMark);
    if (!content)
        return damaged();
    Bytes from(*content);
    KeptResponses kept;
    from.into(kept.salt);
    kept.at = WallTime{std::chrono::milliseconds(static_cast<std::int64_t>(from.number<std::uint64_t>()))};
    const auto givers = from.number<std::uint32_t>();
    for (std::uint32_t i = 0; i < std::min<std::size_t>(givers, mostAgents) && from.isGood(); ++i)
        if (!giverIn(from, kept.givers.emplace_back()))
            return damaged();
    if (!from.isAtEnd())
        return damaged();
    return kept;
}

} // namespace signalbox::gateway
