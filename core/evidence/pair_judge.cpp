#include "core/evidence/pair_judge.h"

#include <array>
#include <cmath>
#include <format>

#include "core/base/grouped_text.h"
#include "core/evidence/exact_bound.h"
#include "core/evidence/forecast.h"
#include "core/evidence/json_fields.h"

namespace signalbox::evidence {

using namespace Qt::StringLiterals;

namespace {

constexpr double confidence = 0.95;

void count(AgreementCounts& counts, bool agree) {
    ++counts.pairs;
    counts.agreeing += agree ? 1 : 0;
}

std::string shareText(const AgreementCounts& counts) {
    return std::format("{:.1f} %", counts.share().value_or(0) * 100);
}

} // namespace

std::optional<double> AgreementCounts::share() const {
    return pairs == 0 ? std::nullopt : std::optional(static_cast<double>(agreeing) / static_cast<double>(pairs));
}

void PairJudge::take(const PairComparison& pair) {
    count(m_candidate, pair.agree);
    takePreference(pair.better);
}

void PairJudge::takeNoise(const PairComparison& stableWithItself) {
    count(m_noise, stableWithItself.agree);
}

void PairJudge::takePreference(Better better) {
    if (better == Better::Stable)
        m_signs.addOnlyStableRight();
    else if (better == Better::Candidate)
        m_signs.addOnlyCandidateRight();
    latch();
}

void PairJudge::changePreference(Better from, Better to) {
    const std::uint64_t stable = m_signs.onlyStable();
    const std::uint64_t candidate = m_signs.onlyCandidate();
    m_signs = SignProcess(stable - (from == Better::Stable && stable > 0 ? 1 : 0),
                          candidate - (from == Better::Candidate && candidate > 0 ? 1 : 0));
    m_worse = false; // what was concluded from a mistake does not stay
    takePreference(to);
}

void PairJudge::changeAgreement(bool noise, bool from, bool to) {
    AgreementCounts& counts = noise ? m_noise : m_candidate;
    if (from && !to && counts.agreeing > 0)
        --counts.agreeing;
    else if (!from && to && counts.agreeing < counts.pairs)
        ++counts.agreeing;
}

void PairJudge::takeScores(double stable, double candidate) {
    if (!std::isfinite(stable) || !std::isfinite(candidate))
        return;
    m_scores.add(stable - candidate);
    latch();
}

void PairJudge::latch() {
    m_worse = m_worse || verdict().logEvidence >= std::log(1 / m_alpha);
}

PairVerdict PairJudge::verdict() const {
    PairVerdict verdict{.alpha = m_alpha,
                        .logEvidence = logMeanExp(std::array{m_signs.logEvidence(), m_scores.logEvidence()}),
                        .candidate = m_candidate,
                        .noiseFloor = m_noise,
                        .onlyStableBetter = m_signs.onlyStable(),
                        .onlyCandidateBetter = m_signs.onlyCandidate(),
                        .scored = m_scores.state().pairs};
    verdict.differsBeyondNoise = m_candidate.pairs > 0 && m_noise.pairs > 0 &&
                                 upperShare(m_candidate.agreeing, m_candidate.pairs, confidence) <
                                     lowerShare(m_noise.agreeing, m_noise.pairs, confidence);
    if (m_worse)
        verdict.verdict = Verdict::Worse;
    else if (m_candidate.pairs > 0 || verdict.scored > 0)
        verdict.verdict = Verdict::NotYet;
    return verdict;
}

QJsonObject PairJudge::toJson() const {
    const BettingProcess::State& scores = m_scores.state();
    return {{u"alpha"_s, numberOf(m_alpha)},
            {u"margin"_s, numberOf(m_margin)},
            {u"scored"_s, countOf(scores.pairs)},
            {u"sum"_s, numberOf(scores.sum)},
            {u"squares"_s, numberOf(scores.squares)},
            {u"log_evidence"_s, numberOf(scores.logEvidence)},
            {u"only_stable"_s, countOf(m_signs.onlyStable())},
            {u"only_candidate"_s, countOf(m_signs.onlyCandidate())},
            {u"pairs"_s, countOf(m_candidate.pairs)},
            {u"agreeing"_s, countOf(m_candidate.agreeing)},
            {u"noise_pairs"_s, countOf(m_noise.pairs)},
            {u"noise_agreeing"_s, countOf(m_noise.agreeing)},
            {u"worse"_s, m_worse}};
}

Result<PairJudge> PairJudge::fromJson(const QJsonObject& object) {
    bool sound = true;
    FieldReader reader(object, sound);
    const double alpha = reader.number("alpha"_L1);
    const double margin = reader.number("margin"_L1);
    PairJudge judge(alpha, margin);
    BettingProcess::State scores;
    scores.pairs = reader.count("scored"_L1);
    scores.sum = reader.number("sum"_L1);
    scores.squares = reader.number("squares"_L1);
    scores.logEvidence = reader.number("log_evidence"_L1);
    judge.m_scores = BettingProcess(margin, scores);
    const std::uint64_t onlyStable = reader.count("only_stable"_L1);
    judge.m_signs = SignProcess(onlyStable, reader.count("only_candidate"_L1));
    judge.m_candidate = {reader.count("pairs"_L1), reader.count("agreeing"_L1)};
    judge.m_noise = {reader.count("noise_pairs"_L1), reader.count("noise_agreeing"_L1)};
    judge.m_worse = reader.flag("worse"_L1);
    const bool possible = judge.m_candidate.agreeing <= judge.m_candidate.pairs &&
                          judge.m_noise.agreeing <= judge.m_noise.pairs && alpha > 0 && alpha < 1;
    if (!sound || !possible)
        return failure(Errc::Corrupt, "bad_evidence", "The stored evidence of the shadow cannot be read.",
                       "It was written by another version of this program, or changed.");
    return judge;
}

std::string sentenceOf(const PairVerdict& verdict) {
    if (verdict.candidate.pairs == 0)
        return "No pair has been compared yet.";
    std::string text =
        std::format("{} of {} pairs agree", shareText(verdict.candidate), groupedText(verdict.candidate.pairs));
    text += verdict.noiseFloor.pairs == 0
                ? "; how often stable agrees with itself is not known yet."
                : std::format("; stable agrees with itself in {} of {}.", shareText(verdict.noiseFloor),
                              groupedText(verdict.noiseFloor.pairs));
    if (verdict.verdict == Verdict::Worse)
        text += std::format(" The candidate is worse: stable was better in {} pairs, the candidate in {}.",
                            groupedText(verdict.onlyStableBetter), groupedText(verdict.onlyCandidateBetter));
    else if (verdict.differsBeyondNoise)
        text += " That is more difference than stable has with itself.";
    else if (verdict.noiseFloor.pairs > 0)
        text += " No sign so far of more difference than stable has with itself.";
    return text;
}

} // namespace signalbox::evidence
