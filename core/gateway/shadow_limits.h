// What copies for shadows may use, and what became of them. Values, and counters that any thread may raise and read.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "core/agents/workspace.h"
#include "core/metrics/shadow_counts.h"

namespace signalbox::gateway {

struct ShadowLimits {
    std::size_t concurrency = 16;                // copies that are being answered
    std::size_t waitingBytes = 16 * 1024 * 1024; // of all copies that wait
    // Copies leave together so often, so that the threads which answer callers are disturbed ten times a second and not
    // by every copy.
    std::chrono::milliseconds gathering{100};
    std::chrono::milliseconds waitingTime = std::chrono::seconds{10};      // an older copy is not worth sending
    double perSecond = 100;                                                // copies
    agents::PicoUsd spendPerHour = agents::PicoUsd{5} * 1'000'000'000'000; // of what has a known price
    std::size_t answerBytes = 1024 * 1024;                                 // kept of either answer
};

using metrics::ShadowCounters;
using metrics::ShadowDrop;
using metrics::shadowDropKinds;

// The same while it is counted. Nobody who counts waits for another.
struct ShadowTally {
    std::atomic<std::uint64_t> sent = 0;
    std::atomic<std::uint64_t> answered = 0;
    std::atomic<std::uint64_t> failed = 0;
    std::array<std::atomic<std::uint64_t>, shadowDropKinds> dropped{};
    std::atomic<std::uint64_t> again = 0;

    void drop(ShadowDrop reason) { dropped.at(static_cast<std::size_t>(reason)).fetch_add(1); }

    [[nodiscard]] ShadowCounters counters() const {
        ShadowCounters seen{.sent = sent, .answered = answered, .failed = failed, .again = again};
        for (std::size_t i = 0; i < shadowDropKinds; ++i)
            seen.dropped.at(i) = dropped.at(i);
        return seen;
    }
};

} // namespace signalbox::gateway
