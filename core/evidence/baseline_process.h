// After 100 % nothing is left to compare with but the past: a sequential test of a rate against the frozen baseline's,
// margin included. Alarm at E ≥ 1/α, α per day: start a new process each day. Values; any thread.
#pragma once

#include <cstdint>

namespace signalbox::evidence {

class BaselineProcess {
public:
    // `rate` in 0 … 1, exclusive: the baseline's, already with its margin.
    explicit BaselineProcess(double rate, std::uint64_t events = 0, std::uint64_t units = 0)
        : m_rate(rate),
          m_events(events),
          m_units(units) {}

    void add(bool event) {
        m_events += event ? 1 : 0;
        ++m_units;
    }

    [[nodiscard]] double logEvidence() const;

    [[nodiscard]] double rate() const { return m_rate; }

    [[nodiscard]] std::uint64_t events() const { return m_events; }

    [[nodiscard]] std::uint64_t units() const { return m_units; }

private:
    double m_rate;
    std::uint64_t m_events;
    std::uint64_t m_units;
};

} // namespace signalbox::evidence
