// What of the conversations outlives a restart, so that a roll back after it lets them finish where they began and says
// how many there are. Bytes in and out, bounded; damaged ones are refused whole. Pure; any thread.
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

struct KeptUnit {
    std::uint64_t hash = 0; // of the unit, with the salt
    std::chrono::seconds silent{0};

    bool operator==(const KeptUnit&) const = default;
};

struct KeptAgent {
    std::string agent;
    Digest version;
    std::vector<KeptUnit> units;

    bool operator==(const KeptAgent&) const = default;
};

struct KeptConversations {
    traffic::Salt salt{};
    WallTime at{};
    std::vector<KeptAgent> agents;

    bool operator==(const KeptConversations&) const = default;
};

// At most 90,000 units; of more, those that spoke last.
[[nodiscard]] std::string bytesOf(const KeptConversations& kept);
// Errors: Corrupt.
[[nodiscard]] Result<KeptConversations> keptIn(std::string_view bytes);

} // namespace signalbox::gateway
