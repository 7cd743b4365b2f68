#include "core/release/comparison.h"

#include <cmath>
#include <format>

#include "core/release/json_fields.h"
#include "core/release/plan_mistakes.h"
#include "core/release/plan_words.h"

namespace signalbox::release {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t mostFields = 200;
constexpr std::size_t longestCriterion = 2000; // bytes

bool isShare(double value) {
    return std::isfinite(value) && value >= 0 && value <= 1;
}

void checkFields(const std::vector<ComparedField>& fields, const std::string& where, PlanMistakes& mistakes) {
    if (fields.size() > mostFields)
        return mistakes.add(std::format("There are {} fields to compare.", fields.size()), where, "Use at most 200.");
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const ComparedField& field = fields[i];
        const std::string place = std::format("{}/{}", where, i);
        if (!field.path.starts_with('/'))
            mistakes.add(std::format("\"{}\" is not a JSON pointer.", field.path), place + "/path",
                         "Begin it with a slash, such as /amount_cents or /items/*/price.", "path: /answer");
        const bool good = field.as == FieldAs::Text ? isShare(field.tolerance)
                                                    : std::isfinite(field.tolerance) && field.tolerance >= 0;
        if (!good)
            mistakes.add(std::format("The tolerance is {}.", field.tolerance), place + "/tolerance",
                         field.as == FieldAs::Text ? "Use the least likeness of the texts, from 0 to 1."
                                                   : "Use 0 or more.",
                         field.as == FieldAs::Text ? "tolerance: 0.8" : "tolerance: 0");
    }
}

QJsonArray fieldsToJson(const std::vector<ComparedField>& fields) {
    QJsonArray array;
    for (const ComparedField& field : fields)
        array.append(QJsonObject{{u"path"_s, textOf(field.path)},
                                 {u"as"_s, textOf(wordOf(fieldWords, field.as))},
                                 {u"tolerance"_s, field.tolerance}});
    return array;
}

void checkAsked(const AskedModel& asked, const std::string& where, PlanMistakes& mistakes) {
    if (asked.provider.empty())
        mistakes.add("The model has no provider.", where + "/provider", "Name a provider of signalbox.yaml.",
                     "provider: ollama");
    if (asked.model.empty())
        mistakes.add("The model has no name.", where + "/model", "Write the model's id, as its endpoint knows it.",
                     "model: llama3.1:8b-instruct-q8_0");
    if (asked.share == traffic::Weight{})
        mistakes.add("No pair would be asked about.", where + "/share",
                     "Use more than 0, at most 100, or leave the model out.", "share: 100");
}

void checkBudget(const AskingBudget& budget, PlanMistakes& mistakes) {
    constexpr double mostUsd = 10'000;
    constexpr int mostRequests = 100'000;
    if (!std::isfinite(budget.usdPerHour) || budget.usdPerHour < 0 || budget.usdPerHour > mostUsd)
        mistakes.add("The money is not from 0 to 10,000 USD an hour.", "/comparison/budget/usd_per_hour",
                     "Write USD an hour.", "usd_per_hour: 1");
    if (budget.requestsPerHour < 1 || budget.requestsPerHour > mostRequests)
        mistakes.add("The requests are not from 1 to 100,000 an hour.", "/comparison/budget/requests_per_hour",
                     "Write how many.", "requests_per_hour: 600");
    if (budget.timeout < std::chrono::seconds{1} || budget.timeout > std::chrono::minutes{10})
        mistakes.add("The time for one request is not from 1 to 600 seconds.", "/comparison/budget/timeout",
                     "Write seconds.", "timeout: 30");
}

QJsonObject askedToJson(const AskedModel& asked) {
    return {{u"provider"_s, textOf(asked.provider)},
            {u"model"_s, textOf(asked.model)},
            {u"share"_s, asked.share.thousandths() / 10.0}};
}

void checkModels(const Comparison& comparison, PlanMistakes& mistakes) {
    if (comparison.embeddings) {
        checkAsked(comparison.embeddings->asked, "/comparison/embeddings", mistakes);
        if (!isShare(comparison.embeddings->least))
            mistakes.add("The least likeness of vectors is not from 0 to 1.", "/comparison/embeddings/least",
                         "Write a number from 0 to 1.", "least: 0.75");
    }
    if (comparison.judge) {
        checkAsked(comparison.judge->asked, "/comparison/judge", mistakes);
        if (comparison.judge->criterion.size() > longestCriterion)
            mistakes.add("The criterion is longer than 2,000 bytes.", "/comparison/judge/criterion", "Shorten it.");
    }
    checkBudget(comparison.budget, mistakes);
}

} // namespace

Result<void> checkComparison(const Comparison& comparison) {
    PlanMistakes mistakes;
    checkFields(comparison.fields, "/comparison/fields", mistakes);
    checkFields(comparison.arguments, "/comparison/arguments", mistakes);
    if (!isShare(comparison.leastFields))
        mistakes.add("The share of fields that must agree is not from 0 to 1.", "/comparison/least_fields",
                     "Write a number from 0 to 1.", "least_fields: 1");
    if (!isShare(comparison.leastText))
        mistakes.add("The likeness of texts is not from 0 to 1.", "/comparison/least_text",
                     "Write a number from 0 to 1.", "least_text: 0.6");
    checkModels(comparison, mistakes);
    return mistakes.result();
}

QJsonObject comparisonToJson(const Comparison& comparison) {
    QJsonObject object{{u"fields"_s, fieldsToJson(comparison.fields)},
                       {u"arguments"_s, fieldsToJson(comparison.arguments)},
                       {u"least_fields"_s, comparison.leastFields},
                       {u"least_text"_s, comparison.leastText},
                       {u"noise"_s, comparison.noise.thousandths() / 10.0},
                       {u"content"_s, textOf(wordOf(contentWords, comparison.content))}};
    if (comparison.embeddings) {
        QJsonObject embeddings = askedToJson(comparison.embeddings->asked);
        embeddings.insert(u"least"_s, comparison.embeddings->least);
        object.insert(u"embeddings"_s, embeddings);
    }
    if (comparison.judge) {
        QJsonObject judge = askedToJson(comparison.judge->asked);
        judge.insert(u"criterion"_s, textOf(comparison.judge->criterion));
        object.insert(u"judge"_s, judge);
    }
    if (comparison.budget != AskingBudget())
        object.insert(u"budget"_s,
                      QJsonObject{{u"usd_per_hour"_s, comparison.budget.usdPerHour},
                                  {u"requests_per_hour"_s, comparison.budget.requestsPerHour},
                                  {u"timeout"_s, static_cast<double>(comparison.budget.timeout.count()) / 1000.0}});
    return object;
}

} // namespace signalbox::release
