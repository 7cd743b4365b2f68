// Exact one-sided bounds of a share (Clopper–Pearson): what n runs with k events prove, without approximation.
// Pure; any thread.
#pragma once

#include <cstdint>

namespace signalbox::evidence {

// With this confidence the share is at least this; 0 for no events. `events` is cut to `units`; 0 of 0 proves nothing.
[[nodiscard]] double lowerShare(std::uint64_t events, std::uint64_t units, double confidence);
// … at most this; 1 when every unit had the event.
[[nodiscard]] double upperShare(std::uint64_t events, std::uint64_t units, double confidence);

} // namespace signalbox::evidence
