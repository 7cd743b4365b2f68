// Compares the two answers of a pair (stable and its shadow, or stable with itself), cheapest layer first, and stops at
// the first that decides: did both succeed, is the contract kept, which tools, which fields, how alike is the text.
// Pure; any thread. What only a person or a judging model can say is left Undecided; embeddings are asked elsewhere.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <QJsonValue>

#include "core/evidence/json_comparison.h"
#include "core/evidence/tool_calls.h"

namespace signalbox::evidence {

struct Answer {
    bool succeeded = true;
    std::string failure = {}; // class of the error: "timeout", "server_error"
    std::optional<bool> keepsContract = {};
    std::vector<ToolCall> toolCalls = {};
    std::optional<QJsonValue> json = {}; // when the answer is, or must be, JSON
    std::string text = {};
};

struct PairRules {
    std::vector<PathRule> fields = {};
    std::vector<PathRule> arguments = {};
    double leastFields = 1;    // share of fields that must agree
    double leastTools = 1;     // F1 of the calls
    double leastArguments = 1; // agreement of their arguments
    double leastText = 0.6;    // chrF or token-set ratio, the better of both

    bool operator==(const PairRules&) const = default;
};

enum class PairLayer : std::uint8_t { Success, Contract, Tools, Fields, Text, Embeddings };
enum class Better : std::uint8_t { Neither, Stable, Candidate, Undecided };
[[nodiscard]] std::string_view toString(PairLayer layer); // "success", "contract", "tools", "fields", …
[[nodiscard]] std::string_view toString(Better better);   // "neither", "stable", "candidate", "undecided"
[[nodiscard]] std::optional<PairLayer> pairLayerFrom(std::string_view text);
[[nodiscard]] std::optional<Better> betterFrom(std::string_view text);

struct PairComparison {
    PairLayer layer = PairLayer::Success; // that decided
    Better better = Better::Neither;      // Undecided: they differ, and these layers cannot say which is better
    bool agree = true;
    double likeness = 1; // 0 … 1, of the deciding layer
    std::vector<FieldDifference> differences = {};
};

[[nodiscard]] PairComparison comparePair(const Answer& stable, const Answer& candidate, const PairRules& rules);

} // namespace signalbox::evidence
