// What "better" means for the answers of a shadow, decided before it runs and frozen with the release: how answers are
// compared field by field, how alike texts must be, how many copies stable answers again for the noise floor, and
// whether texts are kept; and which models are asked about what the cheaper comparators leave open, for how much money.
// Values; any thread. `comparison` in release.yaml and in the plan's JSON.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <QJsonObject>

#include "core/base/result.h"
#include "core/traffic/weight.h"

namespace signalbox::release {

enum class FieldAs { Exact, Number, Set, Text, Ignore };

struct ComparedField {
    std::string path; // JSON pointer; "*" stands for one name or index, "**" for any number of them
    FieldAs as = FieldAs::Exact;
    double tolerance = 0; // Number: absolute or relative, whichever is wider; Text: the least likeness

    bool operator==(const ComparedField&) const = default;
};

enum class PairContent { Kept, Dropped }; // Dropped: digests and scores only

// A model that is asked about pairs, at a provider of signalbox.yaml that speaks the OpenAI protocol.
struct AskedModel {
    std::string provider = {};
    std::string model = {};
    traffic::Weight share = traffic::Weight::percent(100); // of the pairs that could be asked about

    bool operator==(const AskedModel&) const = default;
};

struct EmbeddingRule { // texts that differ in words agree when their vectors are alike
    AskedModel asked = {};
    double least = 0.75; // cosine

    bool operator==(const EmbeddingRule&) const = default;
};

struct JudgeRule { // says which of two answers that differ is better; asked in both orders
    AskedModel asked = {};
    std::string criterion = {}; // what "better" means, in words

    bool operator==(const JudgeRule&) const = default;
};

struct AskingBudget { // of all models together
    double usdPerHour = 1;
    int requestsPerHour = 600;
    std::chrono::milliseconds timeout = std::chrono::seconds{30}; // of one request

    bool operator==(const AskingBudget&) const = default;
};

struct Comparison {
    std::vector<ComparedField> fields = {};               // of JSON answers; the last that matches counts
    std::vector<ComparedField> arguments = {};            // of tool calls
    double leastFields = 1;                               // share of fields that must agree
    double leastText = 0.6;                               // likeness of answers that are no JSON
    traffic::Weight noise = traffic::Weight::percent(10); // of copies that stable answers a second time
    PairContent content = PairContent::Kept;
    std::optional<EmbeddingRule> embeddings = {};
    std::optional<JudgeRule> judge = {};
    AskingBudget budget = {};

    bool operator==(const Comparison&) const = default;
};

// Errors: Invalid "bad_plan" with the field below /comparison.
[[nodiscard]] Result<void> checkComparison(const Comparison& comparison);
[[nodiscard]] QJsonObject comparisonToJson(const Comparison& comparison);

} // namespace signalbox::release
