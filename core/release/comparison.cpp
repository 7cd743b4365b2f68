#include "core/release/comparison.h"

#include <cmath>
#include <format>

#include "core/release/json_fields.h"
#include "core/release/plan_words.h"

namespace signalbox::release {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t mostFields = 200;

std::unexpected<Error> refuse(std::string message, std::string field, std::string hint = {}) {
    return failure(Errc::Invalid, "bad_plan", std::move(message), std::move(hint), std::move(field));
}

bool isShare(double value) {
    return std::isfinite(value) && value >= 0 && value <= 1;
}

Result<void> checkFields(const std::vector<ComparedField>& fields, const std::string& where) {
    if (fields.size() > mostFields)
        return refuse(std::format("There are {} fields to compare.", fields.size()), where, "Use at most 200.");
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const ComparedField& field = fields[i];
        const std::string place = std::format("{}/{}", where, i);
        if (!field.path.starts_with('/'))
            return refuse(std::format("\"{}\" is not a JSON pointer.", field.path), place + "/path",
                          "Begin it with a slash, such as /amount_cents or /items/*/price.");
        const bool good = field.as == FieldAs::Text ? isShare(field.tolerance)
                                                    : std::isfinite(field.tolerance) && field.tolerance >= 0;
        if (!good)
            return refuse(std::format("The tolerance is {}.", field.tolerance), place + "/tolerance",
                          field.as == FieldAs::Text ? "Use the least likeness of the texts, from 0 to 1."
                                                    : "Use 0 or more.");
    }
    return {};
}

QJsonArray fieldsToJson(const std::vector<ComparedField>& fields) {
    QJsonArray array;
    for (const ComparedField& field : fields)
        array.append(QJsonObject{{u"path"_s, textOf(field.path)},
                                 {u"as"_s, textOf(wordOf(fieldWords, field.as))},
                                 {u"tolerance"_s, field.tolerance}});
    return array;
}

} // namespace

Result<void> checkComparison(const Comparison& comparison) {
    if (auto fields = checkFields(comparison.fields, "/comparison/fields"); !fields)
        return fields;
    if (auto arguments = checkFields(comparison.arguments, "/comparison/arguments"); !arguments)
        return arguments;
    if (!isShare(comparison.leastFields))
        return refuse("The share of fields that must agree is not from 0 to 1.", "/comparison/least_fields");
    if (!isShare(comparison.leastText))
        return refuse("The likeness of texts is not from 0 to 1.", "/comparison/least_text");
    return {};
}

QJsonObject comparisonToJson(const Comparison& comparison) {
    return {{u"fields"_s, fieldsToJson(comparison.fields)},
            {u"arguments"_s, fieldsToJson(comparison.arguments)},
            {u"least_fields"_s, comparison.leastFields},
            {u"least_text"_s, comparison.leastText},
            {u"noise"_s, comparison.noise.thousandths() / 10.0},
            {u"content"_s, textOf(wordOf(contentWords, comparison.content))}};
}

} // namespace signalbox::release
