// Judges a shadow by its pairs: agreement beside the noise floor (stable compared with itself), and whether it is worse
// on the pairs where one answer is better, by scores where there are any. Pure; one owner; goes on with the same bits
// after toJson/fromJson. A new candidate is a new judge.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <QJsonObject>

#include "core/base/result.h"
#include "core/evidence/explanation.h"
#include "core/evidence/pair_comparison.h"
#include "core/evidence/paired_process.h"

namespace signalbox::evidence {

struct AgreementCounts {
    std::uint64_t pairs = 0;
    std::uint64_t agreeing = 0;

    [[nodiscard]] std::optional<double> share() const; // nullopt: no pairs
    bool operator==(const AgreementCounts&) const = default;
};

struct PairVerdict {
    Verdict verdict = Verdict::NoData;
    double alpha = 0.05;    // of both tests together
    double logEvidence = 0; // ln of the mean of both E
    AgreementCounts candidate;
    AgreementCounts noiseFloor;
    std::uint64_t onlyStableBetter = 0;
    std::uint64_t onlyCandidateBetter = 0;
    std::uint64_t scored = 0;
    // More disagreement than stable has with itself: the exact 95 % intervals do not meet.
    bool differsBeyondNoise = false;

    bool operator==(const PairVerdict&) const = default;
};

class PairJudge {
public:
    explicit PairJudge(double alpha = 0.05, double margin = 0) : m_alpha(alpha), m_margin(margin), m_scores(margin) {}

    void take(const PairComparison& pair);
    void takeNoise(const PairComparison& stableWithItself);
    // A person or a judging model has said which answer is better; Undecided counts for nothing.
    void takePreference(Better better);
    // A person corrects what was counted for a pair: `from` is taken back, `to` counts instead.
    void changePreference(Better from, Better to);
    // What was counted for a pair is found to be otherwise; `noise`: stable compared with itself.
    void changeAgreement(bool noise, bool from, bool to);
    void takeScores(double stable, double candidate); // 0 … 1 each

    [[nodiscard]] PairVerdict verdict() const;

    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<PairJudge> fromJson(const QJsonObject& object); // Corrupt "bad_evidence"

private:
    void latch();

    double m_alpha;
    double m_margin;
    BettingProcess m_scores;
    SignProcess m_signs;
    AgreementCounts m_candidate;
    AgreementCounts m_noise;
    bool m_worse = false; // stays
};

// "96.2 % of 1,204 pairs agree; stable agrees with itself in 97.0 % of 300."
[[nodiscard]] std::string sentenceOf(const PairVerdict& verdict);

} // namespace signalbox::evidence
