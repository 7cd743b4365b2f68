// Counters that only rise, and their Prometheus text: the stable signalbox_* names (base units, seconds) and the two
// gen_ai_* histograms of the OpenTelemetry conventions 1.41, which carry the version as a label besides. Owned by the
// store, under its lock.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>

#include "core/base/bounded_counts.h"
#include "core/metrics/store.h"

namespace signalbox::metrics {

// Counts below inclusive upper bounds.
template <std::size_t Bounds> struct ClassicHistogram {
    std::array<std::uint64_t, Bounds + 1> counts{}; // the last: above every bound
    double sum = 0;
};

// 0.01 · 2^k s, k = 0 … 16: 0.01 … 655.36. Agents answer in minutes.
using TimeHistogram = ClassicHistogram<17>;
// 4^k tokens, k = 0 … 13: 1 … 67,108,864.
using TokenHistogram = ClassicHistogram<14>;

void addTo(TimeHistogram& histogram, std::chrono::microseconds time);
void addTo(TokenHistogram& histogram, std::int64_t tokens);

struct Totals {
    std::array<std::uint64_t, outcomeKinds> requests{};          // by Outcome
    std::array<std::uint64_t, tryEndNames.size()> failedTries{}; // by TryEnd
    std::uint64_t toolCalls = 0;
    std::uint64_t inputTokens = 0;
    std::uint64_t outputTokens = 0;
    std::uint64_t costKnown = 0;
    std::uint64_t usageKnown = 0; // requests whose upstream said how many tokens
    // By outcome and code ("404 model_not_found"); what comes when it is full counts as "other" of its outcome.
    BoundedCounts<std::pair<Outcome, std::string>> failures{16};
    std::array<std::uint64_t, 2> contracts{}; // kept, violated
    std::array<std::uint64_t, 2> tools{};     // of answers whose tools could be looked at: good, failed
    double costUsd = 0;
    TimeHistogram latency;
    TimeHistogram firstToken;
    TokenHistogram inputPerRequest; // of requests whose usage is known
    TokenHistogram outputPerRequest;

    void add(const Observation& observation);
    void add(const Label& label);
};

struct NamedTotals {
    const SeriesKey* key = nullptr;
    const Totals* totals = nullptr;
};

[[nodiscard]] std::string prometheusText(std::span<const NamedTotals> series, const ModelOf& modelOf);

} // namespace signalbox::metrics
