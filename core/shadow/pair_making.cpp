#include "core/shadow/pair_making.h"

#include <QJsonDocument>

#include "core/protocol/decode.h"
#include "core/shadow/pair_findings.h"
#include "core/shadow/pair_text.h"

namespace signalbox::shadow {

namespace {

constexpr std::size_t longestKept = 64 * 1024; // bytes kept of each text
constexpr std::size_t longestPreview = 160;

// Whole characters only.
std::string cut(std::string_view text, std::size_t most) {
    if (text.size() <= most)
        return std::string(text);
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U)
        --most;
    return std::string(text.substr(0, most)) + "…";
}

std::optional<std::uint64_t> countOf(const std::optional<std::int64_t>& value) {
    return value && *value >= 0 ? std::optional(static_cast<std::uint64_t>(*value)) : std::nullopt;
}

protocol::PairSideMessage sideOf(const metrics::PairSide& side) {
    protocol::PairSideMessage message;
    message.version = side.version;
    message.outcome = toString(side.outcome);
    message.status = side.status;
    message.latencyMs = static_cast<double>(side.latency.count()) / 1000.0;
    message.inputTokens = countOf(side.inputTokens);
    message.outputTokens = countOf(side.outputTokens);
    if (side.cost)
        message.costUsd = static_cast<double>(*side.cost) / agents::picoPerUsd;
    message.toolCalls = static_cast<std::uint64_t>(std::max(0, side.toolCalls));
    message.digest = sha256(side.body);
    return message;
}

void addContent(protocol::PairSideMessage& message, const metrics::PairSide& side, const ReadAnswer& read) {
    message.text = cut(read.text, longestKept);
    message.body = cut(side.body, longestKept);
    for (const evidence::ToolCall& call : read.answer.toolCalls)
        message.calls.push_back(
            {.name = call.name,
             .arguments =
                 cut(QJsonDocument(call.arguments).toJson(QJsonDocument::Compact).toStdString(), longestKept / 16)});
}

// The beginning of the last thing that was said, on one line.
std::string previewOf(std::string_view request) {
    if (const auto last = request.rfind("\n\n"); last != std::string_view::npos)
        request.remove_prefix(last + 2);
    return cut(request, longestPreview);
}

} // namespace

bool isReadable(const metrics::Pair& pair) {
    const auto hasBody = [](const metrics::PairSide& side) { return !isAnswered(side.outcome) || !side.body.empty(); };
    return hasBody(pair.stable) && hasBody(pair.shadow);
}

MadePair makePair(const metrics::Pair& pair, const PairTerms& terms) {
    ReadAnswer stable = readAnswer(pair.stable);
    ReadAnswer candidate = readAnswer(pair.shadow);
    if (terms.stable != nullptr)
        stable.answer.keepsContract = terms.stable->isKeptBy(stable.answer);
    if (terms.candidate != nullptr)
        candidate.answer.keepsContract = terms.candidate->isKeptBy(candidate.answer);
    MadePair made;
    made.comparison = comparePair(stable.answer, candidate.answer, terms.rules);
    storage::PairRecord& record = made.record;
    record.agent = pair.agent;
    record.kind = pair.kind;
    record.at = pair.at;
    record.requestId = pair.requestId;
    record.agree = made.comparison.agree;
    record.layer = made.comparison.layer;
    record.better = made.comparison.better;
    record.likeness = made.comparison.likeness;
    protocol::PairMessage message;
    message.at = pair.at;
    message.stable = sideOf(pair.stable);
    message.candidate = sideOf(pair.shadow);
    for (const evidence::FieldDifference& difference : made.comparison.differences)
        message.differences.push_back({.path = difference.path, .likeness = difference.likeness});
    const std::string asked = terms.keepsContent || terms.asksModels ? readRequest(pair.request) : std::string();
    if (terms.asksModels)
        made.question = questionOf(stable, candidate, asked, made.comparison, terms.rules);
    message.asked = terms.keepsContent ? previewOf(asked) : std::string();
    record.facts = protocol::encode(message);
    if (!terms.keepsContent)
        return made;
    message.differences = made.comparison.differences;
    message.requestText = cut(asked, longestKept);
    message.request = cut(pair.request, longestKept);
    addContent(message.stable, pair.stable, stable);
    addContent(message.candidate, pair.shadow, candidate);
    record.content = protocol::encode(message);
    return made;
}

protocol::PairMessage messageOf(const storage::PairRecord& record) {
    auto message = protocol::decode<protocol::PairMessage>(record.content ? *record.content : record.facts)
                       .value_or(protocol::PairMessage());
    message.id = static_cast<std::uint64_t>(record.id);
    message.release = record.release;
    message.noise = record.kind == metrics::PairKind::Noise;
    message.at = record.at;
    message.requestId = record.requestId;
    message.agree = record.agree;
    message.layer = record.layer;
    message.better = record.better;
    message.likeness = record.likeness;
    message.verdict = record.verdict;
    message.verdictBy = record.verdictBy;
    if (!record.verdict.empty())
        message.verdictAt = record.verdictAt;
    return message;
}

} // namespace signalbox::shadow
