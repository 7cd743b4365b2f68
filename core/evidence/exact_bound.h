// Exact one-sided bounds of a share (Clopper–Pearson) and the binomial tail that they come from: what n runs with k
// events prove, without approximation.
// Pure; any thread.
#pragma once

#include <cstdint>

namespace signalbox::evidence {

// With this confidence the share is at least this; 0 for no events. `events` is cut to `units`; 0 of 0 proves nothing.
[[nodiscard]] double lowerShare(std::uint64_t events, std::uint64_t units, double confidence);
// … at most this; 1 when every unit had the event.
[[nodiscard]] double upperShare(std::uint64_t events, std::uint64_t units, double confidence);

// The chance of at least `events` in `units` independent runs that each have it with this chance.
[[nodiscard]] double chanceOfAtLeast(std::uint64_t events, std::uint64_t units, double chance);

} // namespace signalbox::evidence
