// What of the ids that versions gave outlives a restart. Bytes in and out, bounded; damaged ones are refused whole.
// Pure; any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/digest.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/traffic/route_table.h"

namespace signalbox::gateway {

struct KeptId {
    std::uint64_t hash = 0; // of the id, with the salt
    std::uint64_t unit = 0;
    std::uint32_t draw = 0;
    std::uint16_t weight = 0;
    std::uint8_t version = 0; // place in the giver's versions
    bool isCanary = false;
    std::chrono::seconds silent{0};

    bool operator==(const KeptId&) const = default;
};

struct KeptGiver {
    std::string agent;
    std::vector<Digest> versions;
    std::vector<KeptId> ids;

    bool operator==(const KeptGiver&) const = default;
};

struct KeptResponses {
    traffic::Salt salt{};
    WallTime at{};
    std::vector<KeptGiver> givers;

    bool operator==(const KeptResponses&) const = default;
};

// At most 30,000 ids; of more, those that came last.
[[nodiscard]] std::string bytesOf(const KeptResponses& kept);
// Errors: Corrupt.
[[nodiscard]] Result<KeptResponses> keptResponsesIn(std::string_view bytes);

} // namespace signalbox::gateway
