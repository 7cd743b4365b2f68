// Is the candidate worse on the same requests (shadow, recorded conversations)? Two e-processes over pairs of answers:
// on the bounded difference of their scores, and on pairs where only one of the two was right. E ≥ 1/α happens with
// probability ≤ α to a candidate that is no worse, however often one looks. Values; any thread.
#pragma once

#include <cstdint>

namespace signalbox::evidence {

// Bets on the difference of scores, stable − candidate, in −1 … 1 (cut to that). Depends on the order of the pairs;
// the state is what toJson and the evidence card show.
class BettingProcess {
public:
    struct State {
        std::uint64_t pairs = 0;
        double sum = 0;
        double squares = 0;
        double logEvidence = 0;

        bool operator==(const State&) const = default;
    };

    // The question is "worse by more than the margin".
    explicit BettingProcess(double margin = 0) : m_margin(margin) {}

    BettingProcess(double margin, const State& state) : m_margin(margin), m_state(state) {}

    void add(double difference);

    [[nodiscard]] double logEvidence() const { return m_state.logEvidence; }

    [[nodiscard]] const State& state() const { return m_state; }

private:
    double m_margin;
    State m_state;
};

// Pairs in which exactly one of the two answers was right.
class SignProcess {
public:
    SignProcess() = default;

    SignProcess(std::uint64_t onlyStable, std::uint64_t onlyCandidate)
        : m_onlyStable(onlyStable),
          m_onlyCandidate(onlyCandidate) {}

    void addOnlyStableRight() { ++m_onlyStable; }

    void addOnlyCandidateRight() { ++m_onlyCandidate; }

    [[nodiscard]] double logEvidence() const;

    [[nodiscard]] std::uint64_t onlyStable() const { return m_onlyStable; }

    [[nodiscard]] std::uint64_t onlyCandidate() const { return m_onlyCandidate; }

private:
    std::uint64_t m_onlyStable = 0;
    std::uint64_t m_onlyCandidate = 0;
};

} // namespace signalbox::evidence
