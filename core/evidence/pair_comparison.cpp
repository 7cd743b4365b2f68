#include "core/evidence/pair_comparison.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/evidence/text_similarity.h"

namespace signalbox::evidence {

namespace {

constexpr std::array<std::string_view, 6> layerWords{"success", "contract", "tools", "fields", "text", "embeddings"};
constexpr std::array<std::string_view, 4> betterWords{"neither", "stable", "candidate", "undecided"};

template <class Enum, std::size_t count>
std::optional<Enum> wordIn(const std::array<std::string_view, count>& words, std::string_view text) {
    const auto found = std::ranges::find(words, text);
    return found == words.end() ? std::nullopt : std::optional(static_cast<Enum>(found - words.begin()));
}

PairComparison oneIsGood(PairLayer layer, bool stableIsGood) {
    return {.layer = layer, .better = stableIsGood ? Better::Stable : Better::Candidate, .agree = false, .likeness = 0};
}

PairComparison alikeBy(PairLayer layer, double likeness, double least) {
    const bool agree = likeness >= least;
    return {
        .layer = layer, .better = agree ? Better::Neither : Better::Undecided, .agree = agree, .likeness = likeness};
}

} // namespace

std::string_view toString(PairLayer layer) {
    return layerWords.at(std::to_underlying(layer));
}

std::string_view toString(Better better) {
    return betterWords.at(std::to_underlying(better));
}

std::optional<PairLayer> pairLayerFrom(std::string_view text) {
    return wordIn<PairLayer>(layerWords, text);
}

std::optional<Better> betterFrom(std::string_view text) {
    return wordIn<Better>(betterWords, text);
}

PairComparison comparePair(const Answer& stable, const Answer& candidate, const PairRules& rules) {
    if (stable.succeeded != candidate.succeeded)
        return oneIsGood(PairLayer::Success, stable.succeeded);
    if (!stable.succeeded) {
        const bool same = stable.failure == candidate.failure;
        return {.layer = PairLayer::Success, .agree = same, .likeness = same ? 1.0 : 0.0};
    }
    if (stable.keepsContract && candidate.keepsContract && *stable.keepsContract != *candidate.keepsContract)
        return oneIsGood(PairLayer::Contract, *stable.keepsContract);
    const ToolAgreement tools = compareToolCalls(stable.toolCalls, candidate.toolCalls, rules.arguments);
    if (tools.calls < rules.leastTools)
        return alikeBy(PairLayer::Tools, tools.calls, rules.leastTools);
    const bool anyTools = !stable.toolCalls.empty() && !candidate.toolCalls.empty();
    if (anyTools && tools.arguments < rules.leastArguments)
        return alikeBy(PairLayer::Tools, tools.arguments, rules.leastArguments);
    if (stable.json && candidate.json) {
        JsonComparison fields = compareJson(*stable.json, *candidate.json, rules.fields);
        PairComparison result = alikeBy(PairLayer::Fields, fields.agreement(), rules.leastFields);
        result.differences = std::move(fields.differences);
        return result;
    }
    if (stable.text == candidate.text)
        return alikeBy(PairLayer::Text, 1, rules.leastText);
    const double likeness = std::max(chrF(stable.text, candidate.text), tokenSetRatio(stable.text, candidate.text));
    return alikeBy(PairLayer::Text, likeness, rules.leastText);
}

} // namespace signalbox::evidence
