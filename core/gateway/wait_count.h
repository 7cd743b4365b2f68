// How many requests of one version have been in flight for long without a first token. Values; any thread.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/time.h"
#include "core/traffic/route_table.h"

namespace signalbox::gateway {

struct WaitCount {
    std::string agent;
    std::string version;
    traffic::Role role = traffic::Role::Stable;
    std::uint64_t requests = 0;
    Monotonic oldest{}; // when the first of them began
};

} // namespace signalbox::gateway
