// Pairs of answers as the control API says them: what a shadow answered beside stable, how far they agree, and what
// people say about it. Values; any thread. Of GET /api/v1/agents/{agent}/pairs and below. Texts are absent when the
// plan keeps no content, and in lists. decode.h has the other
// direction.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <QJsonObject>

#include "core/base/digest.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/evidence/explanation.h"
#include "core/evidence/pair_comparison.h"

namespace signalbox::protocol {

struct PairCall { // a tool call of an answer; never carried out for a shadow
    std::string name;
    std::string arguments; // JSON
};

struct PairSideMessage {
    std::string version = {};
    std::string outcome = {}; // "success", "timeout", …
    int status = 0;           // 0: there was no answer
    double latencyMs = 0;
    std::optional<std::uint64_t> inputTokens = {};
    std::optional<std::uint64_t> outputTokens = {};
    std::optional<double> costUsd = {};
    std::uint64_t toolCalls = 0;
    Digest digest = {};                   // of the body
    std::optional<std::string> text = {}; // what the answer says, to be read
    std::optional<std::string> body = {}; // as answered, shortened
    std::vector<PairCall> calls = {};
};

// What a model said of a pair.
struct PairOpinion {
    std::string by = {};                 // "embeddings", "judge"
    std::string says = {};               // "alike", "differ"; "stable", "candidate", "tie"; "no_verdict"
    std::optional<double> likeness = {}; // of embeddings, 0 … 1
    std::optional<double> least = {};    // that is alike
    std::string why = {}; // of no verdict, in a few words; "orders": of a tie because both orders disagreed
    std::optional<double> costUsd = {};
};

struct PairMessage {
    std::uint64_t id = 0;
    std::string release = {};
    bool noise = false; // stable compared with itself; the "candidate" is stable's second answer
    WallTime at{};
    std::string requestId = {};
    bool agree = true;
    evidence::PairLayer layer = evidence::PairLayer::Success; // that decided
    evidence::Better better = evidence::Better::Neither;
    double likeness = 1;
    std::string verdict = {}; // "better", "same", "worse" is the candidate; empty: nobody has said
    std::string verdictBy = {};
    std::optional<WallTime> verdictAt = {};
    std::string asked = {}; // the beginning of the request, to be read; empty without content
    PairSideMessage stable = {};
    PairSideMessage candidate = {};
    std::optional<std::string> requestText = {}; // to be read
    std::optional<std::string> request = {};     // as asked, shortened
    std::vector<evidence::FieldDifference> differences = {};
    std::vector<PairOpinion> said = {}; // in the order in which it was asked
};

// What models were asked about the pairs of a release.
struct AskingMessage {
    std::uint64_t embedded = 0; // pairs whose likeness is known
    std::uint64_t alike = 0;
    std::uint64_t judged = 0; // pairs with a verdict of the judge
    std::uint64_t stable = 0;
    std::uint64_t candidate = 0;
    std::uint64_t ties = 0;
    std::uint64_t split = 0;                           // of the ties: the two orders disagreed
    std::uint64_t failed = 0;                          // no answer, or one that does not count
    std::map<std::string, std::uint64_t> skipped = {}; // by reason: "money", "requests", "busy", "too_long"
    double spentUsd = 0;
    bool costUnknown = false;   // a model without a price was asked
    std::string exhausted = {}; // of this hour's budget: "money", "requests"; empty: no
    std::optional<WallTime> exhaustedUntil = {};
};

struct PairSummary {
    std::string release = {};
    std::string candidate = {}; // versions
    std::string baseline = {};
    bool shadowing = false; // copies are being made now
    bool keepsContent = true;
    std::uint64_t sent = 0;
    std::uint64_t answered = 0;
    std::uint64_t failed = 0;
    std::map<std::string, std::uint64_t> dropped = {}; // by reason
    std::uint64_t unreadable = 0;                      // answered, but too long or packed
    std::uint64_t compared = 0;
    std::uint64_t agreeing = 0;
    std::uint64_t noiseCompared = 0;
    std::uint64_t noiseAgreeing = 0;
    bool beyondNoise = false; // the exact 95 % intervals do not meet
    evidence::Verdict verdict = evidence::Verdict::NoData;
    std::string sentence = {};
    std::uint64_t better = 0; // people's verdicts
    std::uint64_t same = 0;
    std::uint64_t worse = 0;
    double spentUsd = 0;                      // of what has a known price
    std::optional<AskingMessage> asking = {}; // absent: the plan asks no model

    [[nodiscard]] std::uint64_t droppedInAll() const;
};

struct PairPage {
    std::optional<PairSummary> summary = {}; // absent: no release of this agent had a shadow
    std::vector<PairMessage> pairs = {};
    std::string next = {}; // cursor of the next page; empty: this is the last
};

struct PairVerdictMessage {
    std::string verdict = {}; // "better", "same", "worse"; empty takes it back
    std::string seen = {};    // the verdict that the person saw
    std::string reason = {};
    std::string requestId = {};
};

struct PairVerdictResult {
    PairMessage pair = {};
    PairSummary summary = {};
    std::uint64_t sequence = 0; // audit entry
};

[[nodiscard]] QJsonObject encode(const PairSideMessage& message);
[[nodiscard]] QJsonObject encode(const PairOpinion& message);
[[nodiscard]] QJsonObject encode(const AskingMessage& message);
[[nodiscard]] QJsonObject encode(const PairMessage& message);
[[nodiscard]] QJsonObject encode(const PairSummary& message);
[[nodiscard]] QJsonObject encode(const PairPage& message);
[[nodiscard]] QJsonObject encode(const PairVerdictMessage& message);
[[nodiscard]] QJsonObject encode(const PairVerdictResult& message);

} // namespace signalbox::protocol
