// Counters that only rise, and their Prometheus text form 0.0.4 (stable signalbox_* names, base units, seconds).
// Owned by the store, under its lock. Serve with "text/plain; version=0.0.4; charset=utf-8".
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "core/metrics/store.h"

namespace signalbox::metrics {

// A classic histogram with upper bounds 0.01 · 2^k s, k = 0 … 16: 0.01 … 655.36. Agents answer in minutes.
struct ClassicHistogram {
    static constexpr std::size_t bounds = 17;
    std::array<std::uint64_t, bounds + 1> counts{}; // the last: above every bound
    double seconds = 0;

    void add(std::chrono::microseconds time);
    [[nodiscard]] static double bound(std::size_t index); // seconds
};

struct Totals {
    std::array<std::uint64_t, 6> requests{}; // by Outcome
    std::uint64_t toolCalls = 0;
    std::uint64_t inputTokens = 0;
    std::uint64_t outputTokens = 0;
    std::uint64_t costKnown = 0;
    double costUsd = 0;
    ClassicHistogram latency;
    ClassicHistogram firstToken;

    void add(const Observation& observation);
};

struct NamedTotals {
    const SeriesKey* key = nullptr;
    const Totals* totals = nullptr;
};

[[nodiscard]] std::string prometheusText(std::span<const NamedTotals> series);

} // namespace signalbox::metrics
