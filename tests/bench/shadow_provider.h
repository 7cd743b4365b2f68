// A provider for the shadow in bench_shadow: a process of its own with one thread at the lowest priority, so that it
// takes as little as can be of the processors that the gateway under test would have to itself were the provider on
// another machine. It ends with the process that started it.
#pragma once

#include <cstdint>
#include <string>

namespace signalbox::bench {

// Starts it, before any thread of this process begins. `how`: fast, slow (2 s), hang, reset (after the request) or
// large (10 MB). Its port on the loopback; 0: it could not be started.
std::uint16_t startShadowProvider(const std::string& how);

} // namespace signalbox::bench
