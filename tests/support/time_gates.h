// Gates in time hold for what people run. Under a sanitizer everything takes several times as long; what is measured
// there says nothing about them, so the gates are widened and only gross faults are found.
#pragma once

#include <chrono>

namespace signalbox::tests {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr int slowness = 5;
#else
inline constexpr int slowness = 1;
#endif

inline constexpr std::chrono::milliseconds stallGate{100 * slowness};

} // namespace signalbox::tests
