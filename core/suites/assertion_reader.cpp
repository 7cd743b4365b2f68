#include "core/suites/assertion_reader.h"

#include <algorithm>
#include <format>

#include <QJsonArray>
#include <QJsonDocument>

#include "core/suites/assertion_types.h"
#include "core/suites/assertion_value.h"
#include "core/suites/script_value.h"
#include "core/suites/template.h"

namespace signalbox::suites {

namespace {

using agents::YamlMap;

constexpr std::string_view inverseMark = "not-";
constexpr std::string_view runElsewhere = "Run this file with promptfoo and import its result, or remove it.";

const AssertionType* typeIn(YamlMap& map, const std::string& word) {
    const bool isInverse = word.starts_with(inverseMark);
    const std::string base = word.substr(isInverse ? inverseMark.size() : 0);
    const AssertionType* type = assertionType(base);
    if (type != nullptr && !(isInverse && (type->kind == AssertionKind::AssertSet || type->isOurs)))
        return type;
    if (type != nullptr) {
        map.fail("type", "bad_assertion", std::format("There is no \"not-{}\".", base),
                 std::format("Write \"{}\".", base), agents::written("type", base));
    } else if (isOnlyPromptfoos(base)) {
        map.fail("type", "assertion_not_run", std::format("\"{}\" is not run here.", word.substr(0, 80)),
                 std::string(runElsewhere));
    } else {
        std::vector<std::string_view> words;
        for (const AssertionType& one : assertionTypes())
            words.push_back(one.word);
        const auto guess = agents::nearestWord(base, words);
        map.fail("type", "bad_assertion", std::format("There is no assertion \"{}\".", word.substr(0, 80)),
                 guess.empty() ? "Write one such as contains, regex, is-json or llm-rubric."
                               : std::format("Did you mean {}?", guess),
                 guess.empty() ? "" : agents::written("type", (isInverse ? "not-" : "") + std::string(guess)));
    }
    return nullptr;
}

bool refuseWhatIsNotRun(YamlMap& map) {
    bool refused = false;
    for (const std::string_view key : {"transform", "contextTransform", "config", "rubricPrompt", "provider"}) {
        if (!map.has(key))
            continue;
        map.fail(key, "field_not_run", std::format("\"{}\" of an assertion is not run here.", key),
                 key == "provider" ? "Remove it: the workspace names who judges." : std::string(runElsewhere));
        refused = true;
    }
    return refused;
}

// A text is a template or names a file; the texts of a list are templates too. What is inside a map stands as it is.
Result<QJsonValue> filledValue(const QJsonValue& value, const AssertionTerms& terms) {
    if (value.isObject())
        return value;
    if (!value.isString() || !value.toString().startsWith(QLatin1StringView("file://")))
        return filled(value, *terms.variables);
    const std::string reference = value.toString().toStdString();
    const bool isTree = reference.ends_with(".json") || reference.ends_with(".yaml") || reference.ends_with(".yml");
    if (!isTree) {
        auto text = terms.sources->text(reference);
        if (!text)
            return failure(std::move(text.error()));
        return scriptTrimmed(scriptString(*text));
    }
    auto file = terms.sources->yaml(reference);
    if (!file)
        return failure(std::move(file.error()));
    return (*file)->root ? Result<QJsonValue>(valueOf(*(*file)->root)) : QJsonValue(QJsonValue::Undefined);
}

void readThreshold(YamlMap& map, ThresholdUse use, Assertion& assertion) {
    if (use == ThresholdUse::None && map.has("threshold"))
        map.fail("threshold", "bad_field", std::format("\"{}\" has no threshold.", assertion.type), "Remove it.");
    else if (use == ThresholdUse::Share)
        assertion.threshold = map.number("threshold", 0, 1, 0.8);
    else
        assertion.threshold = map.number("threshold", 0, 1e12, 1000);
    if (use == ThresholdUse::Needed && !map.has("threshold"))
        map.fail("threshold", "missing_field", std::format("\"{}\" needs a threshold.", assertion.type),
                 assertion.kind == AssertionKind::Cost ? "Write the most that it may cost, in USD."
                                                       : "Write the most milliseconds.",
                 assertion.kind == AssertionKind::Cost ? "threshold: 0.01" : "threshold: 2000");
}

// The one that "not-" does not turn round, in promptfoo neither.
void warnOfNot(const YamlMap& map, const Assertion& assertion, const AssertionTerms& terms) {
    if (!assertion.isInverse || assertion.kind != AssertionKind::IsValidToolsCall)
        return;
    Finding warning{.severity = Finding::Severity::Warning,
                    .code = "not_ignored",
                    .message = "This passes for valid calls, with \"not-\" as without.",
                    .hint = "To say that nothing is called, write not-trajectory:tool-used with the value \"*\".",
                    .place = assertion.place};
    warning.place.field = map.pathOf("type");
    if (!std::ranges::contains(*terms.warnings, warning))
        terms.warnings->push_back(std::move(warning));
}

void readInner(SourceFile& file, YamlMap& map, const AssertionTerms& terms, Assertion& assertion) {
    if (terms.inSet)
        return map.fail("type", "bad_assertion", "A set of assertions is inside another.", "Write one set.");
    const agents::YamlNode* list = map.find("assert");
    if (list == nullptr || list->kind != agents::YamlNode::Kind::List || list->items.empty())
        return map.fail("assert", "empty_set", "A set of assertions holds nothing.", "Add a list of assertions.");
    AssertionTerms inner = terms;
    inner.inSet = true;
    for (std::size_t i = 0; i < list->items.size(); ++i)
        if (auto one = readAssertion(file, list->items[i], std::format("{}[{}]", map.pathOf("assert"), i), inner))
            assertion.inner.push_back(std::move(*one));
}

void readValue(YamlMap& map, const agents::YamlNode& node, const AssertionType& type, const AssertionTerms& terms,
               Assertion& assertion) {
    const agents::YamlNode* written = node.find("value");
    const bool isMissing = written == nullptr;
    auto value =
        isMissing ? Result<QJsonValue>(QJsonValue(QJsonValue::Undefined)) : filledValue(valueOf(*written), terms);
    if (!value) {
        const Error& error = value.error();
        return map.fail("value", error.code, error.message, error.hint);
    }
    assertion.value = *value;
    if (const auto problem = shapeProblem(type.value, assertion); problem) {
        map.fail("value", problem->code, problem->message, problem->hint);
        return;
    }
    if (auto compiled = compile(assertion); !compiled)
        map.fail("value", compiled.error().code, compiled.error().message, compiled.error().hint);
}

} // namespace

std::optional<Assertion> readAssertion(SourceFile& file, const agents::YamlNode& node, const std::string& path,
                                       const AssertionTerms& terms) {
    agents::YamlErrors errors(file.name);
    YamlMap map(errors, &node, path,
                {"type", "value", "threshold", "weight", "metric", "assert", "description", "transform",
                 "contextTransform", "config", "rubricPrompt", "provider"});
    Assertion assertion;
    assertion.type = map.requiredText("type", "contains");
    const AssertionType* type = assertion.type.empty() ? nullptr : typeIn(map, assertion.type);
    const bool refused = refuseWhatIsNotRun(map);
    if (type != nullptr && !refused) {
        assertion.kind = type->kind;
        assertion.isInverse = assertion.type.starts_with(inverseMark);
        assertion.weight = map.number("weight", 0, 1e6).value_or(1);
        assertion.metric = map.text("metric");
        assertion.place = map.placeOf("type");
        assertion.place.file = file.name;
        readThreshold(map, type->threshold, assertion);
        warnOfNot(map, assertion, terms);
        if (type->kind == AssertionKind::AssertSet)
            readInner(file, map, terms, assertion);
        else
            readValue(map, node, *type, terms, assertion);
    }
    for (Finding& finding : errors.findings())
        file.errors.add(std::move(finding));
    return errors.isEmpty() && type != nullptr ? std::optional(std::move(assertion)) : std::nullopt;
}

} // namespace signalbox::suites
