// The index of entries by agent as it stands in the file, turned round: whose each entry is. Private to core/audit;
// readIndex on the thread of its Database.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/audit/database.h"
#include "core/audit/finding.h"

namespace signalbox::audit {

struct IndexList {
    std::vector<std::string> agents;
    std::vector<std::uint32_t> agentOf; // by position: which of them
};

// Reads the index itself, in its own order. Asking it for one agent would not show a changed key between two good ones.
// Good: it names the entries 1 to its size, each once.
[[nodiscard]] std::expected<IndexList, Finding> readIndex(const Database& database);

[[nodiscard]] std::unexpected<Finding> misplaced(std::uint64_t sequence);

} // namespace signalbox::audit
