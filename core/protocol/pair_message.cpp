#include "core/protocol/pair_message.h"

#include <cmath>
#include <numeric>
#include <ranges>

#include "core/protocol/json_parts.h"

namespace signalbox::protocol {

using namespace Qt::StringLiterals;

namespace {

void insertCount(QJsonObject& object, const QString& key, const std::optional<std::uint64_t>& value) {
    if (value)
        object.insert(key, number(*value));
}

void insertText(QJsonObject& object, const QString& key, const std::optional<std::string>& value) {
    if (value)
        object.insert(key, text(*value));
}

double finite(double value) {
    return std::isfinite(value) ? value : 0;
}

QJsonObject encodeDifference(const evidence::FieldDifference& difference) {
    return {{u"path"_s, text(difference.path)},
            {u"stable"_s, text(difference.stable)},
            {u"candidate"_s, text(difference.candidate)},
            {u"likeness"_s, finite(difference.likeness)}};
}

} // namespace

std::uint64_t PairSummary::droppedInAll() const {
    const auto counts = std::views::values(dropped);
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

QJsonObject encode(const PairSideMessage& message) {
    QJsonObject object{{u"version"_s, text(message.version)},
                       {u"outcome"_s, text(message.outcome)},
                       {u"status"_s, message.status},
                       {u"latency_ms"_s, finite(message.latencyMs)},
                       {u"tool_calls"_s, number(message.toolCalls)},
                       {u"digest"_s, text(message.digest.toString())}};
    insertCount(object, u"input_tokens"_s, message.inputTokens);
    insertCount(object, u"output_tokens"_s, message.outputTokens);
    if (message.costUsd)
        object.insert(u"cost_usd"_s, finite(*message.costUsd));
    insertText(object, u"text"_s, message.text);
    insertText(object, u"body"_s, message.body);
    if (!message.calls.empty())
        object.insert(u"calls"_s, arrayOf(message.calls, [](const PairCall& call) {
                          return QJsonObject{{u"name"_s, text(call.name)}, {u"arguments"_s, text(call.arguments)}};
                      }));
    return object;
}

QJsonObject encode(const PairOpinion& message) {
    QJsonObject object{{u"by"_s, text(message.by)}, {u"says"_s, text(message.says)}, {u"why"_s, text(message.why)}};
    for (const auto& [key, value] :
         {std::pair{u"likeness"_s, message.likeness}, {u"least"_s, message.least}, {u"cost_usd"_s, message.costUsd}})
        if (value)
            object.insert(key, finite(*value));
    return object;
}

QJsonObject encode(const AskingMessage& message) {
    QJsonObject skipped;
    for (const auto& [reason, count] : message.skipped)
        skipped.insert(text(reason), number(count));
    QJsonObject object{{u"embedded"_s, number(message.embedded)},
                       {u"alike"_s, number(message.alike)},
                       {u"judged"_s, number(message.judged)},
                       {u"stable"_s, number(message.stable)},
                       {u"candidate"_s, number(message.candidate)},
                       {u"ties"_s, number(message.ties)},
                       {u"split"_s, number(message.split)},
                       {u"failed"_s, number(message.failed)},
                       {u"skipped"_s, skipped},
                       {u"spent_usd"_s, finite(message.spentUsd)},
                       {u"cost_unknown"_s, message.costUnknown},
                       {u"exhausted"_s, text(message.exhausted)}};
    if (message.exhaustedUntil)
        object.insert(u"exhausted_until"_s, isoText(*message.exhaustedUntil));
    return object;
}

QJsonObject encode(const PairMessage& message) {
    QJsonObject object{{u"id"_s, number(message.id)},
                       {u"release"_s, text(message.release)},
                       {u"noise"_s, message.noise},
                       {u"at"_s, isoText(message.at)},
                       {u"request_id"_s, text(message.requestId)},
                       {u"agree"_s, message.agree},
                       {u"layer"_s, text(toString(message.layer))},
                       {u"better"_s, text(toString(message.better))},
                       {u"likeness"_s, finite(message.likeness)},
                       {u"verdict"_s, text(message.verdict)},
                       {u"verdict_by"_s, text(message.verdictBy)},
                       {u"asked"_s, text(message.asked)},
                       {u"stable"_s, encode(message.stable)},
                       {u"candidate"_s, encode(message.candidate)},
                       {u"differences"_s, arrayOf(message.differences, encodeDifference)},
                       {u"said"_s, arrayOf(message.said, [](const PairOpinion& said) { return encode(said); })}};
    if (message.verdictAt)
        object.insert(u"verdict_at"_s, isoText(*message.verdictAt));
    insertText(object, u"request_text"_s, message.requestText);
    insertText(object, u"request"_s, message.request);
    return object;
}

QJsonObject encode(const PairSummary& message) {
    QJsonObject dropped;
    for (const auto& [reason, count] : message.dropped)
        dropped.insert(text(reason), number(count));
    QJsonObject object{{u"release"_s, text(message.release)},
                       {u"candidate"_s, text(message.candidate)},
                       {u"baseline"_s, text(message.baseline)},
                       {u"shadowing"_s, message.shadowing},
                       {u"keeps_content"_s, message.keepsContent},
                       {u"sent"_s, number(message.sent)},
                       {u"answered"_s, number(message.answered)},
                       {u"failed"_s, number(message.failed)},
                       {u"dropped"_s, dropped},
                       {u"unreadable"_s, number(message.unreadable)},
                       {u"compared"_s, number(message.compared)},
                       {u"agreeing"_s, number(message.agreeing)},
                       {u"noise_compared"_s, number(message.noiseCompared)},
                       {u"noise_agreeing"_s, number(message.noiseAgreeing)},
                       {u"beyond_noise"_s, message.beyondNoise},
                       {u"verdict"_s, text(toString(message.verdict))},
                       {u"sentence"_s, text(message.sentence)},
                       {u"better"_s, number(message.better)},
                       {u"same"_s, number(message.same)},
                       {u"worse"_s, number(message.worse)},
                       {u"spent_usd"_s, finite(message.spentUsd)}};
    if (message.asking)
        object.insert(u"asking"_s, encode(*message.asking));
    return object;
}

QJsonObject encode(const PairPage& message) {
    QJsonObject object{{u"pairs"_s, arrayOf(message.pairs, [](const PairMessage& pair) { return encode(pair); })},
                       {u"next"_s, text(message.next)}};
    if (message.summary)
        object.insert(u"summary"_s, encode(*message.summary));
    return object;
}

QJsonObject encode(const PairVerdictMessage& message) {
    return {{u"verdict"_s, text(message.verdict)},
            {u"seen"_s, text(message.seen)},
            {u"reason"_s, text(message.reason)},
            {u"request_id"_s, text(message.requestId)}};
}

QJsonObject encode(const PairVerdictResult& message) {
    return {{u"pair"_s, encode(message.pair)},
            {u"summary"_s, encode(message.summary)},
            {u"sequence"_s, number(message.sequence)}};
}

} // namespace signalbox::protocol
