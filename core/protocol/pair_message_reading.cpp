// The other direction of pair_message.cpp. Input is untrusted.
#include <algorithm>
#include <array>

#include "core/protocol/decode.h"
#include "core/protocol/reader.h"

namespace signalbox::protocol {

using namespace Qt::StringLiterals;

namespace {

std::optional<evidence::Verdict> verdictFrom(std::string_view text) {
    using evidence::Verdict;
    for (const Verdict verdict :
         {Verdict::NoData, Verdict::NotYet, Verdict::Clear, Verdict::NotThisVersion, Verdict::Worse})
        if (toString(verdict) == text)
            return verdict;
    return std::nullopt;
}

std::optional<std::string> optionalText(Reader& from, QLatin1StringView key) {
    return from.has(key) ? std::optional(from.text(key)) : std::nullopt;
}

PairSideMessage sideIn(Reader from) {
    PairSideMessage side;
    side.version = from.text("version"_L1);
    side.outcome = from.text("outcome"_L1);
    side.status = static_cast<int>(from.count("status"_L1) % 1000);
    side.latencyMs = from.number("latency_ms"_L1);
    side.inputTokens = from.countOr("input_tokens"_L1);
    side.outputTokens = from.countOr("output_tokens"_L1);
    side.costUsd = from.numberOr("cost_usd"_L1);
    side.toolCalls = from.count("tool_calls"_L1);
    side.digest = from.digest("digest"_L1);
    side.text = optionalText(from, "text"_L1);
    side.body = optionalText(from, "body"_L1);
    if (from.has("calls"_L1))
        side.calls = from.list("calls"_L1, [](Reader& call) {
            return PairCall{.name = call.text("name"_L1), .arguments = call.text("arguments"_L1)};
        });
    return side;
}

// A word of a fixed set; empty is allowed when nobody has said anything.
std::string verdictIn(Reader& from, QLatin1StringView key) {
    static constexpr std::array<std::string_view, 4> words{"", "better", "same", "worse"};
    std::string word = from.textOr(key);
    if (std::ranges::find(words, word) == words.end())
        from.refuse(key, "must be better, same, worse or empty");
    return word;
}

PairOpinion opinionIn(Reader& from) {
    return {.by = from.text("by"_L1),
            .says = from.text("says"_L1),
            .likeness = from.numberOr("likeness"_L1),
            .least = from.numberOr("least"_L1),
            .why = from.textOr("why"_L1),
            .costUsd = from.numberOr("cost_usd"_L1)};
}

std::map<std::string, std::uint64_t> countsIn(const QJsonObject& object) {
    std::map<std::string, std::uint64_t> counts;
    for (auto entry = object.begin(); entry != object.end(); ++entry)
        counts[entry.key().toStdString()] = static_cast<std::uint64_t>(std::max<qint64>(0, entry.value().toInteger()));
    return counts;
}

AskingMessage askingIn(Reader from) {
    return {.embedded = from.count("embedded"_L1),
            .alike = from.count("alike"_L1),
            .judged = from.count("judged"_L1),
            .stable = from.count("stable"_L1),
            .candidate = from.count("candidate"_L1),
            .ties = from.count("ties"_L1),
            .split = from.count("split"_L1),
            .failed = from.count("failed"_L1),
            .skipped = countsIn(from.object("skipped"_L1)),
            .spentUsd = from.number("spent_usd"_L1),
            .costUnknown = from.flag("cost_unknown"_L1),
            .exhausted = from.textOr("exhausted"_L1),
            .exhaustedUntil = from.timeOr("exhausted_until"_L1)};
}

PairMessage pairIn(Reader& from) {
    PairMessage pair;
    pair.id = from.count("id"_L1);
    pair.release = from.text("release"_L1);
    pair.noise = from.flag("noise"_L1);
    pair.at = from.time("at"_L1);
    pair.requestId = from.text("request_id"_L1);
    pair.agree = from.flag("agree"_L1);
    const auto layer = evidence::pairLayerFrom(from.text("layer"_L1));
    if (!layer)
        from.refuse("layer"_L1, "must be success, contract, tools, fields, text or embeddings");
    pair.layer = layer.value_or(evidence::PairLayer::Success);
    const auto better = evidence::betterFrom(from.text("better"_L1));
    if (!better)
        from.refuse("better"_L1, "must be neither, stable, candidate or undecided");
    pair.better = better.value_or(evidence::Better::Undecided);
    pair.likeness = from.number("likeness"_L1);
    pair.verdict = verdictIn(from, "verdict"_L1);
    pair.verdictBy = from.textOr("verdict_by"_L1);
    pair.verdictAt = from.timeOr("verdict_at"_L1);
    pair.asked = from.textOr("asked"_L1);
    pair.stable = sideIn(from.inside("stable"_L1));
    pair.candidate = sideIn(from.inside("candidate"_L1));
    pair.requestText = optionalText(from, "request_text"_L1);
    pair.request = optionalText(from, "request"_L1);
    pair.differences = from.list("differences"_L1, [](Reader& difference) {
        return evidence::FieldDifference{.path = difference.text("path"_L1),
                                         .stable = difference.textOr("stable"_L1),
                                         .candidate = difference.textOr("candidate"_L1),
                                         .likeness = difference.number("likeness"_L1)};
    });
    if (from.has("said"_L1)) // pairs of earlier runs lack it
        pair.said = from.list("said"_L1, [](Reader& said) { return opinionIn(said); });
    return pair;
}

PairSummary summaryIn(Reader from) {
    PairSummary summary;
    summary.release = from.text("release"_L1);
    summary.candidate = from.text("candidate"_L1);
    summary.baseline = from.text("baseline"_L1);
    summary.shadowing = from.flag("shadowing"_L1);
    summary.keepsContent = from.flag("keeps_content"_L1);
    summary.sent = from.count("sent"_L1);
    summary.answered = from.count("answered"_L1);
    summary.failed = from.count("failed"_L1);
    summary.dropped = countsIn(from.object("dropped"_L1));
    summary.unreadable = from.count("unreadable"_L1);
    summary.compared = from.count("compared"_L1);
    summary.agreeing = from.count("agreeing"_L1);
    summary.noiseCompared = from.count("noise_compared"_L1);
    summary.noiseAgreeing = from.count("noise_agreeing"_L1);
    summary.beyondNoise = from.flag("beyond_noise"_L1);
    const auto verdict = verdictFrom(from.text("verdict"_L1));
    if (!verdict)
        from.refuse("verdict"_L1, "is not a verdict");
    summary.verdict = verdict.value_or(evidence::Verdict::NoData);
    summary.sentence = from.text("sentence"_L1);
    summary.better = from.count("better"_L1);
    summary.same = from.count("same"_L1);
    summary.worse = from.count("worse"_L1);
    summary.spentUsd = from.number("spent_usd"_L1);
    if (from.has("asking"_L1))
        summary.asking = askingIn(from.inside("asking"_L1));
    return summary;
}

} // namespace

template <> Result<PairMessage> decode(const QJsonObject& object) {
    return readMessage(object, [](Reader& from) { return pairIn(from); });
}

template <> Result<PairPage> decode(const QJsonObject& object) {
    return readMessage(object, [](Reader& from) {
        PairPage page;
        if (from.has("summary"_L1))
            page.summary = summaryIn(from.inside("summary"_L1));
        page.pairs = from.list("pairs"_L1, [](Reader& pair) { return pairIn(pair); });
        page.next = from.textOr("next"_L1);
        return page;
    });
}

template <> Result<PairVerdictMessage> decode(const QJsonObject& object) {
    return readRequest(object, [](Reader& from) {
        return PairVerdictMessage{.verdict = verdictIn(from, "verdict"_L1),
                                  .seen = verdictIn(from, "seen"_L1),
                                  .reason = from.textOr("reason"_L1),
                                  .requestId = from.textOr("request_id"_L1)};
    });
}

template <> Result<PairVerdictResult> decode(const QJsonObject& object) {
    return readMessage(object, [](Reader& from) {
        PairVerdictResult result;
        Reader pair = from.inside("pair"_L1);
        result.pair = pairIn(pair);
        result.summary = summaryIn(from.inside("summary"_L1));
        result.sequence = from.count("sequence"_L1);
        return result;
    });
}

} // namespace signalbox::protocol
